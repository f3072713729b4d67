// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCartline } from '../../../src/client/browser/create-cartline.ts';
import type { ConsentState } from '../../../src/client/core/api.ts';
import { startDebug } from '../../../src/debug/start-debug.ts';
import type { Answer } from '../../../src/schema.ts';

const relay = 'https://relay.example';
const host = (): HTMLElement => document.querySelector('cartline-debug')!;
const inside = (selector: string): HTMLElement[] => [...host().shadowRoot!.querySelectorAll<HTMLElement>(selector)];
const textOf = (selector: string): string =>
  inside(selector)
    .map(({ textContent }) => textContent)
    .join(' ');
const open = (): void => inside('.badge')[0]!.click();
const tab = (id: string): HTMLElement => inside(`#tab-${id}`)[0]!;

/** Waits for a condition; `what` is what the failure names. */
const until = (what: string, test: () => boolean): Promise<boolean> =>
  vi.waitUntil(test, { timeout: 10_000, interval: 20 }).catch(() => expect.fail(`waited 10 s for ${what}`));

describe('the panel', () => {
  let answering: (ids: string[]) => Promise<Response>;
  let made = 0;
  const said: string[] = [];

  beforeEach(() => {
    answering = (accepted) =>
      Promise.resolve(Response.json({ accepted, duplicates: [], rejected: [] } satisfies Answer));
    said.length = 0;
    for (const level of ['warn', 'info'] as const)
      vi.spyOn(console, level).mockImplementation((text) => void said.push(String(text)));
    // Left in place: a client of an earlier test may still send.
    globalThis.fetch = ((_: string, { body }: { body: string }) => {
      const { batch } = JSON.parse(body) as { batch: { messageId: string }[] };
      return answering(batch.map(({ messageId }) => messageId));
    }) as typeof fetch;
  });
  afterEach(() => {
    vi.restoreAllMocks();
    host().remove();
    sessionStorage.clear();
    Reflect.deleteProperty(globalThis, Symbol.for('cartline'));
  });

  const start = (consent: ConsentState = 'granted') => {
    const client = createCartline({ relay, writeKey: `wk_panel_${++made}`, consent });
    startDebug();
    return client;
  };

  it('follows an event from the outbox to the relay', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const accept = answering;
    answering = async (ids) => {
      await gate;
      return accept(ids);
    };
    const client = start();
    open();
    client.track('products_searched', { query: 'oil', results_count: 3 });
    await until('the event', () => textOf('.entry').includes('“oil” · 3 results'));
    await until('the lease', () => textOf('.chip') === 'sending');
    release();
    await until('the answer', () => textOf('.chip') === 'accepted');
    await until('the empty outbox', () => textOf('.status') === 'Everything has arrived');
    expect(said).toEqual([]);
  });

  it('says what is wrong with a message in the console, on the badge, at the event and among the problems', async () => {
    const client = start();
    answering = ([messageId]) =>
      Promise.resolve(
        Response.json({
          accepted: [],
          duplicates: [],
          rejected: [
            { messageId, index: 0, code: 'wrong_type', path: '/properties/price', message: 'the relay says no' },
          ],
        } satisfies Answer),
      );
    client.track('product_viewed', {
      product_id: 'p',
      name: 'Oil',
      price: '$49' as unknown as number,
      currency: 'EUR',
    });
    await until('the drop', () => said.length > 1);
    expect(said[0]).toMatch(/^\[cartline\] money_as_text: product_viewed needs price.*\n {2}Cause: .*\n {2}Fix: /);
    expect(said[1]).toContain('dropped_rejected');
    expect(textOf('.alert')).toBe('2');
    open();
    tab('problems').click();
    await until('the state', () => textOf('.chip') === 'given up');
    expect(textOf('.entry .why')).toContain('the relay says no');
    expect(textOf('.problem')).toContain('money_as_text');
  });

  it('says that calls wait for consent, then that they are dropped, and keeps nothing once consent is denied', async () => {
    const client = start('pending');
    await until('the note', () => said.some((text) => text.includes('consent_pending')));
    client.consent({ analytics: true });
    client.track('products_searched', { query: 'oil', results_count: 3 });
    open();
    await until('the event', () => inside('.entry').length === 1);
    dispatchEvent(new Event('pagehide'));
    expect(sessionStorage.getItem('cl_debug')).toContain('products_searched');
    client.consent({ analytics: false });
    await until('the note', () => said.some((text) => text.includes('consent_denied')));
    dispatchEvent(new Event('pagehide'));
    expect(sessionStorage.getItem('cl_debug')).not.toContain('products_searched');
  });

  it('opens by its badge with the focus inside, closes by Esc with the focus back, and stands as it stood on the next page', () => {
    start();
    const [panel] = inside('.panel');
    expect(panel?.hidden).toBe(true);
    open();
    expect(panel?.hidden).toBe(false);
    expect(host().shadowRoot!.activeElement).toBe(tab('events'));
    tab('events').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
    expect(host().shadowRoot!.activeElement).toBe(tab('problems'));
    expect(inside('#panel-problems')[0]?.hidden).toBe(false);
    inside('[aria-label="Move to the other side"]')[0]!.click();
    host().remove();
    startDebug();
    expect(inside('.panel')[0]?.hidden).toBe(false);
    expect(host().dataset['side']).toBe('left');
    expect(tab('problems').getAttribute('aria-selected')).toBe('true');
    tab('problems').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(inside('.panel')[0]?.hidden).toBe(true);
    expect(host().shadowRoot!.activeElement).toBe(inside('.badge')[0]);
  });

  it('also shows what was queued before it was there', async () => {
    const client = createCartline({ relay, writeKey: `wk_panel_${++made}` });
    const [living] = Object.values(
      (globalThis as unknown as Record<symbol, Record<string, object>>)[Symbol.for('cartline')]!,
    );
    const early: { id: string; body: string }[] = [];
    Object.assign(living!, { early });
    client.on('message', (message) => early.push(message));
    client.track('products_searched', { query: 'oil', results_count: 3 });
    await client.flush();
    startDebug();
    open();
    await until('the event', () => textOf('.entry').includes('“oil”'));
    await until('its state', () => textOf('.chip') === 'accepted');
  });

  it('is there once, however often it is loaded', () => {
    start();
    startDebug();
    expect(document.querySelectorAll('cartline-debug')).toHaveLength(1);
  });

  it('shows JSON without making markup of it', async () => {
    const client = start();
    open();
    client.track('products_searched', { query: '<img src=x onerror=alert(1)>', results_count: 0 });
    await until('the event', () => inside('.entry').length === 1);
    const entry = inside('.entry')[0] as HTMLDetailsElement;
    entry.open = true;
    entry.dispatchEvent(new Event('toggle'));
    expect(textOf('.entry pre')).toContain('"query": "<img src=x onerror=alert(1)>"');
    expect(inside('img')).toEqual([]);
  });

  it('copies a report without email addresses', async () => {
    const copied: string[] = [];
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => Promise.resolve(void copied.push(text)));
    const client = start();
    open();
    client.identify({ email: 'jane@example.com' });
    await until('the event', () => inside('.entry').length === 1);
    inside('[aria-label="Copy a report"]')[0]!.click();
    expect(copied[0]).toContain('identify | j…@example.com');
    expect(copied[0]).not.toContain('jane@');
  });
});
