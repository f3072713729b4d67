import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cartline } from '../../../../src/index.ts';
import { forgetClients, goTo, stubRelay, type Sent } from './page.ts';

type Page = { cartline?: ((...args: unknown[]) => unknown) & { client?: Cartline; q?: unknown[]; cl?: string } };
const page = window as unknown as Page;
let sent: Sent[];
let made = 0;

/** Runs the file as the script tag does. */
const run = async (attributes: Record<string, string> = {}): Promise<Cartline> => {
  const script = document.createElement('script');
  Object.defineProperty(script, 'src', { value: 'https://relay.example/sdk/cartline.js' });
  Object.assign(script.dataset, { writeKey: `wk_script_${++made}`, ...attributes });
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue(script);
  vi.resetModules();
  await import('../../../../src/script.ts');
  return page.cartline!.client!;
};
const runStub = async (): Promise<void> => {
  vi.resetModules();
  await import('../../../../src/client/browser/stub.ts');
};
const messages = (): Sent['batch'][number][] => sent.flatMap(({ batch }) => [...batch]);

beforeEach(() => {
  goTo('https://shop.example/p');
  sent = stubRelay();
  localStorage.clear();
  Reflect.deleteProperty(page, 'cartline');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  forgetClients();
});

describe('the script tag', () => {
  it('makes a client that posts to where the file came from, under the key on the tag', async () => {
    const client = await run();
    page.cartline?.('track', 'quiz_finished', { score: 3 });
    await client.flush();
    expect(sent.map(({ url }) => url)).toEqual(['https://relay.example/v1/batch']);
    expect(messages()).toMatchObject([{ event: 'quiz_finished', properties: { score: 3 } }]);
  });

  it('takes every option as data-*', async () => {
    const client = await run({ relay: 'https://other.example/cl', consent: 'pending', planVersion: '9' });
    page.cartline?.('page');
    expect(client.anonymousId).toBe('');
    page.cartline?.('consent', { analytics: true });
    await client.flush();
    expect(sent.map(({ url }) => url)).toEqual(['https://other.example/cl/v1/batch']);
    expect(messages()[0]?.context['plan']).toBe('9');
  });

  it('takes options without a value for a yes', async () => {
    const { pushState } = history;
    const client = await run({ spa: '' });
    history.pushState(null, '', '/other');
    await new Promise((resolve) => setTimeout(resolve));
    await client.flush();
    expect(messages().map(({ type }) => type)).toEqual(['page']);
    Object.assign(history, { pushState });
  });

  it('calls what stands on the cart, and gives back what a method gives', async () => {
    const client = await run({ currency: 'EUR' });
    page.cartline?.('cart.add', { product_id: 'p1', name: 'Cleanser', price: 2, quantity: 1 });
    await page.cartline?.('flush');
    expect(messages().map(({ event }) => event)).toEqual(['added_to_cart']);
    expect(page.cartline?.('on', 'drop', () => undefined)).toBeTypeOf('function');
    expect(client.anonymousId).not.toBe('');
  });

  it.each([['unknown'], ['cart.unknown'], ['nothing.add'], [undefined], ['']])(
    'does nothing for %s',
    async (method) => {
      await run();
      expect(() => page.cartline?.(method, {})).not.toThrow();
    },
  );

  it('that is included twice leaves the first one’s client alone', async () => {
    const first = await run();
    const { cartline } = page;
    await run({ writeKey: 'wk_second' });
    expect(page.cartline).toBe(cartline);
    expect(page.cartline?.client).toBe(first);
  });
});

describe('the inline stub', () => {
  it('queues calls until the script is there, each under the time it was made', async () => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 10, 22, 10));
    await runStub();
    page.cartline?.('track', 'first', {});
    clock.mockReturnValue(Date.UTC(2026, 10, 22, 10, 0, 5));
    page.cartline?.('track', 'second', {});
    clock.mockReturnValue(Date.UTC(2026, 10, 22, 10, 0, 9));
    const client = await run();
    page.cartline?.('track', 'third', {});
    await client.flush();
    await client.flush();
    expect(messages().map(({ event, timestamp }) => [event, timestamp])).toEqual([
      ['first', '2026-11-22T10:00:00.000Z'],
      ['second', '2026-11-22T10:00:05.000Z'],
      ['third', '2026-11-22T10:00:09.000Z'],
    ]);
  });

  it('takes the token of an email link out of the address before anything else sees it', async () => {
    goTo('https://shop.example/p?cl=token');
    await runStub();
    expect(location.search).toBe('');
    const client = await run();
    page.cartline?.('page');
    await client.flush();
    expect(messages()[0]?.context['link']).toBe('token');
  });

  it('leaves alone what is there already', async () => {
    const client = await run();
    const { cartline } = page;
    await runStub();
    expect(page.cartline).toBe(cartline);
    expect(page.cartline?.client).toBe(client);
  });
});
