import { beforeEach, describe, expect, it } from 'vitest';
import { createLedger, type EntryState, type Ledger } from '../../../src/debug/ledger.ts';
import type { OutboxRow, OutboxView } from '../../../src/debug/read-outbox.ts';

const start = Date.UTC(2026, 10, 22, 10);
const body = (id: string): string =>
  JSON.stringify({ type: 'page', messageId: id, timestamp: new Date(start).toISOString(), properties: { url: '/' } });
const row = (id: string, leasedAt = 0): OutboxRow => ({ id, body: body(id), leasedAt });
const view = (rows: OutboxRow[], buried: string[] = []): OutboxView => ({ rows, buried, more: false });

describe('a message in the panel', () => {
  let time: number;
  let ledger: Ledger;
  beforeEach(() => {
    time = start;
    ledger = createLedger(() => time);
  });
  const states = (): Record<string, EntryState> =>
    Object.fromEntries(ledger.list().map(({ id, state }) => [id, state]));
  const later = (ms: number, outbox: OutboxView | undefined): void => {
    time += ms;
    ledger.compare(outbox, time);
  };

  it('is queued, sending while a lease holds, and accepted when it left the outbox', () => {
    ledger.add('a', body('a'));
    later(100, view([row('a')]));
    expect(states()).toEqual({ a: 'queued' });
    later(400, view([row('a', time)]));
    expect(states()).toEqual({ a: 'sending' });
    later(9_000, view([row('a', time)]));
    expect(states()).toEqual({ a: 'queued' });
    later(500, view([]));
    expect(states()).toEqual({ a: 'accepted' });
  });

  it('is accepted as soon as the answer names it, and nothing turns that back', () => {
    ledger.add('a', body('a'));
    ledger.add('b', body('b'));
    ledger.settle({ accepted: ['a'], duplicates: ['b'], rejected: [] });
    later(10, view([row('a'), row('b')]));
    expect(states()).toEqual({ a: 'accepted', b: 'accepted' });
  });

  it("is given up for the reason in the relay's words", () => {
    ledger.add('a', body('a'));
    const message = 'page needs url: the address of the page; it came without';
    ledger.settle({
      accepted: [],
      duplicates: [],
      rejected: [{ messageId: 'a', index: 0, code: 'missing_property', path: '', message }],
    });
    later(10, view([], [body('a')]));
    expect(ledger.list()).toMatchObject([{ state: 'given_up', why: message }]);
  });

  it('is given up when it lies among the dead, of whichever page', () => {
    later(10, view([], [body('old')]));
    expect(ledger.list()).toMatchObject([
      { id: 'old', state: 'given_up', why: expect.stringContaining('refused') as string },
    ]);
  });

  it.each([
    ['no_room', 'no room'],
    ['consent', 'consent was denied'],
  ] as const)('is given up when it went right after a drop: %s', (reason, why) => {
    ledger.add('a', body('a'));
    later(2_000, view([row('a')]));
    ledger.dropped(reason);
    later(300, view([]));
    expect(ledger.list()).toMatchObject([{ state: 'given_up', why: expect.stringContaining(why) as string }]);
  });

  it('is not taken for accepted before storage can have had it', () => {
    ledger.add('a', body('a'));
    later(200, view([]));
    expect(states()).toEqual({ a: 'queued' });
  });

  it('is in memory where there is no storage, or where storage refused it', () => {
    ledger.add('a', body('a'));
    later(2_000, undefined);
    expect(states()).toEqual({ a: 'memory' });
    ledger.storageRefused();
    later(2_000, view([]));
    expect(states()).toEqual({ a: 'memory' });
    ledger.settle({ accepted: ['a'], duplicates: [], rejected: [] });
    expect(states()).toEqual({ a: 'accepted' });
  });

  it('of an earlier page is shown, newest first, and goes on to the next page', () => {
    later(10, view([row('a'), row('b')]));
    ledger.settle({ accepted: ['a'], duplicates: [], rejected: [] });
    const next = createLedger(() => time, ledger.keep());
    next.compare(view([]), time);
    expect(next.list().map(({ id, state }) => [id, state])).toEqual([
      ['b', 'queued'],
      ['a', 'accepted'],
    ]);
    time += 2_000;
    next.compare(view([]), time);
    expect(next.list()[0]).toMatchObject({ id: 'b', state: 'accepted', at: start });
  });

  it('is one of 200 at the most', () => {
    for (let i = 0; i < 250; i++) ledger.add(`${1_000 + i}`, body('x'));
    expect(ledger.list()).toHaveLength(200);
    expect(ledger.list()[0]?.id).toBe('1249');
  });
});
