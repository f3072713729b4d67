import { describe, expect, it } from 'vitest';
import { acceptAll, createFakeBrowser, never, openTab } from '../../../support/fake-browser.ts';
import { messagesOf, namesOf } from './sent.ts';

describe('a prerendered page', () => {
  it('makes, keeps and sends nothing until it is shown', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { prerendered: true });
    tab.client.page();
    tab.leave();
    tab.wake(true);
    await tab.client.flush();
    await browser.clock.advance(60_000);
    expect([browser.rows.size, browser.cookie, tab.requests.length]).toEqual([0, undefined, 0]);
    tab.activate();
    await browser.clock.advance(300);
    expect(namesOf(tab)).toEqual(['page']);
  });

  it('obeys a consent that was said before it was shown', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { prerendered: true });
    tab.client.consent({ analytics: false });
    tab.client.page();
    tab.activate();
    await browser.clock.advance(60_000);
    expect(tab.requests).toEqual([]);
  });
});

describe('a listener', () => {
  it('hears of each message with its id and its JSON, until it stops listening', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    const heard: string[] = [];
    const stop = tab.client.on('message', ({ id, body }) => heard.push(id, body));
    tab.client.page();
    await browser.clock.advance(300);
    stop();
    tab.client.page();
    await browser.clock.advance(300);
    const [message] = messagesOf(tab);
    expect(heard[0]).toBe(message?.messageId);
    expect(JSON.parse(heard[1] ?? '')).toEqual(message);
    expect(heard).toHaveLength(2);
  });

  it('may stop in the middle of being told, and others hear all the same', async () => {
    const browser = createFakeBrowser();
    const { client } = openTab(browser, acceptAll);
    const heard: string[] = [];
    const stop = client.on('message', () => {
      heard.push('first');
      stop();
    });
    client.on('message', () => heard.push('second'));
    client.page();
    client.page();
    await browser.clock.advance(0);
    expect(heard.filter((name) => name === 'second')).toHaveLength(2);
  });
});

describe('a message', () => {
  it('carries the plan version, the page, the surroundings and the write key of its batch', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { planVersion: '7', writeKey: 'wk_7' });
    tab.client.page({ title: 'Other' });
    await browser.clock.advance(300);
    const [request] = tab.requests;
    expect([request?.writeKey, request?.sentAt]).toEqual(['wk_7', new Date(request?.at ?? 0).toISOString()]);
    expect(request?.batch[0]).toMatchObject({
      properties: { title: 'Other', path: '/p' },
      context: { plan: '7', locale: 'de', page: { path: '/p', title: 'P' } },
    });
  });

  it('without properties is an event all the same', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    (tab.client.track as (event: string) => void)('quiz_finished');
    await browser.clock.advance(300);
    expect(messagesOf(tab)[0]?.properties).toEqual({});
  });

  it('keeps a value that the shop computed itself', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    tab.client.track('cart_viewed', { value: 5, items: [{ price: 1, quantity: 1 }] });
    await browser.clock.advance(300);
    expect(messagesOf(tab)[0]?.properties?.['value']).toBe(5);
  });

  it('of exactly 32,000 bytes is sent, and one byte more is not', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, never);
    const sizes: number[] = [];
    tab.client.on('message', ({ body }) => sizes.push(new TextEncoder().encode(body).length));
    tab.client.track('x', { text: '' });
    await browser.clock.advance(0);
    const room = 32_000 - (sizes[0] ?? 0);
    tab.client.track('x', { text: 'y'.repeat(room) });
    tab.client.track('x', { text: 'y'.repeat(room + 1) });
    await browser.clock.advance(0);
    expect(sizes[1]).toBe(32_000);
    expect(tab.drops).toEqual([{ reason: 'too_large', messages: 1 }]);
  });
});

describe('flush', () => {
  it('of a page that never tracked resolves', async () => {
    const browser = createFakeBrowser();
    await expect(openTab(browser, acceptAll, { consent: 'denied' }).client.flush()).resolves.toBeUndefined();
  });
});
