import { describe, expect, it } from 'vitest';
import {
  acceptAll,
  createFakeBrowser,
  openTab,
  type FakeBrowser,
  type FakeTab,
  type SentMessage,
} from '../../../support/fake-browser.ts';
import { messagesOf, namesOf } from './sent.ts';

const item = { product_id: 'p1', name: 'Cleanser', price: 24.1, quantity: 2, sku: 'C', category: 'Face' };
const other = { product_id: 'p2', name: 'Toner', price: 10, quantity: 1, sku: 'T', category: 'Face' };

const scene = (currency?: string): { browser: FakeBrowser; tab: FakeTab; sent: () => Promise<SentMessage[]> } => {
  const browser = createFakeBrowser();
  const tab = openTab(browser, acceptAll, { currency });
  return {
    browser,
    tab,
    sent: async () => {
      await browser.clock.advance(1_000);
      return messagesOf(tab);
    },
  };
};

const short = ({ event, properties }: SentMessage): unknown[] => [
  event,
  properties?.['added'] ?? properties?.['removed'],
  properties?.['items'],
];

describe('cart.add', () => {
  it('begins a cart of its own, in the currency of the options', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.add(item);
    const [message] = await sent();
    expect(message).toMatchObject({
      event: 'added_to_cart',
      properties: { currency: 'EUR', value: 48.2, items: [item], added: [item] },
    });
    expect(message?.properties?.['cart_id']).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it('adds to the same line, and another line behind it', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.add(item);
    tab.client.cart.add({ ...item, quantity: 1 });
    tab.client.cart.add(other);
    const messages = await sent();
    expect(messages.map(short)).toEqual([
      ['added_to_cart', [item], [item]],
      ['added_to_cart', [{ ...item, quantity: 1 }], [{ ...item, quantity: 3 }]],
      ['added_to_cart', [other], [{ ...item, quantity: 3 }, other]],
    ]);
    expect(new Set(messages.map(({ properties }) => properties?.['cart_id'])).size).toBe(1);
  });

  it('keeps the currency of the cart it adds to', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.set({ cart_id: 'c', currency: 'USD', items: [item] });
    tab.client.cart.add(other);
    expect((await sent()).map(({ properties }) => properties?.['currency'])).toEqual(['USD', 'USD']);
  });

  it('has no currency where nobody named one', async () => {
    const { tab, sent } = scene();
    tab.client.cart.add(item);
    expect((await sent())[0]?.properties?.['currency']).toBe('');
  });

  it.each([
    [undefined, 'USD'],
    ['EUR', 'EUR'],
  ])('after an order begins another cart (option %s: currency %s)', async (currency, expected) => {
    const { tab, sent } = scene(currency);
    tab.client.cart.set({ cart_id: 'c', currency: 'USD', items: [item] });
    tab.client.track('order_completed', { order_id: 'o', items: [item] });
    tab.client.cart.add(other);
    const last = (await sent()).at(-1);
    expect(last && short(last)).toEqual(['added_to_cart', [other], [other]]);
    expect(last?.properties?.['cart_id']).not.toBe('c');
    expect(last?.properties?.['currency']).toBe(expected);
  });

  it('during checkout adds to the same cart, and what is taken out then is a removal again', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    tab.client.track('checkout_started', { cart_id: 'c', items: [item] });
    tab.client.cart.add(other);
    tab.client.cart.clear();
    expect((await sent()).map(({ event, properties }) => [event, properties?.['cart_id']])).toEqual([
      ['added_to_cart', 'c'],
      ['checkout_started', 'c'],
      ['added_to_cart', 'c'],
      ['removed_from_cart', 'c'],
    ]);
  });
});

describe('cart.remove', () => {
  it('takes a line out', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.add(item);
    tab.client.cart.add(other);
    tab.client.cart.remove({ product_id: 'p1' });
    expect((await sent()).map(short)[2]).toEqual(['removed_from_cart', [item], [other]]);
  });

  it('takes so many of a line out, and never more than there are', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.add(item);
    tab.client.cart.remove({ product_id: 'p1' }, 1);
    tab.client.cart.remove({ product_id: 'p1' }, 5);
    expect((await sent()).map(short).slice(1)).toEqual([
      ['removed_from_cart', [{ ...item, quantity: 1 }], [{ ...item, quantity: 1 }]],
      ['removed_from_cart', [{ ...item, quantity: 1 }], []],
    ]);
  });

  it('of a line that is not there is nothing', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.add(item);
    tab.client.cart.remove({ product_id: 'p1', variant_id: 'v' });
    expect(await sent()).toHaveLength(1);
  });

  it('during checkout is a removal while something is left, and none when the cart is empty', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item, other] });
    tab.client.track('checkout_started', { cart_id: 'c', items: [item, other] });
    tab.client.cart.remove(item);
    tab.client.cart.remove(other);
    expect((await sent()).map(({ event }) => event)).toEqual([
      'added_to_cart',
      'checkout_started',
      'removed_from_cart',
    ]);
  });
});

describe('cart.update', () => {
  it('sets the quantity of a line', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.add(item);
    tab.client.cart.update(item, 5);
    tab.client.cart.update(item, 4);
    expect((await sent()).map(short).slice(1)).toEqual([
      ['added_to_cart', [{ ...item, quantity: 3 }], [{ ...item, quantity: 5 }]],
      ['removed_from_cart', [{ ...item, quantity: 1 }], [{ ...item, quantity: 4 }]],
    ]);
  });

  it('to nothing takes the line out', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.add(item);
    tab.client.cart.update(item, 0);
    expect((await sent()).map(short)[1]).toEqual(['removed_from_cart', [item], []]);
  });

  it('below nothing is nothing', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.add(item);
    tab.client.cart.update(item, -1);
    expect((await sent()).map(short)[1]).toEqual(['removed_from_cart', [item], []]);
  });
});

describe('cart.clear', () => {
  it('takes everything out', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.add(item);
    tab.client.cart.add(other);
    tab.client.cart.clear();
    const last = (await sent()).at(-1);
    expect(last && short(last)).toEqual(['removed_from_cart', [item, other], []]);
    expect(last?.properties?.['value']).toBe(0);
  });

  it('without a cart is nothing', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.clear();
    expect(await sent()).toEqual([]);
    expect(tab.errors).toEqual([]);
  });
});

describe('the snapshot of the cart', () => {
  it('is one for all tabs', async () => {
    const { browser, tab } = scene('EUR');
    const second = openTab(browser, acceptAll);
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    second.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item, other] });
    await browser.clock.advance(1_000);
    expect(messagesOf(tab).concat(messagesOf(second)).map(short)).toContainEqual([
      'added_to_cart',
      [other],
      [item, other],
    ]);
  });

  it('is gone after reset', async () => {
    const { tab, sent } = scene('EUR');
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    tab.client.reset();
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    expect((await sent()).map(({ event }) => event)).toEqual(['added_to_cart', 'added_to_cart']);
  });

  it('begins anew where another script wrote nonsense', async () => {
    const { browser, tab, sent } = scene('EUR');
    browser.values.set('cl_cart', '{nonsense');
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    expect((await sent()).map(short)).toEqual([['added_to_cart', [item], [item]]]);
  });

  it('knows the bought cart again: emptied later, it is no removal', async () => {
    const { browser, tab, sent } = scene('EUR');
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    tab.client.track('order_completed', { order_id: 'o', items: [item] });
    const after = openTab(browser, acceptAll);
    after.client.cart.clear();
    await sent();
    expect([...namesOf(tab), ...namesOf(after)]).not.toContain('removed_from_cart');
  });
});
