import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSourcedShop } from '../delivering.ts';

/** A folder with Shopify's own sample payloads; they are not part of this project. */
const folder = process.env['CARTLINE_SHOPIFY_FIXTURES'];

type Sample = Record<string, Record<string, unknown>>;
const read = (name: string): Sample => JSON.parse(readFileSync(join(folder ?? '', `${name}.json`), 'utf8')) as Sample;

describe.skipIf(folder === undefined)("Shopify's own samples", () => {
  test('become one person with one order, its refund, and their state', async () => {
    const shop = await openSourcedShop();
    await shop.deliver('customers/create', read('customer')['customer']);
    await shop.deliver('orders/create', read('order')['order']);
    await shop.deliver('orders/updated', (read('orders')['orders'] as unknown as unknown[])[0]);
    await shop.deliver('refunds/create', read('refund')['refund']);
    await shop.done();
    expect(shop.double.persons()).toHaveLength(1);
    expect([...shop.did('bob.norman@hostmail.com')].sort()).toEqual(['order_completed', 'order_refunded']);
    expect(shop.double.person('bob.norman@hostmail.com')?.attributes).toMatchObject({
      ...{ orders_count: 1, lifetime_value: 200.94, first_name: 'Bob', last_name: 'Norman' },
    });
    expect((await shop.sources())[0]?.states).toEqual({ done: 4 });
    expect(shop.double.violations()).toEqual([]);
  });

  test('of carts, checkouts and products are taken, each with what it is good for', async () => {
    const shop = await openSourcedShop();
    const [checkout] = read('checkouts')['checkouts'] as unknown as unknown[];
    const [cart] = read('carts')['carts'] as unknown as unknown[];
    await shop.deliver('checkouts/create', checkout);
    await shop.deliver('carts/update', cart);
    await shop.deliver('products/update', read('product')['product']);
    await shop.done();
    expect((await shop.sources())[0]?.states).toEqual({ done: 1, ignored: 2 });
    expect(await shop.states('checkout_started')).toEqual([['withheld', expect.stringContaining('the page tells')]]);
  });
});
