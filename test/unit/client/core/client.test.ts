import { describe, expect, it } from 'vitest';
import { acceptAll, createFakeBrowser, openTab, type SentMessage } from '../../../support/fake-browser.ts';

const world = (): ReturnType<typeof openTab> & {
  sent: () => Promise<SentMessage[]>;
  browser: ReturnType<typeof createFakeBrowser>;
} => {
  const browser = createFakeBrowser();
  const tab = openTab(browser, acceptAll);
  return {
    ...tab,
    browser,
    sent: async () => {
      await browser.clock.advance(1_000);
      return tab.requests.flatMap(({ batch }) => [...batch]);
    },
  };
};

const item = { product_id: 'p1', name: 'Cleanser', price: 24.1, quantity: 2, sku: 'C', category: 'Face' };

describe('a message', () => {
  it('carries its id, the visitor, the time of the call, and its place in the page', async () => {
    const { client, calledAt, sent, browser } = world();
    client.page();
    calledAt(browser.clock.now() - 5_000);
    client.track('quiz_finished', { a: 1 });
    calledAt(undefined);
    const [page, quiz] = await sent();
    expect(page).toMatchObject({
      type: 'page',
      properties: { url: 'https://shop.example/p?x=1', path: '/p', title: 'P' },
    });
    expect(quiz?.anonymousId).toBe(client.anonymousId);
    expect(quiz?.timestamp).toBe('2026-11-22T09:59:55.000Z');
    expect(page?.context.seq[1]).toBe(0);
    expect(quiz?.context.seq).toEqual([page?.context.seq[0], 1]);
    expect(quiz && page && quiz.messageId > page.messageId).toBe(true);
    expect(quiz?.messageId).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it('gets the value of its items, and a cart id without its secret', async () => {
    const { client, sent } = world();
    client.track('cart_viewed', { cart_id: 'gid://shopify/Cart/abc?key=secret', currency: 'EUR', items: [item] });
    expect((await sent())[0]?.properties).toMatchObject({ cart_id: 'abc', value: 48.2 });
  });

  it('that cannot be serialised, or is over 32,000 bytes, is counted as dropped and throws nothing', async () => {
    const { client, sent, drops } = world();
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    client.track('a', cycle);
    client.track('b', { n: 1n });
    const trap = {
      get name(): string {
        throw new Error('a getter of the shop');
      },
    };
    client.track('c', trap);
    client.track('d', { text: '😀'.repeat(8_000) });
    expect(await sent()).toEqual([]);
    const why = ['unserialisable', 'unserialisable', 'unserialisable', 'too_large'];
    expect(drops.map(({ reason }) => reason)).toEqual(why);
  });

  it('a call with nonsense announces an error and throws nothing', async () => {
    const { client, sent, errors } = world();
    client.identify(undefined as never);
    client.cart.set(null as never);
    expect(await sent()).toEqual([]);
    expect(errors.map(({ code }) => code)).toEqual(['call', 'call']);
  });
});

describe('identify', () => {
  it('cleans the address and sends each consent as an event of its own', async () => {
    const { client, sent } = world();
    client.identify({
      email: ' Jane@Example.COM ',
      consent: { email: true, sms: false },
      source: 'popup',
      traits: { first_name: 'Jane' },
    });
    const [identify, ...consents] = await sent();
    expect(identify).toMatchObject({
      type: 'identify',
      traits: { email: 'jane@example.com', first_name: 'Jane', source: 'popup' },
    });
    expect(consents.map(({ event, properties }) => [event, properties])).toEqual([
      ['consent_changed', { channel: 'email', granted: true, source: 'popup' }],
      ['consent_changed', { channel: 'sms', granted: false, source: 'popup' }],
    ]);
  });

  it('keeps the user id for what follows, until reset makes another visitor', async () => {
    const { client, sent } = world();
    client.identify({ userId: 'u1' });
    client.page();
    const before = client.anonymousId;
    client.reset();
    client.page();
    const [identify, page, after] = await sent();
    expect([identify?.userId, page?.userId, after?.userId]).toEqual(['u1', 'u1', undefined]);
    expect(after?.anonymousId).not.toBe(before);
    expect(after?.context.reset).toBe(true);
  });

  it('marks a visitor whose id was made here until the relay has answered', async () => {
    const { client, sent, browser } = world();
    client.page();
    await browser.clock.advance(1_000);
    client.page();
    expect((await sent()).map(({ context }) => context.fresh)).toEqual([true, undefined]);
  });
});

describe('cart.set', () => {
  const names = async (tab: ReturnType<typeof world>): Promise<unknown[]> =>
    (await tab.sent()).map(({ event, properties }) => [event, properties?.['added'] ?? properties?.['removed']]);

  it('becomes what was added and removed, with the whole cart after it', async () => {
    const tab = world();
    const other = { ...item, product_id: 'p2', price: 10, quantity: 1 };
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [{ ...item, quantity: 1 }, other] });
    const messages = await tab.sent();
    expect(messages.map(({ event }) => event)).toEqual(['added_to_cart', 'added_to_cart', 'removed_from_cart']);
    expect(messages[1]?.properties).toMatchObject({ added: [other], value: 34.1, items: [{ quantity: 1 }, other] });
    expect(messages[2]?.properties).toMatchObject({ removed: [{ ...item, quantity: 1 }], value: 34.1 });
  });

  it('becomes nothing when nothing but a price has changed', async () => {
    const tab = world();
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [{ ...item, price: 20 }] });
    tab.client.cart.set({ cart_id: 'c?key=s', currency: 'EUR', items: [item] });
    expect(await names(tab)).toEqual([['added_to_cart', [item]]]);
  });

  it('remembers the cart over reloads', async () => {
    const tab = world();
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    const reloaded = openTab(tab.browser, acceptAll);
    reloaded.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    await tab.browser.clock.advance(1_000);
    expect([...tab.requests, ...reloaded.requests].flatMap(({ batch }) => batch)).toHaveLength(1);
  });

  it.each(['checkout_started', 'order_completed'])(
    'after %s an emptied cart is no removal, and the next cart no surprise',
    async (event) => {
      const tab = world();
      tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
      tab.client.track(event, { cart_id: 'c', order_id: 'o', items: [item] });
      tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
      tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [] });
      tab.client.cart.set({ cart_id: 'd', currency: 'EUR', items: [item] });
      expect((await names(tab)).map((name) => (name as unknown[])[0])).toEqual([
        'added_to_cart',
        event,
        'added_to_cart',
      ]);
    },
  );

  it('a new cart id is a new snapshot, not a removal', async () => {
    const tab = world();
    tab.client.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    tab.client.cart.set({ cart_id: 'd', currency: 'EUR', items: [] });
    expect(await names(tab)).toEqual([['added_to_cart', [item]]]);
  });
});
