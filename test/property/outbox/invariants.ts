import { expect } from 'vitest';
import type { SentMessage } from '../../support/fake-browser.ts';
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

const checkOrder = ({ relay, opened }: Shop): void => {
  for (const { batch } of relay.requests) {
    const ids = batch.map(({ messageId }) => messageId);
    if (!ascends(ids)) expect(ids, 'order in one request').toEqual([...ids].sort());
  }
  const byTab = new Map<string, SentMessage[]>();
  for (const message of [...relay.stored.values()].sort((a, b) => (a.messageId < b.messageId ? -1 : 1))) {
    const [tab] = message.context.seq;
    byTab.set(tab, [...(byTab.get(tab) ?? []), message]);
  }
  expect(byTab.size).toBeLessThanOrEqual(opened.length);
  for (const messages of byTab.values()) {
    const numbers = messages.map((message) => numberIn(JSON.stringify(message)));
    if (!ascends(numbers)) expect(numbers, 'order of one tab').toEqual([...numbers].sort((a, b) => a - b));
    expect(ascends(messages.map(({ context }) => context.seq[1])), 'sequence of one tab').toBe(true);
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
  checkOrder(shop);
  checkBounded(shop);
  checkNothingLeft(shop);
};
