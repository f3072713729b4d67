import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../../src/relay/delivery/backoff.ts';
import { laneResult, type RetryPlan } from '../../../../src/relay/delivery/lane-result.ts';
import type { Lane, StoredMessage } from '../../../../src/relay/store/store.ts';

const NOW = 1_000_000_000;
const HOUR = 3_600_000;
const retry = { status: 'retry', reason: '500' } as const;
const plan: RetryPlan = { now: NOW, at: NOW + 1_000, countsAsAttempt: true };

const message = (attempts: number, failingForMs?: number): StoredMessage => ({
  seq: 1,
  source: 's',
  messageId: 'm',
  deliveryKey: 'm',
  occurredAt: 0,
  receivedAt: 0,
  message: { type: 'track', event: 'x' },
  attempts,
  ...(failingForMs !== undefined && { failingSince: NOW - failingForMs }),
});

const laneOf = (...messages: readonly StoredMessage[]): Lane => ({
  lane: 'p',
  token: 7,
  person: { id: 'p', attributes: {}, version: 3, changedAt: 0 },
  deliveredVersion: 2,
  memory: {},
  messages,
});

const statusAfter = (failing: StoredMessage, how: RetryPlan = plan): string | undefined =>
  laneResult(laneOf(failing), { messages: [{ seq: 1, verdict: retry }] }, how).messages[0]?.status;

describe('what is written of a failed delivery', () => {
  it('gives a message up after ten minutes and five attempts of its own failing', () => {
    expect(statusAfter(message(0))).toBe('retry');
    expect(statusAfter(message(4, HOUR / 6 - 1))).toBe('retry');
    expect(statusAfter(message(3, HOUR / 6))).toBe('retry');
    expect(statusAfter(message(4, HOUR / 6))).toBe('dead');
  });

  it('gives it up after 72 hours in any case, but never in an outage', () => {
    expect(statusAfter(message(1, 72 * HOUR))).toBe('dead');
    expect(statusAfter(message(9, 99 * HOUR), { ...plan, countsAsAttempt: false })).toBe('retry');
  });

  it('holds the lane, and the person as untold, until the next attempt', () => {
    const delivery = { person: { verdict: retry, memory: {} }, messages: [] };
    expect(laneResult(laneOf(message(0)), delivery, plan)).toEqual({
      lane: 'p',
      token: 7,
      messages: [{ seq: 1, status: 'retry', at: NOW + 1_000, reason: '500', countsAsAttempt: true }],
      notBefore: NOW + 1_000,
    });
    expect(laneResult(laneOf(), delivery, plan)).toEqual({ lane: 'p', token: 7, messages: [], notBefore: NOW + 1_000 });
  });

  it('keeps what was delivered before the failure', () => {
    const delivery = {
      person: { verdict: { status: 'ok' }, memory: { id: 'u' } },
      messages: [
        { seq: 1, verdict: { status: 'ok' } },
        { seq: 2, verdict: retry },
      ],
    } as const;
    const result = laneResult(laneOf(message(0), { ...message(0), seq: 2 }, { ...message(0), seq: 3 }), delivery, plan);
    expect(result.person).toEqual({ version: 3, memory: { id: 'u' } });
    expect(result.messages.map(({ seq, status }) => [seq, status])).toEqual([
      [1, 'done'],
      [2, 'retry'],
    ]);
  });
});

describe('the pause between attempts', () => {
  it('has full jitter, from a moment up to 10 minutes, and grows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (failures, jitter) => {
          const ms = backoffMs(failures, () => jitter);
          expect(ms).toBeGreaterThanOrEqual(100);
          expect(ms).toBeLessThanOrEqual(Math.min(600_000, 1_000 * 2 ** (failures - 1)));
        },
      ),
    );
    expect([1, 2, 3, 20].map((failures) => backoffMs(failures, () => 0.999_999))).toEqual([
      1_000, 2_000, 4_000, 599_999,
    ]);
  });
});
