import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCustomerioDouble, type CustomerioDouble } from '../../doubles/customerio/index.ts';
import { createRandom, hash, type Random } from '../random.ts';
import { createLoad, type Load } from './load.ts';
import { prepareRelay, type Relay } from './relay.ts';

/** A relay, its destination and its visitors, for one run. */
export interface World {
  readonly random: Random;
  /** The long form: more messages, more kills. */
  readonly isLong: boolean;
  /** How often a row that kills does so in the long form. */
  readonly kills: number;
  readonly folder: string;
  readonly relay: Relay;
  readonly customerio: CustomerioDouble;
  readonly load: Load;
  /** Sets the visitors' clock off, as the relay's may be. */
  readonly visitorsClock: { offsetMs: number };
  /** Rows of the relay's own file, read beside it. */
  readonly query: <T>(sql: string) => T[];
  /** Labels of events that may end as dead letters: the row expects it. */
  readonly mayDie: Set<string>;
  /** Ids that were stored and may be gone: the row took them away. */
  readonly mayBeGone: Set<string>;
  /** The fault is over: recovery is counted from here. */
  readonly over: () => void;
  readonly overAt: () => number;
  readonly check: (isTrue: boolean, finding: string) => void;
  readonly note: (text: string) => void;
  readonly broken: readonly string[];
  readonly notes: readonly string[];
  /** What has to be undone before the folder can go. */
  readonly undo: (() => void)[];
  readonly close: () => Promise<void>;
}

export interface WorldOptions {
  readonly rowId: string;
  readonly seed: number;
  readonly isLong: boolean;
  readonly kills: number;
}

const createVerdict = () => {
  const broken: string[] = [];
  const notes: string[] = [];
  let overAt = Date.now();
  return {
    broken,
    notes,
    check: (isTrue: boolean, finding: string): void => void (isTrue || broken.push(finding)),
    note: (text: string): void => void notes.push(text),
    over: (): void => void (overAt = Date.now()),
    overAt: (): number => overAt,
  };
};

const reader =
  (path: string) =>
  <T>(sql: string): T[] => {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 2_000 });
    try {
      return db.prepare(sql).all() as T[]; // named by the statement
    } finally {
      db.close();
    }
  };

/** Makes everything new: a folder, a stand-in, a relay that is not started yet. */
export const createWorld = async ({ rowId, seed, isLong, kills }: WorldOptions): Promise<World> => {
  const random = createRandom(seed * 7919 + hash(rowId));
  const folder = await mkdtemp(join(tmpdir(), 'cartline-faults-'));
  const customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
  const listening = await customerio.listen();
  const disk = join(folder, 'disk'); // a folder of its own: a row may mount something there
  await mkdir(disk);
  const relay = await prepareRelay(folder, listening.url, join(disk, 'relay.db'));
  const visitorsClock = { offsetMs: 0 };
  const load = createLoad(relay, random, () => Date.now() + visitorsClock.offsetMs);
  const undo: (() => void)[] = [];
  return {
    ...createVerdict(),
    undo,
    random,
    isLong,
    kills,
    folder,
    relay,
    customerio,
    load,
    visitorsClock,
    query: reader(relay.storePath),
    mayDie: new Set(),
    mayBeGone: new Set(),
    close: async () => {
      load.stop();
      await relay.kill();
      await listening.close();
      undo.forEach((step) => step());
      await rm(folder, { recursive: true, force: true });
    },
  };
};
