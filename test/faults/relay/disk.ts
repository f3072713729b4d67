import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Random } from '../random.ts';
import type { World } from './world.ts';

const SOURCE = fileURLToPath(new URL('./disk.c', import.meta.url));

/** Why disk.c cannot be used here; undefined when it can. */
export const noFaultyDisk = (): string | undefined => {
  if (process.platform !== 'linux') return 'LD_PRELOAD is of Linux';
  return spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler (cc)';
};

/** A disk that fails when told to. */
export interface FaultyDisk {
  /** The environment of the relay's process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly fail: (how: 'eio' | 'enospc') => void;
  readonly mend: () => void;
  /** Puts back on the disk what a cut of the power would have left. The relay must be dead. */
  readonly cutPower: (random: Random) => PowerCut;
}

/** What a cut of the power took. */
export interface PowerCut {
  readonly writes: number;
  readonly unsynced: number;
  readonly dropped: number;
  /** What the disk holds now, as the beginning of the next log. */
  readonly onDisk: Buffer;
}

interface DiskOptions {
  /** The process dies right before its so many-th write. */
  readonly killAtWrite?: number;
}

export const createFaultyDisk = ({ folder, relay }: World, { killAtWrite }: DiskOptions = {}): FaultyDisk => {
  const library = join(folder, 'disk.so');
  const [log, fault] = [join(folder, 'disk.log'), join(folder, 'disk.fault')];
  if (!existsSync(library)) execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl']);
  return {
    environment: {
      LD_PRELOAD: library,
      CARTLINE_DISK_STEM: relay.storePath,
      CARTLINE_DISK_LOG: log,
      CARTLINE_DISK_FAULT: fault,
      ...(killAtWrite !== undefined && { CARTLINE_DISK_KILL: String(killAtWrite) }),
    },
    fail: (how) => writeFileSync(fault, how),
    mend: () => rmSync(fault, { force: true }),
    cutPower: (random) => {
      const cut = rebuild(readFileSync(log), relay.storePath, random);
      writeFileSync(log, cut.onDisk);
      return cut;
    },
  };
};

type Change =
  | { readonly kind: 'W'; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'T'; readonly size: number };

/** One file as the platter has it: what was synced, and what was not yet. */
interface Image {
  bytes: Buffer;
  pending: Change[];
}

const grown = (bytes: Buffer, size: number): Buffer =>
  bytes.length >= size ? bytes : Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);

const applyTo = (image: Image, change: Change): void => {
  if (change.kind === 'T') {
    image.bytes = grown(image.bytes, change.size).subarray(0, change.size);
    return;
  }
  image.bytes = grown(image.bytes, change.offset + change.bytes.length);
  change.bytes.copy(image.bytes, change.offset);
};

/** Reads disk.c's records. The last may be half written: the process died. */
function* records(log: Buffer): Generator<{ kind: string; name: string; offset: number; bytes: Buffer }> {
  let at = 0;
  while (at + 2 <= log.length) {
    const nameEnd = at + 2 + log[at + 1]!;
    if (nameEnd + 12 > log.length) return;
    const kind = String.fromCharCode(log[at]!);
    const end = nameEnd + 12 + (kind === 'W' ? log.readUInt32LE(nameEnd + 8) : 0);
    if (end > log.length) return;
    const offset = Number(log.readBigInt64LE(nameEnd));
    yield { kind, name: log.subarray(at + 2, nameEnd).toString(), offset, bytes: log.subarray(nameEnd + 12, end) };
    at = end;
  }
}

/** A file's whole content as a write that was synced. */
const asRecords = (name: string, bytes: Buffer): Buffer => {
  const head = (kind: string, length: number): Buffer => {
    const numbers = Buffer.alloc(12);
    numbers.writeUInt32LE(length, 8);
    return Buffer.concat([Buffer.from([kind.charCodeAt(0), name.length]), Buffer.from(name), numbers]);
  };
  return Buffer.concat([head('W', bytes.length), bytes, head('S', 0)]);
};

/** Of the writes that nobody had synced, none arrive, or some, in any choice, the last of them perhaps torn. */
const survivors = (pending: readonly Change[], random: Random): Change[] => {
  const share = random.pick([0, 0, 0.5, 0.9]);
  return pending
    .filter(() => random.chance() < share)
    .map((change) =>
      change.kind === 'W' && random.chance() < 0.2
        ? { ...change, bytes: change.bytes.subarray(0, Math.floor(change.bytes.length / 2)) }
        : change,
    );
};

const rebuild = (log: Buffer, storePath: string, random: Random): PowerCut => {
  const images = new Map<string, Image>();
  let writes = 0;
  for (const { kind, name, offset, bytes } of records(log)) {
    if (kind === 'U') {
      images.delete(name);
      continue;
    }
    const image = images.get(name) ?? { bytes: Buffer.alloc(0), pending: [] };
    images.set(name, image);
    if (kind === 'W') image.pending.push({ kind, offset, bytes });
    else if (kind === 'T') image.pending.push({ kind, size: offset });
    else image.pending.splice(0).forEach((change) => applyTo(image, change));
    writes += Number(kind === 'W');
  }
  let [unsynced, dropped] = [0, 0];
  for (const name of ['', '-wal', '-journal', '-shm']) rmSync(storePath + name, { force: true }); // -shm is memory
  for (const [name, image] of images) {
    const left = survivors(image.pending, random);
    unsynced += image.pending.length;
    dropped += image.pending.length - left.length;
    left.forEach((change) => applyTo(image, change));
    writeFileSync(storePath + name, image.bytes);
  }
  const onDisk = Buffer.concat([...images].map(([name, { bytes }]) => asRecords(name, bytes)));
  return { writes, unsynced, dropped, onDisk };
};
