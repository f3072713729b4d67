import { describe, expect, it } from 'vitest';
import { backoffMs, LONGEST_WAIT_MS, retryAfterMs } from '../../../../src/client/core/retry.ts';

describe('backoff', () => {
  it.each([
    [1, 2_000],
    [2, 4_000],
    [5, 32_000],
    [6, 60_000],
    [1_000, 60_000],
  ])('after failure %i waits at most %i ms on a visible page', (attempt, bound) => {
    expect(backoffMs(attempt, 1, false)).toBe(bound);
  });

  it('waits at most five minutes on a hidden page', () => {
    expect(backoffMs(8, 1, true)).toBe(256_000);
    expect(backoffMs(9, 1, true)).toBe(300_000);
  });

  it('is full jitter: anything down to nothing', () => {
    expect([0, 0.25, 0.5].map((random) => backoffMs(1, random, false))).toEqual([0, 500, 1_000]);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 22, 10);

  it.each([
    ['120', 120_000],
    ['0.5', 500],
    ['0', 0],
    ['-5', 0],
    ['Sun, 22 Nov 2026 10:02:00 GMT', 120_000],
    ['Sun, 22 Nov 2026 09:58:00 GMT', 0],
    ['soon', 0],
    ['', 0],
    [null, 0],
    [undefined, 0],
  ])('%j is a wait of %i ms', (header, wait) => {
    expect(retryAfterMs(header, now)).toBe(wait);
  });

  it('is believed for an hour at most', () => {
    expect(LONGEST_WAIT_MS).toBe(3_600_000);
    expect(retryAfterMs('3601', now)).toBe(3_600_000);
    expect(retryAfterMs('Mon, 23 Nov 2026 10:00:00 GMT', now)).toBe(3_600_000);
  });
});
