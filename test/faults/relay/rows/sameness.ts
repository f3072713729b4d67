import { pause, waitFor } from '../../wait.ts';
import { applied, arrivals } from '../double-view.ts';
import type { Message } from '../load.ts';
import { otherKey } from '../relay.ts';
import type { Row } from '../row.ts';
import type { World } from '../world.ts';

const DAY_MS = 86_400_000;

const labelled = (label: string): Record<string, unknown> => ({
  properties: { product_id: label, name: label, price: 10, currency: 'EUR', label },
});

const sameIdAtOnce = async ({ load, check, over, isLong }: World): Promise<void> => {
  for (let visitor = 0; visitor < (isLong ? 5 : 1); visitor++) {
    const batch = [load.identify(visitor), load.next(visitor)];
    const answers = await Promise.all(Array.from({ length: 50 }, () => load.post(batch)));
    const accepted = answers.filter((answer) => answer?.accepted.length === 2).length;
    const duplicates = answers.filter((answer) => answer?.duplicates.length === 2).length;
    check(accepted === 1 && duplicates === 49, `${accepted} accepted and ${duplicates} duplicates; expected 1 and 49`);
  }
  over();
};

const otherBody = async ({ load, relay, query, check, over }: World): Promise<void> => {
  const message = load.next(0);
  await load.deliver([load.identify(0), message]);
  const changed = { ...message, properties: { ...(message['properties'] as object), price: 99 } };
  const answer = await load.post([changed]);
  check(answer?.duplicates[0] === message.messageId, 'a conflict does not answer as a duplicate');
  const { stats } = await relay.state();
  check(stats.conflicts === 1, `${stats.conflicts} conflicts counted; expected 1`);
  const [row] = query<{ body: string }>(`select body from messages where message_id = '${message.messageId}'`);
  check(row?.body.includes('"price":10') ?? false, 'the first body was not kept');
  over();
};

/** An id that is no ULID is unique within its source only: two shops may count their orders alike. */
const twoSources = async ({ load, query, customerio, check, over }: World): Promise<void> => {
  const identify = load.identify(0);
  const from = (label: string): Message => ({ ...load.next(0), messageId: 'count-7', ...labelled(label) });
  const first = await load.post([identify, from('one-0')]);
  const second = await load.post([identify, from('other-0')], { key: otherKey });
  check(first?.accepted.length === 2 && second?.accepted.length === 2, 'not both sources were accepted');
  const [row] = query<{ n: number }>('select count(*) as n from messages');
  check(row?.n === 4, `${row?.n} stored; expected 4`);
  over();
  await waitFor('both events at the destination', () => applied(customerio).size === 2);
};

const oneBad = async ({ load, check, over, random }: World): Promise<void> => {
  const good = [load.identify(0), ...Array.from({ length: 98 }, () => load.next(0))];
  const bad = { type: 'track', messageId: 'bad-1', anonymousId: 'x', event: 'added_to_cart', properties: {} } as const;
  const at = random.whole(0, good.length);
  const batch = [...good.slice(0, at), bad, ...good.slice(at)];
  for (const expected of ['accepted', 'duplicates'] as const) {
    const answer = await load.post(batch);
    check(answer?.[expected].length === 99, `${answer?.[expected].length} ${expected}; expected 99`);
    check(
      answer?.rejected.length === 1 && answer.rejected[0]?.messageId === 'bad-1',
      'not the bad one alone was rejected',
    );
  }
  over();
};

const resendLater = async ({
  load,
  relay,
  check,
  note,
  over,
  customerio,
  random,
  visitorsClock,
}: World): Promise<void> => {
  const batch = [load.identify(0), load.next(0), load.next(0)];
  await load.deliver(batch);
  await waitFor('delivery', () => applied(customerio).size === 2);
  const day13 = 13 * DAY_MS + random.whole(0, DAY_MS);
  await relay.control({ jumpMs: day13 });
  visitorsClock.offsetMs = day13;
  const after13 = await load.post(batch);
  check(after13?.duplicates.length === 3, `on day 13: ${JSON.stringify(after13)}; expected three duplicates`);
  const day91 = 91 * DAY_MS;
  await relay.term();
  await relay.start({ clockOffsetMs: day91 });
  visitorsClock.offsetMs = day91;
  let codes: readonly string[] = [];
  // the ids are forgotten at the start, in a transaction of its own; until then they are known
  await waitFor('the ids to be forgotten', async () => {
    const after91 = await load.post(batch);
    check(after91?.accepted.length === 0, `on day 91 ${after91?.accepted.length} were accepted again`);
    codes = after91?.rejected.map(({ code }) => code) ?? [];
    return codes.length > 0;
  });
  check(codes.join() === 'too_old,too_old,too_old', `on day 91: ${codes.join()}; expected too_old for each`);
  note('day 91: too_old');
  over();
};

const reversed = async (world: World): Promise<void> => {
  const { load, random } = world;
  for (let visitor = 0; visitor < (world.isLong ? 10 : 3); visitor++) {
    await load.deliver([load.identify(visitor)]);
    const batches = Array.from({ length: random.whole(2, 4) }, () =>
      Array.from({ length: random.whole(1, 4) }, () => load.next(visitor)),
    );
    for (const batch of batches.toReversed()) {
      await load.deliver(batch);
      await pause(random.whole(0, 300));
    }
  }
  world.over();
};

/** What a redrive does: rows that were delivered are due again. */
const replay = async (world: World): Promise<void> => {
  const { load, relay, customerio, check, random } = world;
  await load.run(4, 3);
  const { DatabaseSync } = await import('node:sqlite');
  for (let round = 0; round < 2; round++) {
    await waitFor('delivery', async () => (await relay.state()).stats.deliveries['customerio']?.['pending'] === 0);
    const before = arrivals(customerio).length;
    await relay.term();
    const db = new DatabaseSync(relay.storePath);
    db.exec(`update outbox set state = 'pending', next_at = 0 where state = 'delivered';
      update lanes set due_at = 0, not_before = 0 where lane in (select lane from outbox where state = 'pending')`);
    db.close();
    await relay.start();
    await waitFor('the replay', () => arrivals(customerio).length > before);
    await pause(random.whole(0, 50));
  }
  check(arrivals(customerio).length > applied(customerio).size, 'nothing was sent again');
  world.over();
};

export const sameness: readonly Row[] = [
  { id: 'R6', title: 'The same ids on 50 connections at once', run: sameIdAtOnce },
  { id: 'R7', title: 'The same id with another body', run: otherBody },
  { takesLong: true, id: 'R8', title: 'The same id from two sources', run: twoSources },
  { id: 'R9', title: 'One bad message in a hundred, sent twice', run: oneBad },
  {
    id: 'R10',
    title: 'Sent again on day 13 and on day 91',
    how: 'the relay is started on day 91, and forgets old ids then',
    run: resendLater,
  },
  { id: 'R16', title: 'A visitor’s batches arrive in reverse', run: reversed },
  {
    id: 'R18',
    takesLong: true,
    title: 'Everything is replayed, twice',
    how: 'the rows of the outbox are set back in the file between two starts: more than the replay of dead letters does, which a test of the activity page tries',
    run: replay,
  },
];
