import { describe, expect, test } from 'vitest';
import { correctTime, readTime } from '../../../../src/relay/intake/time.ts';
import { makeRelay, NOW, post, send, viewed } from './relay-fixture.ts';

const at = Date.UTC(2026, 10, 22, 10, 0, 0);

describe('reading a time', () => {
  test.each([
    ['2026-11-22T10:00:00.000Z', at],
    ['2026-11-22T11:00:00+01:00', at],
    ['2026-11-22T10:00:00', at],
    ['2026-11-22 10:00:00', at],
    ['2026-11-22', Date.UTC(2026, 10, 22)],
    [at, at],
    [at / 1000, at],
    [at / 1000 + 0.25, at + 250],
    [String(at), at],
    [String(at / 1000), at],
  ])('%s', (value, expected) => expect(readTime(value)).toBe(expected));

  test.each(['yesterday', '22.11.2026', '', 'Nov 22 2026', '2026-13-45', null, {}, Number.NaN, -1, 1e300, true])(
    '%s is none',
    (value) => expect(readTime(value)).toBeUndefined(),
  );
});

describe('correcting a clock', () => {
  test('a client one hour behind, or ahead, is put right', () => {
    for (const skew of [-3_600_000, 3_600_000]) {
      expect(correctTime(at - 5_000 + skew, at + skew, at + 100)).toBe(at - 4_900);
    }
  });

  test('a clock that was set between the event and its sending leaves the timestamp as it came', () => {
    const tenYears = 3_652 * 86_400_000;
    for (const set of [-3_600_000, tenYears]) {
      expect(correctTime(at - 5_000, at + set, at + 100)).toBe(at - 5_000);
    }
  });

  test('a timestamp of a clock that was wrong then is no later than now, and history stays where it was', () => {
    expect(correctTime(at + 3_600_000, at, at + 100)).toBe(at + 100);
    expect(correctTime(at - 900 * 86_400_000, at, at + 100)).toBe(at + 100 - 900 * 86_400_000);
  });

  test('nothing happens in the future', () => {
    expect(correctTime(at + 60_000, undefined, at)).toBe(at);
    expect(correctTime(at + 60_000, at, at)).toBe(at);
  });

  test('without a timestamp it happens now, without sentAt as the client says', () => {
    expect(correctTime(undefined, at, at + 7)).toBe(at + 7);
    expect(correctTime(at - 9, undefined, at)).toBe(at - 9);
  });
});

describe('times of a message', () => {
  test('are stored as ISO 8601 UTC, corrected, with what the client said beside it', async () => {
    const { relay, store } = makeRelay();
    // The client's clock is 1 h behind; it happened 10 s before it was sent.
    await post(relay, {
      sentAt: '2026-11-22T09:00:10Z',
      batch: [viewed('m1', { timestamp: Date.UTC(2026, 10, 22, 9) / 1000 })],
    });
    expect(store.messages[0]).toMatchObject({
      occurredAt: NOW - 10_000,
      receivedAt: NOW,
      message: {
        timestamp: '2026-11-22T10:00:00.000Z',
        originalTimestamp: '2026-11-22T09:00:00.000Z',
        sentAt: '2026-11-22T09:00:10.000Z',
      },
    });
  });

  test('an unreadable timestamp is rejected by name, an unreadable sentAt is passed over', async () => {
    const { relay, store } = makeRelay();
    expect((await send(relay, [viewed('m1', { timestamp: 'soon' })])).rejected).toMatchObject([
      { code: 'wrong_value', path: '/timestamp' },
    ]);
    expect((await send(relay, [viewed('m2', { sentAt: 'soon' })])).accepted).toEqual(['m2']);
    expect(store.messages[0]?.occurredAt).toBe(NOW - 10_000);
  });
});
