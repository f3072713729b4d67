import { describe, expect, it, vi } from 'vitest';
import type { PixelEvent } from '../../../../src/storefronts/shopify-pixel/checkout.ts';
import { startPixel, type PixelApi, type PixelOptions } from '../../../../src/storefronts/shopify-pixel/pixel.ts';
import { eventOf } from './checkout.ts';

interface Message {
  readonly messageId: string;
  readonly type: string;
  readonly event?: string;
  readonly anonymousId: string;
  readonly properties?: Record<string, unknown>;
  readonly traits?: Record<string, unknown>;
}
interface Request {
  readonly url: string;
  readonly init: RequestInit;
  readonly body: { readonly writeKey: string; readonly batch: readonly Message[] };
}

/** The shop's own page, as the sandbox reaches it. */
const createShopPage = () => ({ cookie: '', stored: new Map<string, string>(), refuses: false });
type ShopPage = ReturnType<typeof createShopPage>;

const accept = ({ body }: Request): Response =>
  Response.json({ accepted: body.batch.map(({ messageId }) => messageId), duplicates: [], rejected: [] });

/** A pixel in a sandbox, with a relay that answers as `answer` says. */
const openPixel = (
  shop: ShopPage = createShopPage(),
  {
    answer = accept,
    options = {},
    allowed = true,
  }: {
    answer?: (request: Request) => Response;
    options?: Partial<PixelOptions>;
    allowed?: boolean;
  } = {},
) => {
  const requests: Request[] = [];
  const timers: { readonly delayMs: number; readonly task: () => void }[] = [];
  const relay = { answer };
  const events: PixelEvent[] = [];
  let decide: (allowed: boolean) => void = () => undefined;
  const ask = <T>(what: () => T): Promise<T> =>
    shop.refuses ? Promise.reject(new Error('refused')) : Promise.resolve(what());
  const api: PixelApi = {
    events,
    browser: {
      cookie: { get: (name) => ask(() => (name === 'cl_id' ? shop.cookie : '')) },
      localStorage: {
        getItem: (key) => ask(() => shop.stored.get(key) ?? null),
        setItem: (key, value) => ask(() => void shop.stored.set(key, value)),
      },
    },
    init: { data: { cart: null, customer: null }, customerPrivacy: { analyticsProcessingAllowed: allowed } },
    customerPrivacy: {
      subscribe: (_, callback) => {
        decide = (analyticsProcessingAllowed) => callback({ customerPrivacy: { analyticsProcessingAllowed } });
      },
    },
  };
  const request = async (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    await Promise.resolve();
    const made = { url: url as string, init, body: JSON.parse(init.body as string) as Request['body'] }; // the pixel wrote it
    requests.push(made);
    return relay.answer(made);
  };
  const world = {
    request,
    after: (delayMs: number, task: () => void) => void timers.push({ delayMs, task }),
    random: () => 0.5,
  };
  return {
    requests,
    timers,
    relay,
    events,
    decide: (now: boolean) => decide(now),
    messages: () => requests.flatMap(({ body }) => body.batch),
    start: () => startPixel(api, { relay: 'https://relay.example/', key: 'pk_1', ...options }, world),
  };
};

const until = (what: () => void): Promise<void> => vi.waitFor(what, { timeout: 5_000, interval: 5 });
const namesOf = (messages: readonly Message[]): string[] => messages.map(({ event, type }) => event ?? type);

