import { describe, expect, it } from 'vitest';
import {
  acceptAll,
  createFakeBrowser,
  nothing,
  openTab,
  type FakeBrowser,
  type SentMessage,
} from '../../../support/fake-browser.ts';
import { messagesOf } from './sent.ts';

const MINUTE_MS = 60_000;

/** Opens a page, tracks its view, and lets it be sent. */
const visit = async (browser: FakeBrowser, arrival: object = {}): Promise<SentMessage> => {
  const tab = openTab(browser, acceptAll, { arrival });
  tab.client.page();
  await browser.clock.advance(1_000);
  tab.close();
  return messagesOf(tab).at(-1)!;
};

describe('the anonymous id', () => {
  it('is kept in the cookie and in the small values; either restores the other', async () => {
    const browser = createFakeBrowser();
    const { anonymousId } = await visit(browser);
    expect(browser.cookie).toBe(anonymousId);
    browser.cookie = undefined;
    expect((await visit(browser)).anonymousId).toBe(anonymousId);
    expect(browser.cookie).toBe(anonymousId);
    browser.values.clear();
    expect((await visit(browser)).anonymousId).toBe(anonymousId);
  });

  it('is the cookie’s where the two differ, since the relay may have set it', async () => {
    const browser = createFakeBrowser();
    await visit(browser);
    browser.cookie = 'from-the-relay';
    expect((await visit(browser)).anonymousId).toBe('from-the-relay');
  });

  it('is another after reset, without the user and the visit of before', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { arrival: { link: 'l1', campaign: { source: 'mail' } } });
    tab.client.identify({ userId: 'u1' });
    tab.client.reset();
    tab.client.page();
    await browser.clock.advance(1_000);
    const [before, after] = messagesOf(tab);
    expect(after?.anonymousId).not.toBe(before?.anonymousId);
    expect(after?.userId).toBeUndefined();
    expect(after?.context).toMatchObject({ reset: true, first: {} });
    expect(after?.context.fresh).toBeUndefined();
    expect(after?.context.link).toBeUndefined();
    expect(after?.context.campaign).toBeUndefined();
    expect(browser.cookie).toBe(after?.anonymousId);
  });
});

describe('the user id', () => {
  it('is kept for the next page', async () => {
    const browser = createFakeBrowser();
    const before = openTab(browser, acceptAll);
    before.client.identify({ userId: 'u1' });
    before.close();
    expect((await visit(browser)).userId).toBe('u1');
  });

  it('goes on the envelope, not among the traits', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    tab.client.identify({ userId: 'u1', phone: '+49151' });
    await browser.clock.advance(1_000);
    expect(messagesOf(tab)[0]).toMatchObject({ userId: 'u1', traits: { phone: '+49151' } });
    expect(messagesOf(tab)[0]?.traits).not.toHaveProperty('userId');
  });

  it('stays when an identify names none', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    tab.client.identify({ userId: 'u1' });
    tab.client.identify({ email: 'a@b.example' });
    await browser.clock.advance(1_000);
    expect(messagesOf(tab).map(({ userId }) => userId)).toEqual(['u1', 'u1']);
  });
});

describe('the mark of an email link', () => {
  it('is sent until the relay has answered', async () => {
    const browser = createFakeBrowser();
    let down = true;
    const tab = openTab(browser, (request) => (down ? nothing : acceptAll(request)), { arrival: { link: 'token' } });
    tab.client.page();
    await browser.clock.advance(500);
    down = false;
    tab.client.page();
    await browser.clock.advance(60_000);
    tab.client.page();
    await browser.clock.advance(1_000);
    const links = new Map(messagesOf(tab).map(({ messageId, context }) => [messageId, context.link]));
    expect([...links.values()]).toEqual(['token', 'token', undefined]);
  });
});

describe('a visit', () => {
  it('goes on over pages', async () => {
    const browser = createFakeBrowser();
    const first = await visit(browser);
    await browser.clock.advance(29 * MINUTE_MS);
    expect((await visit(browser)).context.sessionId).toBe(first.context.sessionId);
  });

  it('ends after half an hour without a message', async () => {
    const browser = createFakeBrowser();
    const first = await visit(browser);
    await browser.clock.advance(30 * MINUTE_MS);
    expect((await visit(browser)).context.sessionId).not.toBe(first.context.sessionId);
  });

  it('lasts as long as messages come', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    for (let i = 0; i < 5; i++) {
      tab.client.page();
      await browser.clock.advance(20 * MINUTE_MS);
    }
    expect(new Set(messagesOf(tab).map(({ context }) => context.sessionId)).size).toBe(1);
  });

  it('ends when the clock jumps back by more than half an hour', async () => {
    const browser = createFakeBrowser();
    const first = await visit(browser);
    browser.clock.set(browser.clock.now() - 31 * MINUTE_MS);
    expect((await visit(browser)).context.sessionId).not.toBe(first.context.sessionId);
  });

  it('carries the campaign and the referrer it came with on every page', async () => {
    const browser = createFakeBrowser();
    const origin = { campaign: { source: 'mail', name: 'spring' }, referrer: 'https://news.example/' };
    await visit(browser, origin);
    expect((await visit(browser)).context).toMatchObject(origin);
  });

  it('begins anew with another campaign, and not with the same one', async () => {
    const browser = createFakeBrowser();
    const first = await visit(browser, { campaign: { source: 'mail' } });
    const same = await visit(browser, { campaign: { source: 'mail' } });
    const other = await visit(browser, { campaign: { source: 'ads' } });
    expect(same.context.sessionId).toBe(first.context.sessionId);
    expect(other.context.sessionId).not.toBe(first.context.sessionId);
    expect(other.context.campaign).toEqual({ source: 'ads' });
  });

  it('remembers the very first origin for good', async () => {
    const browser = createFakeBrowser();
    await visit(browser, { campaign: { source: 'mail' } });
    await browser.clock.advance(60 * MINUTE_MS);
    const later = await visit(browser, { campaign: { source: 'ads' } });
    expect(later.context.first).toEqual({ campaign: { source: 'mail' } });
  });

  it('survives nonsense where the visitor was kept', async () => {
    const browser = createFakeBrowser();
    browser.values.set('cl_visitor', 'null');
    browser.cookie = 'known';
    expect((await visit(browser)).anonymousId).toBe('known');
  });
});
