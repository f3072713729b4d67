import { createHmac } from 'node:crypto';
import { vi } from 'vitest';
import type { RelayOptions } from '../../../../src/relay/create-relay.ts';
import { shopify } from '../../../../src/relay/sources/shopify/shopify.ts';
import type { SourceState } from '../../../../src/relay/store/deliveries.ts';
import { openShop, type Shop } from '../identity/shop.ts';

export const SECRET = 'shopify-signing-secret';
export const ACTIVITY_KEY = 'activity-of-sources';

export interface DeliverOptions {
  readonly id?: string;
  readonly secret?: string;
  /** "" for the spelling of Shopify's Events. */
  readonly prefix?: 'x-' | '';
  /** Other bytes than those that were signed. */
  readonly sent?: string;
  readonly domain?: string;
}

/** A shop with Shopify behind it, and what its deliveries came to. */
export interface SourcedShop extends Shop {
  readonly deliver: (topic: string, body: unknown, options?: DeliverOptions) => Promise<Response>;
  /** Waits until every delivery is mapped and every message is delivered. */
  readonly done: () => Promise<void>;
  readonly sources: () => Promise<readonly SourceState[]>;
}

export const base64Hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');

let made = 0;

/** A request as Shopify sends it. */
export const shopifyRequest = (topic: string, body: unknown, options: DeliverOptions = {}): Request => {
  const { id = `w-${(made += 1)}`, secret = SECRET, prefix = 'x-', domain = 'name.myshopify.com' } = options;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request('https://shop.example/sources/shopify', {
    method: 'POST',
    body: options.sent ?? text,
    headers: {
      'content-type': 'application/json',
      [`${prefix}shopify-topic`]: topic,
      [`${prefix}shopify-webhook-id`]: id,
      [`${prefix}shopify-shop-domain`]: domain,
      [`${prefix}shopify-hmac-sha256`]: base64Hmac(secret, text),
    },
  });
};

/** The sources as the activity page has them. */
export const sourcesOf = async (shop: Pick<Shop, 'fetch'>): Promise<readonly SourceState[]> => {
  const headers = { authorization: `Bearer ${ACTIVITY_KEY}` };
  const response = await shop.fetch(new Request('https://shop.example/activity/feed.json', { headers }));
  return ((await response.json()) as { sources: SourceState[] }).sources;
};

/** Waits until no delivery waits any more. */
export const mappedAll = (shop: Pick<Shop, 'fetch'>): Promise<void> =>
  vi.waitFor(
    async () => {
      const waiting = (await sourcesOf(shop)).reduce((sum, { states }) => sum + (states.waiting ?? 0), 0);
      if (waiting > 0) throw new Error(`${waiting} deliveries wait`);
    },
    { timeout: 5_000, interval: 10 },
  );

export const openSourcedShop = async (options: Partial<RelayOptions> = {}): Promise<SourcedShop> => {
  const sources = [shopify({ secret: SECRET })];
  const shop = await openShop({ sources, activityKey: ACTIVITY_KEY, keys: [{ key: 'wk', kind: 'write' }], ...options });
  return {
    ...shop,
    deliver: (topic, body, more) => shop.fetch(shopifyRequest(topic, body, more)),
    sources: () => sourcesOf(shop),
    done: async () => {
      await mappedAll(shop);
      await shop.settled();
    },
  };
};

type Fields = Record<string, unknown>;

/** An order of 10 euros, as Shopify tells it. */
export const shopifyOrder = (id: number, at: number, more: Fields = {}): Fields => ({
  id,
  name: `#${id}`,
  created_at: new Date(at).toISOString(),
  updated_at: new Date(at).toISOString(),
  currency: 'EUR',
  total_price: '10.00',
  financial_status: 'paid',
  source_name: 'web',
  test: false,
  email: 'guest@shop.example',
  cart_token: 'c1',
  line_items: [{ id: 1, product_id: 1, title: 'Oil', quantity: 1, price: '10.00' }],
  ...more,
});
