import { expect } from 'vitest';
import type { FakeTab } from '../../support/fake-browser.ts';
import { call, mark, numberIn, open, sync, type Shop } from './shop.ts';

/** Longer than any wait the client believes in. */
const RECOVERY_MS = 3_700_000;
const MOST_ROWS = 10_000;
const MOST_CHARACTERS = 5_000_000;

/** All is well again, and the visitor comes back once. */
export const recover = async (shop: Shop): Promise<void> => {
  const { browser, relay, opened } = shop;
  relay.heal();
  browser.refuseWrites = browser.refuseOpen = false;
  await browser.clock.advance(RECOVERY_MS);
  const tab = open(shop, opened.length);
  await browser.clock.advance(RECOVERY_MS);
  call(shop, tab, 'order'); // brings the reports of what was given up
  await browser.clock.advance(RECOVERY_MS);
  sync(shop);
};

const sum = (counts: Iterable<number>): number => [...counts].reduce((a, b) => a + b, 0);

const dropped = ({ opened }: Shop, reason?: string): number =>
  sum(
    opened.flatMap(({ drops }) =>
      drops.filter((drop) => !reason || drop.reason === reason).map(({ messages }) => messages),
    ),
  );

/** Calls that the relay has not stored, although storage had taken them or a running page holds them. */
const missing = ({
  calls,
  ids,
  relay,
  browser,
  logged,
  dead,
}: Shop): { n: number; kind: string; id: string | undefined }[] => {
  const stored = new Set([...relay.stored.values()].map((message) => numberIn(JSON.stringify(message))));
  return calls
    .filter(
      ({ n, tab }) =>
        !stored.has(n) &&
        !((dead.has(tab) || tab.isFrozen()) && !logged.has(n) && !browser.taken.has(ids.get(n) ?? '')),
    )
    .map(({ n, kind }) => ({ n, kind, id: ids.get(n) }));
};

const checkNothingLost = (shop: Shop): void => {
  const { relay } = shop;
  const gone = missing(shop).filter(({ kind }) => kind !== 'huge');
  const unexplained = gone.filter(({ id }) => !relay.refused.has(id ?? ''));
  const noRoom = dropped(shop, 'no_room');
  if (unexplained.length > noRoom)
    expect(
      unexplained.map(({ n, kind }) => `${kind} ${n}`),
      'calls that are neither stored nor dropped',
    ).toEqual([]);
  expect(dropped(shop, 'rejected') + noRoom, 'drops of what was refused or had no room').toBeGreaterThanOrEqual(
    gone.length,
  );
};

const checkDropsReported = (shop: Shop): void => {
  const { calls, relay, crashes } = shop;
  const huge = calls.filter(({ kind }) => kind === 'huge').length;
  expect(dropped(shop, 'too_large')).toBe(huge);
  expect(dropped(shop, 'expired')).toBe(0);
  if (!crashes)
    expect(sum([...relay.reported.values()].map(({ count }) => count)), 'drops reported').toBe(dropped(shop));
};

const checkEachOnce = ({ relay }: Shop): void => {
  expect(relay.conflicts, 'ids that came with two bodies').toEqual([]);
  const seen = new Map<number, string>();
  for (const [id, message] of relay.stored) {
    const n = numberIn(JSON.stringify(message));
    expect(seen.get(n), `a second id of call ${mark(n)}`).toBeUndefined();
    seen.set(n, id);
  }
};

const ascends = (values: readonly (string | number)[]): boolean =>
  values.every((value, i) => !i || value > values[i - 1]!);

/** Ordinary requests are in order; a page that leaves may mix the tabs whose log it found, each of them in order. */
const checkRequests = ({ relay }: Shop): void => {
  for (const { batch, keepalive } of relay.requests) {
    const tabs = keepalive ? new Set(batch.map(({ context }) => context.seq[0])) : [undefined];
    for (const tab of tabs) {
      const ids = batch.filter(({ context }) => !tab || context.seq[0] === tab).map(({ messageId }) => messageId);
      if (!ascends(ids)) expect(ids, 'order in one request').toEqual([...ids].sort());
    }
  }
};

/** The order of ids is the order of calls, in one tab, and from a tab that was closed to those opened after it. */
const checkOrder = ({ calls, ids, opened, earlier }: Shop): void => {
  const idsOf = (tabs: readonly FakeTab[]): string[] =>
    calls.flatMap(({ n, tab }) => (tabs.includes(tab) ? (ids.get(n) ?? []) : []));
  for (const tab of opened) {
    const own = idsOf([tab]);
    if (!ascends(own)) expect(own, 'order of one tab').toEqual([...own].sort());
    const [last] = idsOf(earlier.get(tab) ?? [])
      .sort()
      .slice(-1);
    if (last && own[0]) expect(own[0] > last, 'order of pages one after the other').toBe(true);
  }
};

/** What the relay stored of a tab counts up with its ids, so that a gap can be seen. */
const checkSequence = ({ relay }: Shop): void => {
  const last = new Map<string, number>();
  const stored = [...relay.stored.values()].sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
  for (const { context } of stored) {
    const [tab, place] = context.seq;
    expect(place, 'sequence of one tab').toBeGreaterThan(last.get(tab) ?? -1);
    last.set(tab, place);
  }
};

export const checkBounded = ({ browser: { rows } }: Shop): void => {
  expect(rows.size, 'rows').toBeLessThanOrEqual(MOST_ROWS);
  expect(sum([...rows.values()].map(({ body }) => body.length)), 'characters').toBeLessThanOrEqual(MOST_CHARACTERS);
};

const checkNothingLeft = ({ browser: { rows, leases, values } }: Shop): void => {
  expect([...rows.keys()], 'rows left').toEqual([]);
  expect([...leases.keys()], 'leases left').toEqual([]);
  expect(values.get('cl_wal'), 'log left').toBeUndefined();
};

/** What must be true of every life, once all is well again. */
export const checkInvariants = (shop: Shop): void => {
  checkNothingLost(shop);
  checkDropsReported(shop);
  checkEachOnce(shop);
  checkRequests(shop);
  checkOrder(shop);
  checkSequence(shop);
  checkBounded(shop);
  checkNothingLeft(shop);
};
