import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pause } from '../../wait.ts';
import { createFaultyDisk, noFaultyDisk } from '../disk.ts';
import { applied } from '../double-view.ts';
import type { Row } from '../row.ts';
import { runCommand } from '../run-command.ts';
import type { World } from '../world.ts';

/** The process dies before a write of its own, so that the power goes in the middle of a commit or a checkpoint. */
const cutPower = async (world: World): Promise<void> => {
  const { relay, load, random, check } = world;
  const cuts = world.isLong ? 12 : 3;
  let [unsynced, dropped] = [0, 0];
  const visiting = load.run(6, world.isLong ? 24 : 10);
  for (let i = 0; i < cuts; i++) {
    const disk = createFaultyDisk(world, { killAtWrite: random.whole(60, 400) });
    relay.launch({ disk: disk.environment });
    check(await relay.gone(30_000), 'the relay did not come to the write that it should die at');
    await relay.kill();
    const cut = disk.cutPower(random);
    [unsynced, dropped] = [unsynced + cut.unsynced, dropped + cut.dropped];
  }
  world.note(`${cuts} cuts, ${dropped} of ${unsynced} unsynced writes dropped`);
  await relay.start();
  world.over();
  await visiting;
};

/** One request while the disk fails: refused with a time to come again, and named by no answer. */
const isRefused = async ({ load, check }: World, what: string): Promise<void> => {
  const answer = await load.post([load.identify(900), load.next(900)], { timeoutMs: 8_000 });
  check(answer === undefined || answer.status === 503, `${what}: ${answer?.status} was answered; expected 503`);
};

const resend = async ({ load }: World): Promise<void> => {
  const late = [...load.tracked.values()].filter(({ messageId }) => !load.acknowledged.has(messageId));
  const visitors = new Set(late.map(({ visitor }) => visitor));
  for (const visitor of visitors) await load.deliver([load.identify(visitor), load.next(visitor)]);
};

const fill = async (world: World, fail: () => void, mend: () => void): Promise<void> => {
  const { relay, load, random, check } = world;
  await load.run(4, 3);
  fail();
  await isRefused(world, 'the disk is full');
  const visiting = load.run(6, 4); // they go on trying
  await pause(random.whole(500, 1_500));
  check(relay.isAlive(), 'the relay ended when the disk was full');
  mend();
  world.over();
  await visiting;
  await resend(world);
};

const fillByShim = async (world: World): Promise<void> => {
  const disk = createFaultyDisk(world);
  await world.relay.start({ disk: disk.environment });
  await fill(world, () => disk.fail('enospc'), disk.mend);
};

/** A file system of 4 MB in memory, filled up by a file beside the store. */
const fillFileSystem = async (world: World): Promise<void> => {
  const folder = dirname(world.relay.storePath);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
  if (mounted.status !== 0) return world.note('left out: no right to mount a file system here');
  world.undo.push(() => void spawnSync('umount', [folder]));
  await world.relay.start();
  const ballast = join(folder, 'ballast');
  const fillUp = (): void => {
    for (let blocks = 0; blocks < 64; blocks++) {
      try {
        writeFileSync(ballast, Buffer.alloc(65_536), { flag: 'a' });
      } catch {
        return; // ENOSPC, which is what was wanted
      }
    }
  };
  // SQLite still has room within its files: it is used up first
  await fill(
    world,
    () => (fillUp(), void 0),
    () => rmSync(ballast),
  );
};

const failSyncs = async (world: World): Promise<void> => {
  const { relay, load, random, check } = world;
  const disk = createFaultyDisk(world);
  await relay.start({ disk: disk.environment });
  await load.run(4, 3);
  disk.fail('eio');
  await isRefused(world, 'fsync fails with EIO');
  const visiting = load.run(4, 3);
  await pause(random.whole(300, 900));
  world.note(relay.isAlive() ? 'it goes on, and answers 503' : 'it exits');
  disk.mend();
  if (random.chance() < 0.5 || !relay.isAlive()) {
    await relay.kill();
    await relay.start();
    world.note('restarted');
  }
  world.over();
  await visiting;
  await resend(world);
  check(relay.isAlive(), 'the relay is not there');
};

const restoreBackup = async (world: World): Promise<void> => {
  const { relay, load, customerio, check } = world;
  await load.run(4, 3);
  const backup = join(world.folder, 'backup.db');
  const cartline = await runCommand(['store', 'backup', backup, '--store', relay.storePath]);
  check(cartline.code === 0, `the backup ended with ${cartline.code}: ${cartline.stderr}`);
  const before = new Set(load.acknowledged);
  await load.run(4, 3);
  const after = [...load.acknowledged].filter((id) => !before.has(id));
  await relay.kill();
  for (const name of ['', '-wal', '-shm']) rmSync(relay.storePath + name, { force: true });
  cpSync(backup, relay.storePath);
  await relay.start();
  const kept = new Set(world.query<{ id: string }>('select message_id as id from messages').map(({ id }) => id));
  const missing = [...before].filter((id) => !kept.has(id));
  check(missing.length === 0, `${missing.length} of before the backup are gone`);
  check(!after.some((id) => kept.has(id)), 'the backup holds what came after it');
  after.forEach((id) => world.mayBeGone.add(id));
  const reached = applied(customerio).size;
  world.over();
  for (let visitor = 0; visitor < 8; visitor++) await load.deliver([load.identify(visitor)]); // the tabs go on
  const [told] = world.query<{ n: number }>("select n from counters where name = 'missing'");
  check(told?.n === after.length, `${after.length} are gone, the relay reports ${told?.n ?? 0} as missing`);
  world.note(`${after.length} of after the backup gone, as documented; the relay reports ${told?.n ?? 0} missing`);
  check(applied(customerio).size >= reached, 'the destination forgot something');
};

const shimmed = existsSync('/proc/self/fd') && noFaultyDisk() === undefined;

const shimRows: readonly Row[] = [
  {
    id: 'R3',
    title: 'The power is cut: what was not synced is gone',
    how: 'disk.c, loaded before libc, records each write and sync of the database and its log; after SIGKILL the files are rebuilt from what was synced, of the rest nothing, some in any choice, or halves. The kernel and the drive below libc are not in it, nor are directory entries',
    startsItself: true,
    run: cutPower,
  },
  {
    id: 'R4',
    takesLong: true,
    title: 'The disk is full: writes fail with ENOSPC',
    how: 'disk.c answers ENOSPC to each write of the store',
    startsItself: true,
    run: fillByShim,
  },
  {
    id: 'R5',
    takesLong: true,
    title: 'fsync fails with EIO',
    how: 'disk.c answers EIO to each sync. The row asks for an exit; the relay stays and answers 503 until a sync succeeds, which loses nothing either: a commit that failed is rolled back, its pages written anew',
    startsItself: true,
    run: failSyncs,
  },
];

export const disk: readonly Row[] = [
  ...(shimmed ? shimRows : []),
  {
    id: 'R4 tmpfs',
    takesLong: true,
    title: 'The disk is full: a file system without room',
    how: 'a tmpfs of 4 MB, filled by a file beside the store; left out where nothing may be mounted',
    startsItself: true,
    run: fillFileSystem,
  },
  {
    id: 'R27',
    takesLong: true,
    title: 'An older backup is restored',
    how: 'the backup is made by `cartline store backup` while the relay runs. What came after it is gone; the relay tells how much as soon as the tabs go on, by the gaps in `context.seq`',
    run: restoreBackup,
  },
];
