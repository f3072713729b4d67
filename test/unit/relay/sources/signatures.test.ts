import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bigcommerce } from '../../../../src/relay/sources/bigcommerce/bigcommerce.ts';
import { commercetools } from '../../../../src/relay/sources/commercetools/commercetools.ts';
import { custom } from '../../../../src/relay/sources/custom/custom.ts';
import { customerioReporting } from '../../../../src/relay/sources/customerio/customerio.ts';
import { recharge } from '../../../../src/relay/sources/recharge/recharge.ts';
import { skio } from '../../../../src/relay/sources/skio/skio.ts';
import type { Source } from '../../../../src/relay/sources/source.ts';
import { woocommerce } from '../../../../src/relay/sources/woocommerce/woocommerce.ts';

const NOW = Date.UTC(2026, 10, 22, 10);
const SECONDS = NOW / 1000;
const OLD = 'old-secret-text';
const NEW = 'new-secret-text';
const both = [OLD, NEW];

interface Sent {
  readonly body: string;
  readonly headers: Record<string, string>;
}
type Sign = (secret: string, at?: number) => Sent;

const body = '{"id":1,"name":"Ölkännchen"}';
const hmac = (secret: string, text: string, encoding: 'hex' | 'base64'): string =>
  createHmac('sha256', secret).update(text).digest(encoding);

const statusOf = async (source: Source, { body: text, headers }: Sent, query = ''): Promise<string> =>
  (
    await source.verify({
      raw: new TextEncoder().encode(text),
      headers: new Headers(headers),
      ...{ path: '', query: new URLSearchParams(query), now: NOW },
    })
  ).status;

/** Each platform with its own way to sign, written here from its documentation and not from our code. */
const platforms: Readonly<Record<string, readonly [Source, Sign]>> = {
  woocommerce: [
    woocommerce({ secret: both }),
    (secret) => ({ body, headers: { 'x-wc-webhook-signature': hmac(secret, body, 'base64') } }),
  ],
  'recharge, by time': [
    recharge({ secret: both }),
    (secret, at = SECONDS) => ({
      body,
      headers: { 'x-recharge-webhook-signature': `t=${at},v1=${hmac(secret, `${at}.${body}`, 'hex')}` },
    }),
  ],
  'recharge, by digest': [
    recharge({ secret: both }),
    (secret) => ({
      body,
      headers: { 'x-recharge-hmac-sha256': createHash('sha256').update(secret).update(body).digest('hex') },
    }),
  ],
  customerio: [
    customerioReporting({ secret: both }),
    (secret, at = SECONDS) => ({
      body,
      headers: { 'x-cio-timestamp': String(at), 'x-cio-signature': hmac(secret, `v0:${at}:${body}`, 'hex') },
    }),
  ],
  'bigcommerce, signed': [
    bigcommerce({ secret: both, storeHash: 'abc', accessToken: 'token' }),
    (secret, at = SECONDS) => ({
      body,
      headers: {
        'webhook-id': 'm1',
        'webhook-timestamp': String(at),
        'webhook-signature': `v1,${hmac(secret, `m1.${at}.${body}`, 'base64')}`,
      },
    }),
  ],
  custom: [
    custom({ name: 'erp', secret: both, mapping: '[]' }),
    (secret) => ({ body, headers: { 'x-signature': `sha256=${hmac(secret, body, 'hex')}` } }),
  ],
};

describe.each(Object.entries(platforms))('%s', (_, [source, sign]) => {
  test('is genuine with the old and the new secret', async () => {
    expect([await statusOf(source, sign(OLD)), await statusOf(source, sign(NEW))]).toEqual(['genuine', 'genuine']);
  });

  test('is forged with another secret, another body, or without a signature', async () => {
    const good = sign(NEW);
    expect(await statusOf(source, sign('another-secret'))).toBe('forged');
    expect(await statusOf(source, { ...good, body: good.body.replace('1', '2') })).toBe('forged');
    expect(await statusOf(source, { ...good, body: good.body.slice(0, -1) })).toBe('forged');
    expect(await statusOf(source, { ...good, headers: {} })).toBe('forged');
  });
});

test.each(['recharge, by time', 'customerio', 'bigcommerce, signed'])(
  '%s: a recording of long ago is refused',
  async (name) => {
    const [source, sign] = platforms[name]!;
    const longAgo = SECONDS - 30 * 86_400;
    expect(await statusOf(source, sign(NEW, longAgo))).toBe('forged');
  },
);

describe('platforms that sign nothing', () => {
  test('Skio puts its token into the body, which is not kept', async () => {
    const source = skio({ secret: both });
    const said = (token: unknown): Sent => ({
      body: JSON.stringify({ skioWebhookToken: token, eventName: 'x' }),
      headers: {},
    });
    expect(await statusOf(source, said(NEW))).toBe('genuine');
    for (const wrong of ['another-secret', undefined, null, {}, [NEW]])
      expect(await statusOf(source, said(wrong))).toBe('forged');
    expect(await statusOf(source, { body: 'no json', headers: {} })).toBe('forged');
    expect(source.withoutSecrets?.(said(OLD).body)).toBe('{"skioWebhookToken":"[secret]","eventName":"x"}');
  });

  test('commercetools: the queue sends a token', async () => {
    const source = commercetools({ secret: both });
    expect(await statusOf(source, { body, headers: { authorization: `Bearer ${NEW}` } })).toBe('genuine');
    expect(await statusOf(source, { body, headers: {} }, `token=${OLD}`)).toBe('genuine');
    expect(await statusOf(source, { body, headers: { authorization: 'Bearer another-secret' } })).toBe('forged');
    expect(await statusOf(source, { body, headers: {} })).toBe('forged');
  });

  test('BigCommerce: a header of the shop’s own', async () => {
    const source = bigcommerce({ secret: both, storeHash: 'abc', accessToken: 'token' });
    expect(await statusOf(source, { body, headers: { 'x-cartline-token': NEW } })).toBe('genuine');
    expect(await statusOf(source, { body, headers: { 'x-cartline-token': 'another-secret' } })).toBe('forged');
    expect(await statusOf(source, { body, headers: {} })).toBe('forged');
  });

  test('WooCommerce’s first try of an address is a ping, and nothing else is', async () => {
    const source = woocommerce({ secret: both });
    expect(await statusOf(source, { body: 'webhook_id=12', headers: {} })).toBe('ping');
    expect(await statusOf(source, { body: 'webhook_id=12&order=1', headers: {} })).toBe('forged');
  });
});
