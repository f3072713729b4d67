import { always, sequence, type Fault } from '../fault.ts';
import type { Row } from '../row.ts';
import { waitFor } from '../wait.ts';
import { labelIn } from '../wire.ts';
import { arrived, chromiumOnly, everywhere, held, rowsIn, stored, trackInBursts, withClock } from './steps.ts';

const b14: Row = {
  id: 'B14',
  title: '200 with a page, 204 or a redirect: a captive portal',
  engines: everywhere,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    const status = world.random.pick([200, 204, 302] as const);
    world.faults.programme(always({ kind: 'portal', status }));
    const labels = await trackInBursts(world, tab, world.many(50));
    await world.advance([tab], 60_000);
    const there = await rowsIn(tab);
    world.check(
      there.length === labels.length,
      `${there.length} of ${labels.length} rows were kept behind the portal (${status})`,
    );
    world.check(world.faults.arrivals.length > 0, 'nothing was sent into the portal');
    world.note(String(status));
  },
};

/**
 * The least that any client can promise which condemns a message only when it was refused alone (the matrix says 8):
 * with f(n) the most messages within n further requests that one refusal of all leaves, a test of k either clears them
 * or leaves them with others still to send. f(n) doubles from 6 at 4 to 48 at 7, so that 50 need 8 after the first.
 */
const MOST_TO_FIND_ONE_IN_50 = 9;

const b19: Row = {
  id: 'B19',
  title: 'one message in 50 makes the whole request fail with 400',
  engines: chromiumOnly,
  run: async (world) => {
    const tab = await world.open();
    const labels = world.labels(50);
    const poison = world.random.pick(labels);
    world.mustDrop([poison], 'rejected');
    world.faults.programme(({ messages }) =>
      messages.some(({ label }) => label === poison) ? { kind: 'status', status: 400, ours: true } : { kind: 'pass' },
    );
    await tab.run((names) => window.lab.track(names), labels);
    const tookMs = await held(
      world,
      labels.filter((label) => label !== poison),
    );
    const drops = async (): Promise<number> =>
      (await tab.run(() => window.lab.drops)).reduce((sum, { messages }) => sum + messages, 0);
    await waitFor('the poison to be dropped', async () => (await drops()) > 0);
    const requests = world.faults.arrivals.length;
    world.check(requests <= MOST_TO_FIND_ONE_IN_50, `${requests} requests, at most ${MOST_TO_FIND_ONE_IN_50} expected`);
    world.check((await drops()) === 1, `${await drops()} dropped, 1 expected`);
    world.note(`${world.faults.arrivals.length} requests in ${tookMs} ms`);
  },
};

const b20: Row = {
  id: 'B20',
  title: '413 for every body above 10 kB',
  engines: chromiumOnly,
  run: async (world) => {
    const tab = await world.open();
    world.faults.programme(({ bytes }) =>
      bytes > 10_000 ? { kind: 'status', status: 413, ours: world.random.chance() < 0.5 } : { kind: 'pass' },
    );
    const labels = await world.track(tab, world.many(50), 1_000);
    const tookMs = await held(world, labels);
    world.note(`${world.faults.arrivals.length} requests in ${tookMs} ms`);
  },
};

const b22: Row = {
  id: 'B22',
  title: 'answers cut off, with ids missing, or with ids of nobody',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    const nobody = '01JD0000000000000000000000';
    const firstHalf = (ids: readonly string[]): readonly string[] => ids.slice(0, ids.length >> 1);
    const half: Fault = {
      kind: 'alter',
      alter: ({ accepted, duplicates }) => ({
        accepted: firstHalf(accepted),
        duplicates: firstHalf(duplicates),
        rejected: [],
      }),
    };
    const foreign: Fault = {
      kind: 'alter',
      alter: (answer) => ({ ...answer, accepted: [nobody], duplicates: [nobody], rejected: [{ messageId: nobody }] }),
    };
    const hang: Fault = { kind: 'status', status: 503 };
    world.faults.programme(sequence([{ kind: 'truncate' }, foreign, half], always(hang)));
    const labels = world.labels(world.many(50));
    await tab.run((names) => window.lab.track(names), labels);
    await arrived(world, 1);
    await world.advance([tab], 60_000);
    const kept = (await rowsIn(tab)).length;
    const first = world.faults.arrivals[0]!.messages.length;
    const named = (world.faults.arrivals[2]?.messages.length ?? 0) >> 1;
    world.check(first === labels.length, `the first request had ${first} messages`);
    world.check(
      world.faults.arrivals.length > 3,
      `${world.faults.arrivals.length} requests came, more than 3 expected`,
    );
    world.check(
      kept === labels.length - named,
      `${kept} of ${labels.length} rows are left, though answers named ${named}`,
    );
    world.note(`${world.faults.arrivals.length} requests`);
  },
};

const b23: Row = {
  id: 'B23',
  title: 'the relay stores, then the connection is reset, five times',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    world.faults.programme(sequence(Array.from({ length: 5 }, () => ({ kind: 'reset', when: 'after' }) as const)));
    const labels = await trackInBursts(world, tab, world.many(50));
    await world.advance([tab], 120_000);
    await held(world, labels);
    await waitFor('the outbox to be empty', async () => (await rowsIn(tab)).length === 0);
    world.note(`${world.view.duplicates()} duplicates known to the relay`);
  },
};

const b24: Row = {
  id: 'B24',
  title: 'the answer hangs for 60 s',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const [tab, other] = [await world.open(), await world.open('/other')];
    world.faults.programme(sequence([{ kind: 'hang', forward: world.random.chance() < 0.5 }]));
    const labels = await world.track(tab, world.many(50));
    await stored(tab, labels);
    await arrived(world, 1);
    const more = await world.track(other, 5);
    await world.advance([tab, other], 12_500, 500);
    const hungMs = Math.max(0, ...(await tab.run(() => window.lab.fetches.durations())));
    world.check(hungMs >= 9_000 && hungMs <= 12_000, `the request was given up after ${hungMs} ms, 10,000 expected`);
    await world.advance([tab, other], 10_000, 1_000);
    await held(world, [...labels, ...more], 5_000);
    world.note(`given up after ${hungMs} ms, and sent again`);
  },
};

const b43: Row = {
  id: 'B43',
  title: 'identify and track; the first answer fails',
  engines: chromiumOnly,
  run: async (world) => {
    const tab = await world.open();
    world.faults.programme(
      sequence([
        world.random.pick<Fault>([
          { kind: 'status', status: 500 },
          { kind: 'reset', when: 'before' },
          { kind: 'truncate' },
        ]),
      ]),
    );
    const [who] = world.labels(1, 'identify');
    const labels = world.labels(world.many(50));
    const before = world.customerio.requests().length;
    const email = `${world.rowId}-${world.seed}@example.com`.toLowerCase();
    await tab.run(
      ([address, name, names]) => {
        window.lab.identify(address, name);
        window.lab.track(names);
      },
      [email, who!, labels] as const,
    );
    await held(world, [who!, ...labels]);
    const applied = (): string[] =>
      world.customerio
        .requests()
        .slice(before)
        .map(({ body }) => JSON.stringify(body));
    await waitFor('the events at the destination', () =>
      applied().some((text) => labelIn(text) !== undefined && text.includes('"event"')),
    );
    const person = applied().findIndex((text) => text.includes('"identify"'));
    const event = applied().findIndex((text) => text.includes('"action":"event"'));
    world.check(person >= 0 && person <= event, `the person came as request ${person}, their first event as ${event}`);
  },
};

export const answers: readonly Row[] = [b14, b19, b20, b22, b23, b24, b43];
