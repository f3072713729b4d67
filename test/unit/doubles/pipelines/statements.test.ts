import { describe, expect, it } from 'vitest';
import { createPipelinesDouble } from '../../../doubles/pipelines/index.ts';

const NOW = Date.UTC(2026, 10, 22, 10);
const good = { type: 'track', userId: 'u1', messageId: 'm1', event: 'a', timestamp: '2026-11-22T09:00:00Z' };

const start = () => {
  const double = createPipelinesDouble({ apiKey: 'key', now: () => NOW });
  const post = (body: unknown, { path = '/batch', key = 'key:', strict = true } = {}): Promise<Response> =>
    double.fetch(
      new Request(`https://cdp.customer.io/v1${path}`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa(key)}`,
          'content-type': 'application/json',
          ...(strict && { 'x-strict-mode': '1' }),
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  const statements = (): unknown[] => double.violations().map(({ statement }) => statement);
  return { double, post, statements };
};

describe('statement 36: strict mode', () => {
  it('without it, what is wrong is answered with 200 and dropped', async () => {
    const { double, post, statements } = start();
    const bad = { type: 'track', event: 'nobody' };
    expect((await post({ batch: [good, bad] }, { strict: false })).status).toBe(200);
    expect(double.messages()).toHaveLength(1);
    expect(double.dropped()).toEqual([{ reason: 'userId or anonymousId is required', body: bad }]);
    expect((await post({ batch: [good] }, { strict: false, key: 'wrong:' })).status).toBe(200);
    expect(statements()).toContain(36);
  });

  it.each([
    ['nobody', { batch: [good, { type: 'track', event: 'a' }] }],
    ['no event', { batch: [{ type: 'track', userId: 'u' }] }],
    ['no groupId', { batch: [{ type: 'group', userId: 'u' }] }],
    ['an unknown type', { batch: [{ ...good, type: 'alert' }] }],
    ['no object', { batch: ['text'] }],
    ['no list', { batch: 'text' }],
    ['no JSON', 'batch'],
    ['a large item', { batch: [{ ...good, properties: { text: 'x'.repeat(32_000) } }] }],
    [
      'a large batch',
      { batch: Array.from({ length: 20 }, () => ({ ...good, properties: { t: 'x'.repeat(30_000) } })) },
    ],
  ])('with it, %s is refused with 400 and nothing is taken', async (_name, body) => {
    const { double, post, statements } = start();
    expect((await post(body)).status).toBe(400);
    expect(double.messages()).toEqual([]);
    expect(statements()).toContain(36);
  });

  it('with it, a wrong key is refused with 401', async () => {
    const { post } = start();
    expect((await post({ batch: [good] }, { key: 'key' })).status).toBe(401);
  });
});

describe('statement 37: timestamps', () => {
  it.each([1_795_341_600, '1795341600', '22.11.2026', undefined])(
    '%s is stamped "now" and flagged',
    async (timestamp) => {
      const { double, post, statements } = start();
      await post({ batch: [{ ...good, timestamp }] });
      expect(double.messages()).toMatchObject([{ timestamp: '2026-11-22T10:00:00.000Z', isStampedNow: true }]);
      expect(statements()).toContain(37);
    },
  );
});

describe('statement 38: semantic events', () => {
  it('act, and are recorded as violations', async () => {
    const { double, post, statements } = start();
    await post({ batch: [{ ...good, event: 'User Deleted' }] });
    expect(double.commands()).toHaveLength(1);
    expect(statements()).toEqual([38]);
  });
});

describe('the OpenAPI file', () => {
  it('is checked for each item by the schema of its type', async () => {
    const { double, post } = start();
    await post({ batch: [good, { ...good, messageId: 'm2', properties: 'text' }] });
    expect(double.violations()).toMatchObject([
      { statement: 'openapi', message: expect.stringContaining('/properties') as string },
    ]);
  });

  it('has nothing against the other operations', async () => {
    const { double, post } = start();
    const { type: _type, ...track } = good;
    expect((await post({ ...track, type: 'track' }, { path: '/track' })).status).toBe(200);
    expect(
      (await post({ userId: 'u1', type: 'identify', traits: { email: 'a@x.co' } }, { path: '/identify' })).status,
    ).toBe(200);
    expect(double.violations().filter(({ statement }) => statement === 'openapi')).toEqual([]);
  });
});
