import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../../src/relay/destinations/destination.ts';
import { startCustomerio, type Customerio } from '../delivery/relay-under-test.ts';
import { START } from '../store/new-message.ts';
import type { Lane, StoredMessage } from '../../../../src/relay/store/store.ts';

const signal = new AbortController().signal;

const stored = (seq: number, event: string, properties: Record<string, unknown> = {}): StoredMessage => ({
  seq,
  source: 'shop',
  messageId: `m${seq}`,
  deliveryKey: `shop/m${seq}`,
  occurredAt: START + seq,
  receivedAt: START + seq,
  message: { type: 'track', event, properties },
  attempts: 0,
});

const laneOf = (...messages: readonly StoredMessage[]): Lane => ({
  lane: 'p1',
  token: 1,
  person: { id: 'p1', email: 'a@x.co', attributes: {}, version: 1, changedAt: START },
  deliveredVersion: 0,
  memory: {},
  messages,
});

const deliver = ({ destination }: Customerio, lane: Lane): Promise<Delivery> =>
  destination.deliver(lane, { signal, now: START });
const check = ({ destination }: Customerio): unknown => destination.check?.({ signal });
const statuses = ({ messages }: Delivery): string[] => messages.map(({ verdict }) => verdict.status);
const batches = ({ double }: Customerio): unknown[][] =>
  double.requests().flatMap(({ body }) => [(body as { batch?: unknown[] } | undefined)?.batch ?? []]);

describe('what Customer.io says at the start', () => {
  it('is nothing when the settings are right', async () => {
    expect(await check(await startCustomerio())).toEqual({ status: 'ok' });
  });

  it('is a warning when the workspace lives in the other region', async () => {
    expect(await check(await startCustomerio({ region: 'eu' }))).toMatchObject({
      status: 'warning',
      message: /set region: 'us'/,
    });
  });

  it('is a warning when the credentials are wrong, and when nobody answers', async () => {
    expect(await check(await startCustomerio({ apiKey: 'wröng' }))).toMatchObject({
      status: 'warning',
      message: /refuses/,
    });
    const silent = await startCustomerio({ baseUrl: 'http://127.0.0.1:1' });
    expect(await check(silent)).toMatchObject({ status: 'warning', message: /could not ask/ });
  });
});

describe('a delivery', () => {
  it('remembers the keys that Customer.io has accepted', async () => {
    const lane = laneOf();
    const result = await deliver(await startCustomerio(), { ...lane, person: { ...lane.person, userId: 'u1' } });
    expect(result).toEqual({
      person: { verdict: { status: 'ok' }, memory: { id: 'u1', email: 'a@x.co' } },
      messages: [],
    });
  });

  it('says nothing to Customer.io that it knows already', async () => {
    const customerio = await startCustomerio();
    const result = await deliver(customerio, { ...laneOf(), deliveredVersion: 1 });
    expect(result).toEqual({ messages: [] });
    expect(customerio.double.requests()).toEqual([]);
  });

  it('refuses by itself what is larger than Customer.io takes, and sends the rest', async () => {
    const customerio = await startCustomerio();
    const result = await deliver(
      customerio,
      laneOf(stored(1, 'a'), stored(2, 'big', { text: 'x'.repeat(32_000) }), stored(3, 'b')),
    );
    expect(statuses(result)).toEqual(['ok', 'reject', 'ok']);
    expect(customerio.double.violations()).toEqual([]);
  });

  it('cuts what is larger than a batch, and keeps the order', async () => {
    const customerio = await startCustomerio();
    const messages = Array.from({ length: 40 }, (_, index) =>
      stored(index + 1, `e${index}`, { text: 'x'.repeat(30_000) }),
    );
    expect(statuses(await deliver(customerio, laneOf(...messages)))).toEqual(messages.map(() => 'ok'));
    expect(batches(customerio).map(({ length }) => length)).toEqual([1, 15, 15, 10]);
    expect(customerio.double.violations()).toEqual([]);
  });

  it.each([503, 401])('sends no event of a person whose state met %s', async (status) => {
    const customerio = await startCustomerio();
    customerio.double.inject({ status, times: 1 });
    expect((await deliver(customerio, laneOf(stored(1, 'a')))).messages).toEqual([]);
    expect(customerio.double.requests()).toHaveLength(1);
  });

  it('sends nothing after what has to be tried again', async () => {
    const customerio = await startCustomerio();
    const { double } = customerio;
    double.inject({ status: 500, when: () => double.requests().length === 3 });
    const messages = Array.from({ length: 40 }, (_, index) =>
      stored(index + 1, `e${index}`, { text: 'x'.repeat(30_000) }),
    );
    const result = await deliver(customerio, laneOf(...messages));
    expect(statuses(result)).toEqual([...Array.from({ length: 15 }, () => 'ok'), 'retry']);
    expect(double.requests()).toHaveLength(3);
  });

  it('sends one by one what has failed before, so that the culprit shows', async () => {
    const customerio = await startCustomerio();
    await deliver(customerio, laneOf({ ...stored(1, 'a'), attempts: 1 }, stored(2, 'b')));
    expect(batches(customerio).map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it.each([
    [{ status: 408 }, 'retry'],
    [{ status: 429 }, 'retry'],
    [{ status: 500 }, 'retry'],
    [{ status: 504 }, 'retry'],
    [{ kind: 'reset-before-processing' }, 'retry'],
    [{ kind: 'truncated-body' }, 'retry'],
    [{ status: 400 }, 'reject'],
    [{ status: 404 }, 'reject'],
    [{ status: 413 }, 'reject'],
    [{ status: 422 }, 'reject'],
    [{ status: 401 }, 'paused'],
    [{ status: 403 }, 'paused'],
  ] as const)('met by %o ends in %s', async (fault, verdict) => {
    const customerio = await startCustomerio();
    customerio.double.inject(fault);
    expect((await deliver(customerio, laneOf())).person?.verdict.status).toBe(verdict);
  });

  it('is paused by a redirect, which would carry the data through another region', async () => {
    const response = new Response(null, { status: 307, headers: { location: 'https://track-eu.customer.io' } });
    const customerio = await startCustomerio({ fetch: () => Promise.resolve(response) });
    expect((await deliver(customerio, laneOf())).person?.verdict).toMatchObject({
      status: 'paused',
      reason: /track-eu/,
    });
  });

  it('is retried when Customer.io takes longer than the time-out', async () => {
    const customerio = await startCustomerio({ timeoutMs: 20 });
    customerio.double.inject({ kind: 'slow', ms: 2_000 });
    expect((await deliver(customerio, laneOf())).person?.verdict).toMatchObject({
      status: 'retry',
      reason: /did not answer/,
    });
  });
});
