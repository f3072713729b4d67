import { describe, expect, it, vi } from 'vitest';
import { allowed, fullCart, openTheme, type ThemePage } from './page.ts';

const until = (what: () => void): Promise<void> => vi.waitFor(what, { timeout: 5_000, interval: 5 });
const said = (page: ThemePage): unknown[] =>
  page.callsOf('consent').map((call) => (call as { analytics: unknown }).analytics);
const decide = (detail: object): boolean =>
  document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail }));

/** A page on which the API has to be loaded first. */
const openWithLoader = (): ThemePage & { answer: (error?: unknown) => void; allow: () => void } => {
  let loaded = (_?: unknown): void => undefined;
  const shopify = {
    ...allowed,
    customerPrivacy: undefined as (typeof allowed)['customerPrivacy'],
    loadFeatures: (features: readonly object[], callback: (error?: unknown) => void) => {
      expect(features).toEqual([{ name: 'consent-tracking-api', version: '0.1' }]);
      loaded = callback;
    },
  };
  const page = openTheme({ shopify: shopify as typeof allowed });
  return Object.assign(page, {
    answer: (error?: unknown) => loaded(error),
    allow: () => void (shopify.customerPrivacy = { analyticsProcessingAllowed: () => true }),
  });
};

describe('consent by Shopify’s API', () => {
  it('is taken as it stands', () => {
    expect(said(openTheme())).toEqual([true]);
    expect(said(openTheme({ shopify: { customerPrivacy: { analyticsProcessingAllowed: () => false } } }))).toEqual([
      false,
    ]);
  });

  it('that comes late counts when it comes; until then nobody is followed', async () => {
    const page = openWithLoader();
    page.loadClient();
    expect(said(page)).toEqual(['pending']);
    page.allow();
    page.answer();
    await until(() => expect(page.callsOf('cart.set')).toHaveLength(1));
    expect(said(page)).toEqual(['pending', true]);
    expect(page.requests).toEqual(['/cart.js']);
  });

  it.each([
    ['an error', (page: ReturnType<typeof openWithLoader>) => page.answer(new Error('blocked'))],
    ['no error, and no API', (page: ReturnType<typeof openWithLoader>) => page.answer()],
  ])('that is blocked, with %s, is no yes: said once, and nothing is asked or told', (_, block) => {
    const page = openWithLoader();
    page.loadClient();
    block(page);
    expect(said(page)).toEqual(['pending']);
    expect(page.warnings).toEqual([expect.stringContaining('blocked')]);
    expect(page.requests).toEqual([]);
  });

  it('that is absent is no yes either, unless the shop has said so', () => {
    const page = openTheme({ shopify: {} });
    expect(said(page)).toEqual(['pending']);
    expect(page.warnings).toEqual([expect.stringContaining('data-without-consent-api')]);
    expect(said(openTheme({ shopify: {}, options: { withoutConsentApi: 'granted' } }))).toEqual([true]);
  });

  it('that the visitor gives in this page counts from then on', async () => {
    const page = openTheme({ shopify: {} });
    page.cart = fullCart;
    page.loadClient('');
    decide({ analyticsAllowed: true, marketingAllowed: false });
    page.client.anonymousId = 'visitor-1';
    await until(() => expect(page.cart.attributes).toEqual({ cartline_id: 'visitor-1' }));
    expect(said(page)).toEqual(['pending', true]);
  });

  it('that the visitor takes back takes their id out of the cart', async () => {
    const page = openTheme();
    page.cart = { ...fullCart, attributes: { cartline_id: 'visitor-1', gift: 'yes' } };
    page.loadClient();
    await until(() => expect(page.callsOf('cart.set')).toHaveLength(1));
    page.client.anonymousId = '';
    decide({ analyticsAllowed: false });
    await until(() => expect(page.cart.attributes).toEqual({ cartline_id: '', gift: 'yes' }));
    expect(page.callsOf('cart.set')).toHaveLength(1);
  });

  it('is not given by a region’s rules to a browser with Global Privacy Control, but by its visitor', () => {
    const page = openTheme({ gpc: true });
    expect(said(page)).toEqual([false]);
    decide({ analyticsAllowed: true });
    expect(said(page)).toEqual([false, true]);
    expect(said(openTheme({ gpc: true, options: { gpc: 'ignore' } }))).toEqual([true]);
  });

  it('is left to others where the shop says so', () => {
    const page = openTheme({ options: { consent: 'off' } });
    expect(said(page)).toEqual([]);
  });
});

describe('the script beside cartline.js', () => {
  it('queues what it says until that is there', () => {
    const page = openTheme({ before: (window) => delete window.cartline });
    expect(page.window.cartline?.q?.map(([, [method]]) => method)).toEqual(['consent', 'page']);
  });
});
