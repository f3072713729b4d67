import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../src/schema.ts';
import { added, identify, openShop, track, viewed, type Said, type Shop } from '../identity/shop.ts';

const FIRST_PARTY = { 'sec-fetch-site': 'same-origin', origin: 'https://shop.example' };

/** A browser on the shop's own site, which keeps its cookie. */
const openBrowser = (shop: Shop, jar: { cookie?: string } = {}) => {
  let sent = 0;
  const send = async (message: Said, context: object = {}): Promise<Answer> => {
    const { at, ...rest } = message;
    const timestamp = new Date(Date.UTC(2026, 10, 22, 10) + at).toISOString();
    const body = { messageId: `m-${Math.random()}-${(sent += 1)}`, ...rest, timestamp, context };
    const headers = { ...FIRST_PARTY, ...(jar.cookie && { cookie: `theme=dark; ${jar.cookie}` }) };
    const response = await shop.post('page', { batch: [body] }, { headers });
    const given = response.headers.get('set-cookie');
    if (given) jar.cookie = given.split(';')[0] ?? '';
    return (await response.json()) as Answer;
  };
  return { send, jar };
};

describe("the relay's own cookie", () => {
  it('is for the shop’s own site only, out of reach for scripts, and lasts', async () => {
    const shop = await openShop();
    const { jar } = openBrowser(shop);
    const response = await shop.post('page', { batch: [viewed(0, 'v1')] }, { headers: FIRST_PARTY });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^cartline_id=v1\.[0-9a-f]{64}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure$/);
    expect(jar.cookie).toBeUndefined();
    for (const site of ['cross-site', 'same-site']) {
      const elsewhere = { 'sec-fetch-site': site, origin: 'https://other.example' };
      const foreign = await shop.post('page', { batch: [viewed(0, 'v1')] }, { headers: elsewhere });
      expect(foreign.headers.get('set-cookie')).toBeNull();
    }
    const server = await shop.post('server', { batch: [viewed(0, 'v1')] });
    expect(server.headers.get('set-cookie')).toBeNull();
  });

  it('brings a visitor back whose script has lost the id: the answer says who it was, and the new id joins', async () => {
    const shop = await openShop();
    const browser = openBrowser(shop);
    await browser.send(viewed(0, 'old'), { fresh: true });
    const answer = await browser.send(viewed(10_000, 'new'), { fresh: true });
    expect(answer.anonymousId).toBe('old');
    await browser.send(identify(20_000, 'new', { email: 'a@x.co' }));
    await shop.settled();
    expect(shop.did('a@x.co')).toEqual(['product_viewed', 'product_viewed']);
    expect(await shop.store.stats()).toMatchObject({ visitors: 1 });
  });

  it('links nothing unless the page asks: a reset makes another visitor', async () => {
    const shop = await openShop();
    const browser = openBrowser(shop);
    await browser.send(identify(0, 'v1', { email: 'a@x.co' }), { fresh: true });
    const answer = await browser.send(viewed(10_000, 'v2'), { reset: true });
    expect(answer).not.toHaveProperty('anonymousId');
    await browser.send(viewed(20_000, 'v2'));
    await shop.settled();
    expect(shop.did('a@x.co')).toEqual([]);
    expect(browser.jar.cookie).toMatch(/^cartline_id=v2\./);
  });

  it('cannot be used to take over an id that somebody else has used', async () => {
    const shop = await openShop();
    await shop.page(viewed(0, 'victim'));
    const attacker = openBrowser(shop);
    await attacker.send(viewed(10_000, 'attacker'), { fresh: true });
    await attacker.send(viewed(20_000, 'victim'), { fresh: true });
    await attacker.send(identify(30_000, 'attacker', { email: 'evil@x.co' }));
    await shop.settled();
    expect(shop.did('evil@x.co')).toEqual(['product_viewed']);
    expect(await shop.states('product_viewed')).toContainEqual(['held', undefined]);
  });

  it('cannot be forged', async () => {
    const shop = await openShop();
    await openBrowser(shop).send(viewed(0, 'victim'), { fresh: true });
    const attacker = openBrowser(shop, { cookie: `cartline_id=victim.${'0'.repeat(64)}` });
    const answer = await attacker.send(viewed(10_000, 'mine'), { fresh: true });
    expect(answer).not.toHaveProperty('anonymousId');
  });
});

describe("a stranger's history", () => {
  /** A visitor whose browser has shown its cookie. */
  const withVictim = async (): Promise<Shop> => {
    const shop = await openShop();
    const browser = openBrowser(shop);
    await browser.send(viewed(0, 'victim'), { fresh: true });
    await browser.send(added(10_000, 'victim', 'c-secret'));
    return shop;
  };

  it('is not released to whoever knows the anonymous id, with or without a cookie of their own', async () => {
    const shop = await withVictim();
    await shop.page(identify(20_000, 'victim', { email: 'evil@x.co' }), track(30_000, 'victim', 'probe'));
    const attacker = openBrowser(shop);
    await attacker.send(viewed(40_000, 'attacker'), { fresh: true });
    await attacker.send(identify(50_000, 'victim', { email: 'evil@x.co' }));
    expect(attacker.jar.cookie).toMatch(/^cartline_id=attacker\./);
    const nobody = openBrowser(shop);
    await nobody.send(identify(60_000, 'victim', { email: 'evil@x.co' }));
    expect(nobody.jar.cookie).toBeUndefined();
    await shop.settled();
    expect(shop.did('evil@x.co')).toEqual([]);
    expect(await shop.states('added_to_cart')).toEqual([['held', undefined]]);
  });

  it('is released to who shows the cookie, or knows the cart', async () => {
    for (const way of ['cookie', 'cart'] as const) {
      const shop = await openShop();
      const browser = openBrowser(shop);
      await browser.send(viewed(0, 'v1'), { fresh: true });
      await browser.send(added(10_000, 'v1', 'c-secret'));
      const word = identify(20_000, 'v1', { email: 'a@x.co' });
      if (way === 'cookie') await browser.send(word);
      else await openBrowser(shop).send(word, { cart_id: 'c-secret' });
      await shop.settled();
      expect(shop.did('a@x.co')).toEqual(['product_viewed', 'added_to_cart']);
    }
  });
});