describe('the custom pixel', () => {
  it('posts at once, as text, in a request that outlives the page, with its own key', async () => {
    const pixel = openPixel();
    pixel.start();
    pixel.events.push(eventOf('checkout_started'));
    await until(() => expect(pixel.requests).toHaveLength(1));
    expect(pixel.requests[0]).toMatchObject({
      url: 'https://relay.example/v1/batch',
      init: { method: 'POST', keepalive: true, headers: { 'content-type': 'text/plain' } },
      body: { writeKey: 'pk_1', batch: [{ event: 'checkout_started', anonymousId: 'visitor-1' }] },
    });
    expect(pixel.requests[0]?.init.body).not.toMatch(/:null|:""/);
  });

  it('takes what came before it, in order', async () => {
    const pixel = openPixel();
    pixel.events.push(
      eventOf('checkout_started'),
      eventOf('checkout_contact_info_submitted', { email: 'j@example.com' }),
    );
    pixel.start();
    pixel.events.push(eventOf('payment_info_submitted', { email: 'j@example.com' }));
    await until(() => expect(pixel.messages()).toHaveLength(4));
    expect(namesOf(pixel.messages())).toEqual([
      'checkout_started',
      'identify',
      'checkout_progressed',
      'checkout_progressed',
    ]);
  });

  it('tells a checkout’s start once, however often it is entered, also after a new page', async () => {
    const shop = createShopPage();
    const first = openPixel(shop);
    first.start();
    first.events.push(eventOf('checkout_started'), eventOf('checkout_started'));
    await until(() => expect(JSON.parse(shop.stored.get('cl_pixel')!)).toEqual({ rows: [], started: ['chk1'] }));
    const second = openPixel(shop);
    second.start();
    second.events.push(eventOf('checkout_started'), eventOf('checkout_started', { token: 'chk2' }));
    await until(() => expect(second.messages()).toMatchObject([{ properties: { checkout_id: 'chk2' } }]));
    expect(namesOf(first.messages())).toEqual(['checkout_started']);
  });

  it('says once who it is, and again when the address was mended', async () => {
    const pixel = openPixel();
    pixel.start();
    for (const email of ['j@exmple.com', 'j@exmple.com', 'j@example.com'])
      pixel.events.push(eventOf('checkout_contact_info_submitted', { email, buyerAcceptsEmailMarketing: true }));
    await until(() => expect(pixel.messages().filter(({ type }) => type === 'identify')).toHaveLength(2));
    expect(pixel.messages().flatMap(({ traits }) => traits?.['email'] ?? [])).toEqual([
      'j@exmple.com',
      'j@example.com',
    ]);
    expect(namesOf(pixel.messages()).filter((name) => name === 'consent_changed')).toHaveLength(1);
  });

  it.each([
    ['the cart’s attribute', [{ key: 'cartline_id', value: 'visitor-1' }], 'visitor-2', 'visitor-1'],
    ['the client’s cookie', [{ key: 'gift', value: 'yes' }], 'visitor-2', 'visitor-2'],
    ['Shopify’s own id of the browser', [], '', 'client-1'],
  ])('knows the visitor by %s', async (_, attributes, cookie, expected) => {
    const pixel = openPixel({ ...createShopPage(), cookie });
    pixel.start();
    pixel.events.push(eventOf('checkout_started', { attributes }));
    await until(() => expect(pixel.messages()).toMatchObject([{ anonymousId: expected }]));
  });

  it('sends again under the same ids until an answer names them', async () => {
    const pixel = openPixel(undefined, { answer: () => new Response('busy', { status: 503 }) });
    pixel.start();
    pixel.events.push(eventOf('payment_info_submitted'));
    await until(() => expect(pixel.timers).toHaveLength(1));
    pixel.relay.answer = () => Response.json({ captive: 'portal' });
    pixel.timers[0]?.task();
    await until(() => expect(pixel.timers).toHaveLength(2));
    expect(pixel.timers.map(({ delayMs }) => delayMs)).toEqual([1_000, 2_000]);
    pixel.relay.answer = accept;
    pixel.timers[1]?.task();
    await until(() => expect(pixel.requests).toHaveLength(3));
    expect(new Set(pixel.messages().map(({ messageId }) => messageId)).size).toBe(1);
    await until(() => expect(pixel.timers).toHaveLength(2));
  });

  it('waits as long as the relay asks', async () => {
    const pixel = openPixel(undefined, {
      answer: () => Response.json({ error: {} }, { status: 429, headers: { 'retry-after': '30' } }),
    });
    pixel.start();
    pixel.events.push(eventOf('payment_info_submitted'));
    await until(() => expect(pixel.timers).toMatchObject([{ delayMs: 30_000 }]));
  });

  it('keeps what was not named for the next page, which sends it', async () => {
    const shop = createShopPage();
    const first = openPixel(shop, { answer: () => new Response('', { status: 401 }) });
    first.start();
    first.events.push(eventOf('payment_info_submitted'));
    await until(() => expect(first.requests).toHaveLength(1));
    await until(() => expect(shop.stored.get('cl_pixel')).toContain('checkout_progressed'));
    expect(first.timers).toEqual([]);
    const second = openPixel(shop);
    second.start();
    await until(() => expect(second.messages()).toEqual(first.messages()));
    await until(() => expect(JSON.parse(shop.stored.get('cl_pixel')!)).toEqual({ rows: [], started: [] }));
  });

  it('works where nothing can be stored or read', async () => {
    const pixel = openPixel({ ...createShopPage(), refuses: true });
    pixel.start();
    pixel.events.push(eventOf('checkout_started', { attributes: [] }));
    await until(() => expect(pixel.messages()).toMatchObject([{ anonymousId: 'client-1' }]));
  });

  it('says nothing while the visitor has not agreed, and begins when they do', async () => {
    const pixel = openPixel(undefined, { allowed: false });
    pixel.start();
    pixel.events.push(eventOf('checkout_started'));
    pixel.decide(true);
    pixel.events.push(eventOf('payment_info_submitted', { token: 'chk2' }));
    await until(() => expect(pixel.messages()).toHaveLength(1));
    expect(pixel.messages()).toMatchObject([{ properties: { checkout_id: 'chk2', step: 'payment' } }]);
    pixel.decide(false);
    pixel.events.push(eventOf('checkout_started', { token: 'chk3' }));
    pixel.decide(true);
    pixel.events.push(eventOf('checkout_started', { token: 'chk4' }));
    await until(() => expect(pixel.messages()).toHaveLength(2));
    expect(pixel.messages()[1]).toMatchObject({ properties: { checkout_id: 'chk4' } });
  });

  it('passes over events of another shape, of no checkout, and of one without a token', async () => {
    const pixel = openPixel();
    pixel.start();
    pixel.events.push(
      {} as PixelEvent,
      { ...eventOf('page_viewed'), data: {} },
      eventOf('payment_info_submitted', { token: null }),
      eventOf('checkout_started'),
    );
    await until(() => expect(namesOf(pixel.messages())).toEqual(['checkout_started']));
  });
});
