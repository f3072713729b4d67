import { holds, pause, waitFor } from '../../wait.ts';
import { createFaultyDisk } from '../disk.ts';
import { arrivals } from '../double-view.ts';
import type { Row } from '../row.ts';
import type { World } from '../world.ts';

const SHORT_KILLS = 4;

/** Kills and restarts while the visitors go on; they send again what was not answered. */
const killRepeatedly = async ({ relay, random }: World, kills: number, isDone: () => boolean): Promise<number> => {
  let done = 0;
  while (done < kills && !isDone()) {
    await pause(random.whole(5, 400));
    if (isDone()) break;
    await relay.kill();
    done += 1;
    await relay.start();
  }
  return done;
};

const killUnderLoad = async (world: World): Promise<void> => {
  const { isLong, kills, load, relay, random } = world;
  const wanted = isLong ? kills : SHORT_KILLS;
  let isOver = false;
  // visitors come for as long as the relay is being killed
  const visitors = Promise.all(
    Array.from({ length: 6 }, async () => {
      while (!isOver) {
        await load.run(1, random.whole(2, 6));
        await pause(random.whole(0, 60));
      }
    }),
  );
  const done = await killRepeatedly(world, wanted, () => false);
  isOver = true;
  await visitors;
  world.over();
  world.check(done === wanted, `killed ${done} of ${wanted} times`);
  world.note(`${done} kills`);
  world.check(relay.isAlive(), 'the relay did not survive its restarts');
};

const dieAfterCommit = async (world: World): Promise<void> => {
  const { load, relay, random, check } = world;
  const rounds = world.isLong ? 10 : 3;
  let told = 0;
  for (let round = 0; round < rounds; round++) {
    const batch = [load.identify(round), ...Array.from({ length: random.whole(1, 9) }, () => load.next(round))];
    await relay.control({ dieAfterAppend: true });
    const answer = await load.post(batch);
    check(answer === undefined, `an answer came (${answer?.status}) although the relay died between commit and answer`);
    check(await relay.gone(5_000), 'the relay did not die after the commit');
    await relay.start();
    const again = await load.post(batch);
    told += again?.duplicates.length ?? 0;
    check(
      again?.duplicates.length === batch.length,
      `${again?.duplicates.length} of ${batch.length} answered as duplicates`,
    );
  }
  world.note(`${told} named as duplicates`);
  world.over();
};

/** The stand-in has applied them, its answer is on its way, and the relay dies. */
const dieBeforeMark = async (world: World): Promise<void> => {
  const { load, relay, random, customerio } = world;
  const rounds = world.isLong ? 5 : 2;
  for (let round = 0; round < rounds; round++) {
    const before = arrivals(customerio).length;
    const stop = customerio.inject({ kind: 'slow', ms: 1_500 });
    await load.deliver([load.identify(round), ...Array.from({ length: random.whole(2, 20) }, () => load.next(round))]);
    // first the person's state, then the events
    await waitFor('the events to reach the destination', () => arrivals(customerio).length > before, 20_000);
    await relay.kill();
    stop();
    await relay.start();
  }
  world.over();
  await waitFor('the relay to repeat itself', () => arrivals(customerio).length > new Set(arrivals(customerio)).size);
};

const stopUnderLoad = async (world: World): Promise<void> => {
  const { load, relay, random, customerio, check } = world;
  const stop = customerio.inject({ kind: 'slow', ms: random.pick([0, 50, 400, 12_000]) });
  const visiting = load.run(8, world.isLong ? 20 : 8);
  await pause(random.whole(100, 800));
  const { ms, code } = await relay.term();
  check(code === 0, `it ended with ${code}`);
  check(ms <= 10_000, `the exit took ${ms} ms; at most 10,000 were expected`);
  world.note(`exit after ${ms} ms`);
  stop();
  await relay.start();
  await visiting;
  world.over();
};

const killMigration = async (world: World): Promise<void> => {
  const { relay, load, random, check } = world;
  const kills = world.isLong ? 12 : 3;
  let died = 0;
  for (let i = 0; i < kills; i++) {
    const disk = createFaultyDisk(world, { killAtWrite: random.whole(0, 45) });
    relay.launch({ disk: disk.environment });
    const isDecided = async (): Promise<boolean> => !relay.isAlive() || (await isUp(relay.url));
    check(await holds(isDecided, 60_000), 'the relay neither started nor died');
    died += Number(!relay.isAlive());
    await relay.kill();
  }
  world.note(`died ${died} of ${kills} times while it made its tables`);
  await relay.start();
  await load.run(4, 3);
  world.over();
};

const isUp = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

export const killing: readonly Row[] = [
  { id: 'R1', title: 'SIGKILL at random moments under load', run: killUnderLoad },
  {
    id: 'R2',
    title: 'SIGKILL between COMMIT and answer',
    how: 'the process kills itself when SQLite has returned from the COMMIT of an append (control.mjs), before anything else runs',
    run: dieAfterCommit,
  },
  { id: 'R13', title: "SIGKILL between the destination's 2xx and our mark", run: dieBeforeMark },
  { id: 'R19', title: 'SIGTERM under load, the destination quick, slow or hanging', run: stopUnderLoad },
  {
    id: 'R26',
    title: 'SIGKILL in the middle of a migration',
    how: 'what dies is the making of the tables, of one version after the other, before a random write to the file (disk.c)',
    startsItself: true,
    run: killMigration,
  },
];
