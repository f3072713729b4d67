import { describe, expect, test } from 'vitest';
import { hasLink, isOwnAddress } from '../../../../src/relay/intake/links.ts';
import { definePlan } from '../../../../src/schema.ts';
import { makeRelay, PIXEL_KEY, send, SERVER_KEY, track } from './relay-fixture.ts';

const plan = definePlan({ hosts: ['shop.example', '*.cdn.example'] });
const item = (rest: object): object => ({ product_id: 'p1', quantity: 1, price: 5, ...rest });
const cart = (items: object[], rest: object = {}): object =>
  track('added_to_cart', { cart_id: 'c', items, added: items, currency: 'EUR', ...rest }, { messageId: 'm1' });

/** What is stored of a cart that a page sent. */
const storedFrom = async (message: object, options?: { key: string }): Promise<Record<string, unknown>> => {
  const { relay, store } = makeRelay({ plan });
  const { rejected } = await send(relay, [message], options);
  expect(rejected).toEqual([]);
  return store.messages[0]?.message ?? {};
};

describe('a forged cart (identity.md §4: must not turn the recovery mail into phishing)', () => {
  test.each([
    'https://evil.example/login',
    '//evil.example/p',
    '/\\evil.example/p',
    'https://shop.example.evil.example/',
    'https://shop.example@evil.example/',
    'https://evil.example\\@shop.example/',
    'https://xcdn.example/a.png',
    'javascript:alert(1)',
    'data:text/html,<b>x',
    'https://shop.example/"onerror="x',
    'https://shop.example/ evil.example',
    '@evil.example',
    '.evil.example/p',
    'evil.example/p',
    'ftp://shop.example/x',
  ])('loses the address %s', async (url) => {
    const { properties } = await storedFrom(cart([item({ url, image_url: url, name: 'Serum' })]));
    expect(properties).toMatchObject({ items: [{ product_id: 'p1', name: 'Serum' }] });
    expect(JSON.stringify(properties)).not.toMatch(/evil|javascript|data:|onerror|xcdn|ftp/);
  });

  test.each([
    'https://shop.example/p/1?v=2#x',
    'http://shop.example:8443/p',
    'https://img.cdn.example/a.png',
    '/p/1',
    '',
  ])('keeps %j', async (url) => {
    expect(await storedFrom(cart([item({ url })]))).toMatchObject({ properties: { items: [{ url }] } });
  });

  test.each([
    'Your account is locked: https://evil.example',
    'Win at evil.com now',
    'EVIL.COM',
    'evil.com',
    'e\u200Bvil.c\u200Bom',
    'evil\uFF0Ecom',
    'evil。com',
    'www.evil',
    'bit.ly/x',
    'evil.zone',
    'mail me@evil.com',
    'tel:+49123',
    '<a href=x>Serum</a>',
    '<img src=x>',
    '1evil.shop',
    'x.xn--p1ai',
  ])('loses the text %j wherever it stands', async (text) => {
    const properties = {
      items: [item({ name: text, brand: text, note: { deep: [text] } })],
      added: [item({ title: text })],
      headline: text,
    };
    const stored = await storedFrom(cart([], properties));
    expect(stored['properties']).toMatchObject({ items: [{ product_id: 'p1' }], added: [{ product_id: 'p1' }] });
    expect(JSON.stringify(stored)).not.toContain(JSON.stringify(text).slice(1, -1));
  });

  test.each([
    'Night Serum 50 ml',
    'Dr.Jart+ Cicapair',
    'St.Ives Scrub',
    'A.P.C. Jeans',
    'No.5 Eau de Parfum 1.7 oz.',
    'M·A·C "Ruby Woo" – 3,5 g',
    'Crème à l’huile d’argan, 100 % bio',
    '夜用精华液',
    'Größe 38/40',
    'Mac & Cheese: the best!',
    '0.5ml',
  ])('keeps the text %j', async (name) => {
    expect(await storedFrom(cart([item({ name })]))).toMatchObject({ properties: { items: [{ name }] } });
  });

  test('has texts of at most 255 characters, never half of one', async () => {
    const name = `${'x'.repeat(254)}😀😀`;
    const stored = await storedFrom(cart([item({ name })]));
    expect(stored).toMatchObject({ properties: { items: [{ name: 'x'.repeat(254) }] } });
  });

  test('is refused where the text is an id that the message needs', async () => {
    const { relay, store } = makeRelay({ plan });
    const { rejected } = await send(relay, [
      cart([item({ product_id: 'https://evil.example' })]),
      track('products_searched', { query: 'win at evil.com' }),
    ]);
    expect(rejected.map(({ code, path }) => [code, path])).toEqual([
      ['not_allowed', '/properties/items/0/product_id'],
      ['not_allowed', '/properties/query'],
    ]);
    expect(store.messages).toEqual([]);
  });

  test("keeps Shopify's ids, which look like addresses", async () => {
    const product_id = 'gid://shopify/Product/123';
    expect(await storedFrom(cart([item({ product_id })]))).toMatchObject({ properties: { items: [{ product_id }] } });
  });

  test('hides in no other event, list or trait', async () => {
    const url = 'https://evil.example/';
    const quiz = await storedFrom(
      track('quiz_done', { items: [{ name: url }], url, image_url: url, answer: 'see evil.com' }),
    );
    expect(quiz['properties']).toEqual({ items: [{}], answer: 'see evil.com' }); // the shop's own text is the shop's own matter
    const traits = { email: 'a@b.example', first_name: 'Win at evil.com', last_name: 'Ada' };
    const identify = await storedFrom({ type: 'identify', messageId: 'i', anonymousId: 'a', traits });
    expect(identify['traits']).toEqual({ email: 'a@b.example', last_name: 'Ada' });
  });

  test('and a page view come from the plan’s hosts', async () => {
    const { relay } = makeRelay({ plan });
    const page = (url: string): object => ({ type: 'page', messageId: url, anonymousId: 'a', properties: { url } });
    const { accepted, rejected } = await send(relay, [page('https://shop.example/'), page('https://evil.example/')]);
    expect(accepted).toEqual(['https://shop.example/']);
    expect(rejected).toMatchObject([{ code: 'not_allowed', path: '/properties/url' }]);
  });

  test('is guarded from a pixel as from a page; a server is believed', async () => {
    const forged = cart([item({ name: 'evil.com', url: 'https://evil.example/' })]);
    expect(JSON.stringify(await storedFrom(forged, { key: PIXEL_KEY }))).not.toContain('evil');
    expect(await storedFrom(forged, { key: SERVER_KEY })).toMatchObject({
      properties: { items: [{ name: 'evil.com', url: 'https://evil.example/' }] },
    });
  });

  test('is counted, so that a shop sees what it forgot to list', async () => {
    const { relay, store } = makeRelay({ plan });
    await send(relay, [cart([item({ url: 'https://evil.example/', name: 'evil.com' })])]);
    expect(store.messages[0]?.drift?.filter(({ kind }) => kind === 'removed')).toEqual([
      { kind: 'removed', from: 'url: another host', to: 'not for a public key' },
      { kind: 'removed', from: 'name: a link in the text', to: 'not for a public key' },
    ]);
  });

  test("without a plan's hosts the origins of the key count; without either no address is taken", async () => {
    const origins = ['https://shop.example'];
    const url = 'https://shop.example/p';
    const keys = [{ key: 'wk_test_write', kind: 'write', origins }] as const;
    const listed = makeRelay({ keys, orders: 'browser' });
    await send(listed.relay, [cart([item({ url })])]);
    expect(listed.store.messages[0]?.message).toMatchObject({ properties: { items: [{ url }] } });
    const open = makeRelay();
    await send(open.relay, [cart([item({ url })])]);
    expect(JSON.stringify(open.store.messages[0]?.message)).not.toContain(url);
  });
});

