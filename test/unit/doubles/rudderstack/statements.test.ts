import { describe, expect, it } from 'vitest';
import { createCustomerioDouble } from '../../../doubles/customerio/index.ts';
import { createRudderstackDouble } from '../../../doubles/rudderstack/index.ts';
import type { RudderstackOptions } from '../../../doubles/rudderstack/model.ts';

const NOW = Date.UTC(2026, 10, 22, 10);
const good = { type: 'track', messageId: 'm1', anonymousId: 'v1', event: 'a', timestamp: '2026-11-22T09:00:00.000Z' };

const start = (options: Partial<RudderstackOptions> & { region?: 'us' | 'eu' } = {}) => {
  let time = NOW;
  const now = (): number => time;
  const customerio = createCustomerioDouble({ siteId: 's', apiKey: 'k', now });
  const behind = { double: customerio, siteId: 's', apiKey: 'k', region: options.region ?? 'us' } as const;
  const double = createRudderstackDouble({ writeKey: 'key', customerio: behind, now, ...options });
  const post = async (
    body: unknown,
    headers: Record<string, string> = { anonymousid: 'v1' },
  ): Promise<[number, string]> => {
    const response = await double.fetch(
      new Request('https://data.example/v1/batch', {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('key:')}`, ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    return [response.status, await response.text()];
  };
  const statements = (): unknown[] => double.violations().map(({ statement }) => statement);
  return { double, customerio, post, statements, pass: (ms: number) => (time += ms) };
};

describe('statement 39: one bad item costs the whole batch', () => {
  it.each([
    [{ type: 'track', event: 'b' }, 'request neither has anonymousId nor userId'],
    ['text', 'event is not a valid rudder event'],
  ])('%o', async (bad, text) => {
    const { double, post } = start();
    expect(await post({ batch: [good, bad] })).toEqual([400, text]);
    expect(double.events()).toEqual([]);
  });
});

describe('statement 40: the gateway in its own words', () => {
  it('takes a batch with "ok"', async () => {
    expect(await start().post({ batch: [good] })).toEqual([200, 'ok']);
  });
  it.each([
    ['{"batch":[', 400, 'invalid json'],
    [undefined, 400, 'request body is nil'],
    [{ batch: [] }, 400, 'empty batch payload'],
    [{ batch: [{ ...good, text: 'x'.repeat(4_096_000) }] }, 413, 'request size exceeds max limit'],
  ])('refuses what it cannot take', async (body, status, text) => {
    expect(await start().post(body)).toEqual([status, text]);
  });
  it('refuses keys and sources', async () => {
    expect(await start().post({ batch: [good] }, { authorization: 'nothing' })).toEqual([
      401,
      'failed to read writekey from header',
    ]);
    expect(await start().post({ batch: [good] }, { authorization: `Basic ${btoa('other:')}` })).toEqual([
      401,
      'invalid write key',
    ]);
    expect(await start({ isDisabled: true }).post({ batch: [good] })).toEqual([404, 'source is disabled']);
  });
  it('may be limited, as any fault', async () => {
    const { double, post } = start();
    double.inject({ status: 429, retryAfter: 1 });
    expect((await post({ batch: [good] }))[0]).toBe(429);
  });
});

describe('statement 41: time', () => {
  it.each([
    [{}, '2026-11-22T09:00:00.000Z'],
    [
      { timestamp: 'unknown', originalTimestamp: '2026-11-22T08:00:00Z', sentAt: '2026-11-22T08:00:10Z' },
      '2026-11-22T09:59:50.000Z',
    ],
    [{ timestamp: undefined, originalTimestamp: '2026-11-22T08:00:00Z' }, '2026-11-22T08:00:00.000Z'],
    [{ timestamp: undefined }, '2026-11-22T10:00:00.000Z'],
  ])('%o → %s, whatever the batch says', async (own, expected) => {
    const { double, post } = start();
    await post({ batch: [{ ...good, ...own }], sentAt: '2020-01-01T00:00:00Z' });
    expect(double.events()[0]?.timestamp).toBe(expected);
  });
  it('believes a receivedAt, which must not come from a client', async () => {
    const { double, post, statements } = start();
    await post({ batch: [{ ...good, timestamp: undefined, receivedAt: '2026-01-01T00:00:00Z' }] });
    expect(double.events()[0]?.timestamp).toBe('2026-01-01T00:00:00.000Z');
    expect(statements()).toEqual([41]);
  });
});

describe('statement 42: dedupe', () => {
  it('is off by default, and when it is on drops a repeated id for an hour, of whomever', async () => {
    const off = start();
    await off.post({ batch: [good, good] });
    expect(off.double.events()).toHaveLength(2);
    const on = start({ dedupes: true });
    await on.post({ batch: [good, good] });
    await on.post({ batch: [{ ...good, anonymousId: 'v2' }] }, { anonymousid: 'v2' });
    expect(on.double.events()).toHaveLength(1);
    on.pass(3_600_000);
    await on.post({ batch: [good] });
    expect(on.double.events()).toHaveLength(2);
  });
});

describe('statement 43: the AnonymousId header', () => {
  it.each([{}, { anonymousid: 'v2' }])('%o is a violation', async (headers) => {
    const { post, statements } = start();
    await post({ batch: [good] }, headers);
    expect(statements()).toEqual([43]);
  });
  it('makes the key by which a person is kept in order', async () => {
    const { double, post } = start();
    await post({ batch: [{ ...good, userId: 'u1' }] });
    expect(double.events()[0]?.userKey).toBe('v1<<>>v1<<>>u1');
  });
});

describe('statement 44: the Customer.io destination behind it, with its defects', () => {
  const known = { ...good, userId: 'u1', properties: { cart_id: 'c1' } };

  it('posts known and anonymous events, pages and persons to v1', async () => {
    const { double, customerio, post } = start();
    const identify = {
      type: 'identify',
      messageId: 'm0',
      anonymousId: 'v1',
      userId: 'u1',
      traits: { email: 'a@x.co', createdAt: '2026-01-01T00:00:00Z' },
      timestamp: good.timestamp,
    };
    const page = {
      type: 'page',
      messageId: 'm3',
      anonymousId: 'v1',
      userId: 'u1',
      properties: { url: 'https://x.co/' },
      timestamp: good.timestamp,
    };
    await post({ batch: [good, identify, known, page] });
    expect(double.sent().map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'POST /api/v1/events',
      'PUT /api/v1/customers/u1',
      'POST /api/v1/customers/u1/events',
      'POST /api/v1/customers/u1/events',
    ]);
    expect(customerio.person('u1')).toMatchObject({ email: 'a@x.co', attributes: { created_at: 1_767_225_600 } });
    expect(customerio.person('u1')?.timeline.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['a', 'https://x.co/']),
    );
    expect(customerio.violations()).toEqual([]);
  });

  it('defect 1: sends groups of a European workspace to the US', async () => {
    const { double, post } = start({ region: 'eu' });
    await post({ batch: [known, { type: 'group', groupId: 'g1', userId: 'u1', anonymousId: 'v1' }] });
    expect(double.sent().map(({ url }) => new URL(url).host)).toEqual(['track-eu.customer.io', 'track.customer.io']);
  });

  it('defect 2: sends no event id, so that a repetition is there twice', async () => {
    const { double, customerio, post } = start();
    await post({ batch: [known] });
    await post({ batch: [known] });
    expect(double.sent()[0]?.body).not.toHaveProperty('id');
    expect(customerio.person('u1')?.timeline.filter(({ kind }) => kind === 'event')).toHaveLength(2);
  });

  it('defects 3 and 4: loses relationship attributes, and an anonymous relationship whole', async () => {
    const { double, post } = start();
    const group = {
      type: 'group',
      groupId: 'g1',
      anonymousId: 'v1',
      traits: { objectTypeId: '1', relationshipAttributes: { role: 'x' } },
    };
    await post({ batch: [group, { ...group, userId: 'u1' }] });
    const objects = double.sent().flatMap(({ body }) => body['batch'] as unknown[]);
    expect(objects).toMatchObject([
      { attributes: { objectTypeId: '1' }, cio_relationships: [] },
      { cio_relationships: [{ identifiers: { id: 'u1' } }] },
    ]);
    expect(objects[1]).not.toHaveProperty(['cio_relationships', 0, 'relationship_attributes']);
  });

  it('defect 5: takes an email among the properties for the person', async () => {
    const { double, post } = start();
    await post({ batch: [{ ...good, properties: { email: 'victim@x.co' } }] });
    expect(double.sent()[0]?.url).toContain('/customers/victim%40x.co/events');
  });

  it('defects 6 and 7: leaves dates as they are, and escapes one dot only', async () => {
    const { double, post } = start();
    const traits = { last_order_at: '2026-01-01T00:00:00Z', 'a.b.c': 1 };
    await post({ batch: [{ type: 'identify', userId: 'u1', anonymousId: 'v1', traits }] });
    expect(double.sent()[0]?.body).toMatchObject({ last_order_at: '2026-01-01T00:00:00Z', 'a\\.b.c': 1 });
  });

  it('defect 8: looks at no group by itself, and lets a batch of them grow beyond its limit by its first', async () => {
    const { double, customerio, post } = start();
    const group = (n: number, bytes: number) => ({
      ...{ type: 'group', groupId: `g${n}`, userId: 'u1', anonymousId: 'v1' },
      traits: { text: 'x'.repeat(bytes) },
    });
    await post({ batch: [group(0, 40_000), ...Array.from({ length: 17 }, (_, n) => group(n + 1, 30_000))] });
    const sizes = double.sent().map(({ body }) => JSON.stringify(body).length);
    expect(Math.max(...sizes)).toBeGreaterThan(500_000);
    expect(double.sent().map(({ status }) => status)).toContain(400);
    expect(customerio.violations().map(({ statement }) => statement)).toContain(26);
  });

  it('defect 10: counts as delivered what a 207 names as refused', async () => {
    const { double, customerio, post } = start();
    customerio.inject({ kind: 'partial', items: [1] });
    const group = { type: 'group', userId: 'u1', anonymousId: 'v1' };
    await post({
      batch: [
        { ...group, groupId: 'g1' },
        { ...group, groupId: 'g2' },
      ],
    });
    expect(double.sent()).toMatchObject([{ status: 207, isDelivered: true }]);
    expect(customerio.objects()).toHaveLength(1);
  });

  it('defect 9: merges profiles for an alias', async () => {
    const { double, post } = start();
    await post({ batch: [{ type: 'alias', anonymousId: 'v1', userId: 'u1', previousId: 'a@x.co' }] });
    expect(double.sent()).toMatchObject([
      {
        url: 'https://track.customer.io/api/v1/merge_customers',
        body: { primary: { id: 'u1' }, secondary: { email: 'a@x.co' } },
      },
    ]);
  });
});
