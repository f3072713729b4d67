import { waitFor } from '../../wait.ts';
import { applied } from '../double-view.ts';
import type { Row } from '../row.ts';
import type { World } from '../world.ts';

const emailOf = (identify: Readonly<Record<string, unknown>>): string =>
  String((identify['traits'] as { email?: unknown }).email); // what load.identify makes

/** A destination that was away is asked again after half a minute at most. */
const BACK_MS = 60_000;

const erase = async (world: World): Promise<void> => {
  const { load, relay, customerio, check, query, over, mayBeGone, note } = world;
  await load.run(2, 2); // bystanders, visitors 0 and 1
  const identify = load.identify(7);
  const email = emailOf(identify);
  const refused = load.next(7);
  const stop = customerio.inject({
    status: 422,
    when: ({ body }) => JSON.stringify(body).includes(String(refused['messageId'])),
  });
  const delivered = load.next(7);
  await load.deliver([identify, refused, delivered]);
  await waitFor('delivery', async () => {
    const { stats } = await relay.state();
    return stats.deliveries['customerio']?.['dead'] === 1 && stats.deliveries['customerio']['pending'] === 0;
  });
  stop();
  const outage = customerio.inject({ status: 503 });
  const queued = load.next(7);
  await load.deliver([queued]);
  const ofPerson = [identify, refused, delivered, queued];
  ofPerson.forEach(({ messageId }) => mayBeGone.add(messageId));
  const unsent = load.next(7); // in the browser's outbox when the person is erased
  mayBeGone.add(unsent.messageId);
  const erased = await relay.forget(email);
  check(
    erased.messages === 4 && erased.persons === 1,
    `erased: ${JSON.stringify(erased)}; expected 4 messages of 1 person`,
  );
  await relay.kill();
  await relay.start();
  const answer = await load.post([...ofPerson, unsent]);
  check(answer?.duplicates.length === 5, `sent again: ${JSON.stringify(answer)}; expected five duplicates`);
  outage();
  over();
  await waitFor('the destination to forget', () => customerio.person(email) === undefined, BACK_MS);
  const before = applied(customerio).size;
  const rows = query<{ n: number }>(`select (select count(*) from persons where email = '${email}')
    + (select count(*) from messages where body like '%${email}%') + (select count(*) from erasures) as n`);
  await waitFor('nothing to be left', () => query<{ n: number }>('select count(*) as n from erasures')[0]?.n === 0);
  check((rows[0]?.n ?? 0) <= 1, `${rows[0]?.n} rows are left of the person`);
  check(applied(customerio).size >= before - 1, 'bystanders were forgotten too');
  note(`${erased.messages} messages gone, one dead and one queued among them; resent: 5 duplicates`);
};

export const erasing: readonly Row[] = [
  {
    id: 'R25',
    title: 'A person is erased while messages are queued and dead; the client sends again',
    how: 'by the address that `cartline forget` uses while a relay runs; the relay is killed right after, the destination away meanwhile',
    run: erase,
  },
];