describe("a key's own list of events", () => {
  test('is all that it may send', async () => {
    const keys = [{ key: PIXEL_KEY, kind: 'pixel', events: ['checkout_started', 'page'] }] as const;
    const { relay } = makeRelay({ keys, orders: 'browser' });
    const messages = [
      track('Checkout Started', { checkout_id: 'k', items: [] }, { messageId: 'ok' }),
      { type: 'page', messageId: 'page', anonymousId: 'a', properties: { url: 'https://shop.example/' } },
      track('order_completed', { order_id: '1', items: [] }, { messageId: 'no' }),
      { type: 'identify', messageId: 'who', anonymousId: 'a', traits: { email: 'a@b.example' } },
    ];
    const { accepted, rejected } = await send(relay, messages, { key: PIXEL_KEY });
    expect(accepted).toEqual(['ok', 'page']);
    expect(rejected.map(({ code, path }) => [code, path])).toEqual([
      ['not_allowed', '/event'],
      ['not_allowed', '/type'],
    ]);
  });
});

test('links and addresses are told apart in no time, however long the text', () => {
  const began = performance.now();
  for (const text of ['a.'.repeat(16_000), 'a'.repeat(32_000), `${'-'.repeat(32_000)}.`, 'http:'.repeat(6_000)]) {
    hasLink(text);
    isOwnAddress(text, ['shop.example']);
  }
  expect(performance.now() - began).toBeLessThan(500);
});

test('a page that is believed without proof may not say more for it', async () => {
  const { relay, store } = makeRelay({ plan, identityProof: 'off' });
  const forged = cart([item({ name: 'Win at evil.com now', url: 'https://evil.example' })], {
    recipient: 'x@evil.example',
  });
  const traits = { email: 'a@shop.example', orders_count: 9, first_name: 'see evil.com' };
  const identify = { type: 'identify', messageId: 'm2', anonymousId: 'a-1', userId: 'u1', traits };
  expect((await send(relay, [{ ...forged, userId: 'u1' }, identify])).rejected).toEqual([]);
  expect(store.messages.map(({ trusted }) => trusted)).toEqual([true, true]);
  expect(JSON.stringify(store.messages)).not.toMatch(/evil|orders_count":/);
});
