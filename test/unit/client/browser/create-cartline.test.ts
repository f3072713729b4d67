import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCartline } from '../../../../src/client/browser/create-cartline.ts';
import { forgetClients, goTo, pretend, setHidden, stubRelay, type Sent } from './page.ts';

let made = 0;
const options = (): { relay: string; writeKey: string } => ({
  relay: 'https://relay.example',
  writeKey: `wk_${++made}`,
});
let sent: Sent[];
const messages = (): Sent['batch'][number][] => sent.flatMap(({ batch }) => [...batch]);
const { pushState, replaceState } = history;

const { crypto } = globalThis;

beforeEach(() => {
  goTo('https://shop.example/p?utm_source=mail');
  sent = stubRelay();
  localStorage.clear();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  forgetClients();
  Object.assign(history, { pushState, replaceState });
});

describe('createCartline', () => {
  it.each([
    ['relay', { relay: '', writeKey: 'wk' }],
    ['writeKey', { relay: 'https://relay.example', writeKey: '' }],
  ])('names the option that is missing: %s', (name, wrong) => {
    expect(() => createCartline(wrong)).toThrow(new TypeError(`Cartline needs ${name}: a non-empty string`));
  });

  it('is one client for each write key and relay, whoever asks', () => {
    const same = options();
    expect(createCartline(same)).toBe(createCartline({ ...same }));
    expect(createCartline({ ...same, relay: 'https://other.example' })).not.toBe(createCartline(same));
    expect(createCartline(options())).not.toBe(createCartline(same));
  });

  it('sends to the relay, with what is known of the page, and forgets what was accepted', async () => {
    const cartline = createCartline({ ...options(), relay: 'https://relay.example/cl//', planVersion: '3' });
    cartline.track('product_viewed', { product_id: 'p1', name: 'Cleanser', price: 24, currency: 'EUR' });
    await cartline.flush();
    expect(sent.map(({ url }) => url)).toEqual(['https://relay.example/cl/v1/batch']);
    expect(messages()).toMatchObject([
      {
        event: 'product_viewed',
        anonymousId: cartline.anonymousId,
        context: {
          plan: '3',
          page: { path: '/p' },
          campaign: { source: 'mail' },
          library: { name: 'cartline', version: '0.0.0-test' },
          screen: { width: screen.width, height: screen.height },
          timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          locale: navigator.language,
        },
      },
    ]);
    await cartline.flush();
    expect(sent).toHaveLength(1);
  });

  it('makes an id on plain http too, where crypto has no randomUUID', () => {
    goTo('http://a-shop-without-cookies.test/');
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) });
    expect(createCartline(options()).anonymousId).toMatch(/^\d{16,48}$/);
  });

  it('takes the token of an email link out of the address, and sends it', async () => {
    goTo('https://shop.example/p?cl=token');
    const cartline = createCartline(options());
    cartline.page();
    await cartline.flush();
    expect(location.search).toBe('');
    expect(messages()[0]?.context['link']).toBe('token');
  });

  it('gives up the gzip of a foreign endpoint, and takes any 2xx of it for an answer', async () => {
    const bodies: unknown[] = [];
    vi.stubGlobal('fetch', (_: string, { body }: { body: unknown }) => {
      bodies.push(body);
      return Promise.resolve(new Response('{"success":true}'));
    });
    const cartline = createCartline({ ...options(), ack: 'status' });
    for (let i = 0; i < 10; i++) cartline.page();
    await cartline.flush();
    await cartline.flush();
    expect(bodies.map((body) => typeof body)).toEqual(['string']);
  });

  it('sends with the page that leaves', async () => {
    const cartline = createCartline(options());
    await cartline.flush();
    cartline.page();
    setHidden(true);
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    expect(messages()).toHaveLength(1);
  });
});

describe('Global Privacy Control', () => {
  it.each([
    ['honoured by default', {}, ''],
    ['ignored where the shop says so', { gpc: 'ignore' as const }, expect.stringMatching(/./) as string],
  ])('is %s', (_, more, anonymousId) => {
    const restore = pretend(navigator, 'globalPrivacyControl', true);
    const cartline = createCartline({ ...options(), ...more });
    expect(cartline.anonymousId).toEqual(anonymousId);
    restore();
  });

  it('that is off denies nothing', () => {
    const restore = pretend(navigator, 'globalPrivacyControl', false);
    expect(createCartline(options()).anonymousId).not.toBe('');
    restore();
  });
});

describe('the option spa', () => {
  const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

  it.each([
    [true, 1],
    [false, 0],
  ])('%s tracks %i page view when the path changes', async (spa, views) => {
    const cartline = createCartline({ ...options(), spa });
    history.pushState(null, '', '/other');
    await task();
    await cartline.flush();
    expect(messages().map(({ type, properties }) => [type, properties?.['path']])).toEqual(
      Array.from({ length: views }, () => ['page', '/other']),
    );
  });
});
