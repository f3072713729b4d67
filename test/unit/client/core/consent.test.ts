import { describe, expect, it } from 'vitest';
import { acceptAll, createFakeBrowser, nothing, openTab, type Answering } from '../../../support/fake-browser.ts';
import { messagesOf, namesOf, reasonsOf } from './sent.ts';

const item = { product_id: 'p1', name: 'Cleanser', price: 24, quantity: 1, sku: 'C', category: 'Face' };
const person = { email: 'a@b.example', userId: 'u1' };
const deaf: Answering = () => nothing;

describe('while consent is pending', () => {
  it('keeps calls in memory: nothing is stored, no id is made, nothing is sent', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { consent: 'pending' });
    tab.client.page();
    tab.client.cart.add(item);
    await browser.clock.advance(60_000);
    expect([browser.rows.size, browser.values.size, browser.cookie, tab.requests.length]).toEqual([0, 0, undefined, 0]);
    expect([tab.client.anonymousId, tab.consentState?.()]).toEqual(['', 'pending']);
  });

  it('sends what was kept when it is granted, each under the time of its call', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { consent: 'pending' });
    tab.client.page();
    await browser.clock.advance(5_000);
    tab.client.identify(person);
    await browser.clock.advance(5_000);
    tab.client.consent({ analytics: true });
    tab.client.track('quiz_finished', {});
    await browser.clock.advance(1_000);
    expect(messagesOf(tab).map(({ type, timestamp }) => [type, timestamp.slice(17, 19)])).toEqual([
      ['page', '00'],
      ['identify', '05'],
      ['track', '10'],
    ]);
    expect(tab.consentState?.()).toBe('granted');
  });

  it('counts what was kept as dropped when it is denied', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { consent: 'pending' });
    tab.client.page();
    tab.client.page();
    tab.client.consent({ analytics: 'denied' });
    await browser.clock.advance(1_000);
    expect(reasonsOf(tab)).toEqual([['consent', 2]]);
    expect([tab.requests.length, browser.values.size, browser.rows.size]).toEqual([0, 0, 0]);
  });

  it('keeps messages in storage, unsent, where the shop chose so', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { consent: 'pending', pending: 'storage' });
    tab.client.identify(person);
    await browser.clock.advance(60_000);
    tab.leave();
    expect([browser.rows.size, tab.requests.length]).toEqual([1, 0]);
    expect(tab.client.anonymousId).not.toBe('');
    tab.client.consent({ analytics: 'granted' });
    await browser.clock.advance(300);
    expect(namesOf(tab)).toEqual(['identify']);
  });

  it('erases what storage kept when it is denied on the next page', async () => {
    const browser = createFakeBrowser();
    const before = openTab(browser, acceptAll, { consent: 'pending', pending: 'storage' });
    before.client.page();
    await browser.clock.advance(1_000);
    before.close();
    const tab = openTab(browser, acceptAll, { consent: 'pending', pending: 'storage' });
    tab.client.consent({ analytics: false });
    await browser.clock.advance(1_000);
    expect([browser.rows.size, tab.requests.length, browser.cookie]).toEqual([0, 0, undefined]);
  });
});

describe('when consent is denied', () => {
  it('forgets the outbox, the cookie and the visitor, and says what was dropped', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, deaf);
    await tab.client.flush();
    tab.client.cart.add(item);
    tab.client.page();
    tab.leave();
    expect([...browser.values.keys()]).toEqual(expect.arrayContaining(['cl_cart', 'cl_time', 'cl_visitor']));
    tab.client.consent({ analytics: false });
    await browser.clock.advance(0);
    expect(browser.rows.size).toBe(0);
    expect(browser.cookie).toBeUndefined();
    expect([...browser.values.keys()].filter((key) => key !== 'cl_wait' && key !== 'cl_drops')).toEqual([]);
    expect([tab.client.anonymousId, tab.consentState?.()]).toEqual(['', 'denied']);
    expect(reasonsOf(tab)).toEqual([['consent', 2]]);
  });

  it.each([
    ['storage is open', false],
    ['storage is refused', true],
  ])('sends no identify and no order of before (%s)', async (_, refuseOpen) => {
    const browser = createFakeBrowser();
    browser.refuseOpen = refuseOpen;
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    tab.client.identify(person);
    tab.client.track('order_completed', { order_id: 'o', items: [] });
    tab.client.consent({ analytics: false });
    await browser.clock.advance(60_000);
    expect([tab.requests.length, browser.rows.size]).toEqual([0, 0]);
    expect(reasonsOf(tab)).toEqual([['consent', 2]]);
    tab.client.consent({ analytics: true });
    await browser.clock.advance(60_000);
    expect(tab.requests).toEqual([]);
  });

  it('forgets what an earlier page left', async () => {
    const browser = createFakeBrowser();
    const before = openTab(browser, deaf);
    before.client.page();
    await browser.clock.advance(1_000);
    before.close();
    const tab = openTab(browser, acceptAll, { consent: 'denied' });
    await browser.clock.advance(3_600_000);
    expect([browser.rows.size, tab.requests.length, browser.cookie]).toEqual([0, 0, undefined]);
  });

  it('counts every row that goes, also those that were tried already and those of other tabs', async () => {
    const browser = createFakeBrowser();
    const [other, tab] = [openTab(browser, deaf), openTab(browser, deaf)];
    other.client.page();
    tab.client.page();
    await browser.clock.advance(5_000);
    tab.client.track('quiz_finished', {});
    tab.client.consent({ analytics: false });
    await browser.clock.advance(1);
    expect(reasonsOf(tab)).toEqual([['consent', 3]]);
  });

  it('forgets rows that storage could only be asked to forget once it was open', async () => {
    const browser = createFakeBrowser();
    const before = openTab(browser, deaf);
    before.client.page();
    await browser.clock.advance(1_000);
    before.close();
    browser.latencyMs = 50;
    const tab = openTab(browser, acceptAll);
    tab.client.consent({ analytics: false });
    await browser.clock.advance(60_000);
    expect(browser.rows.size).toBe(0);
    expect(tab.requests).toEqual([]);
  });

  it('opens no storage where the visitor is a stranger', async () => {
    const browser = createFakeBrowser();
    let opened = 0;
    const openTable = (): Promise<never> => Promise.reject(new Error(`opened ${++opened}`));
    openTab(browser, acceptAll, { consent: 'denied', openTable });
    await browser.clock.advance(1_000);
    expect([opened, browser.values.size]).toEqual([0, 0]);
  });

  it('tracks nothing more, and says so at each call', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { consent: 'denied' });
    tab.client.page();
    tab.client.track('quiz_finished', {});
    tab.client.cart.add(item);
    tab.client.identify({ ...person, consent: { email: true } });
    await browser.clock.advance(60_000);
    expect([browser.rows.size, browser.values.size, tab.requests.length]).toEqual([0, 0, 0]);
    expect(reasonsOf(tab)).toEqual(Array.from({ length: 5 }, () => ['consent', 1]));
  });

  it('makes another visitor when it is granted again', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    const before = tab.client.anonymousId;
    tab.client.consent({ analytics: false });
    tab.client.consent({ analytics: 'granted' });
    tab.client.page();
    await browser.clock.advance(1_000);
    expect(messagesOf(tab).map(({ anonymousId }) => anonymousId)).toEqual([tab.client.anonymousId]);
    expect(tab.client.anonymousId).not.toBe(before);
  });

  it('keeps a withdrawal that was not sent yet', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    tab.client.page();
    tab.client.consent({ email: false, analytics: false });
    await browser.clock.advance(1_000);
    expect(namesOf(tab)).toEqual(['consent_changed']);
    expect(reasonsOf(tab)).toEqual([['consent', 1]]);
    expect(browser.rows.size).toBe(0);
  });
});

describe('a withdrawal of email or sms consent', () => {
  it.each(['denied', 'pending'] as const)('is sent while analytics is %s, and keeps no id', async (consent) => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { consent });
    tab.client.page();
    tab.client.consent({ sms: false, source: 'preferences' });
    await browser.clock.advance(1_000);
    expect(messagesOf(tab).map(({ event, properties }) => [event, properties])).toEqual([
      ['consent_changed', { channel: 'sms', granted: false, source: 'preferences' }],
    ]);
    expect(browser.cookie).toBeUndefined();
    expect(browser.values.get('cl_visitor')).toBeUndefined();
  });

  it('says who withdraws when the person is named with it, and nothing else of them', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { consent: 'denied' });
    tab.client.identify({ ...person, traits: { first_name: 'Jane' }, consent: { email: false } });
    await browser.clock.advance(1_000);
    expect(namesOf(tab)).toEqual(['identify', 'consent_changed']);
    const [identify, withdrawal] = messagesOf(tab);
    expect(identify?.traits).toMatchObject({ email: 'a@b.example' });
    expect(identify?.traits).not.toHaveProperty('first_name');
    expect(withdrawal?.properties).toEqual({ channel: 'email', granted: false });
  });

  it('is sent when the page leaves, where the rest waits for consent', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { consent: 'pending', pending: 'storage' });
    await tab.client.flush();
    tab.client.page();
    tab.client.consent({ email: false });
    tab.leave();
    await browser.clock.advance(0);
    expect(namesOf(tab)).toEqual(['consent_changed']);
    expect(tab.requests[0]?.keepalive).toBe(true);
  });

  it('does not say the person twice where tracking is allowed', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    tab.client.identify({ ...person, consent: { email: false } });
    await browser.clock.advance(1_000);
    expect(namesOf(tab)).toEqual(['identify', 'consent_changed']);
  });
});

describe('a grant of email or sms consent', () => {
  it('waits for analytics consent as everything else does', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll, { consent: 'pending' });
    tab.client.consent({ email: true });
    await browser.clock.advance(1_000);
    expect(tab.requests).toEqual([]);
    tab.client.consent({ analytics: true });
    await browser.clock.advance(1_000);
    expect(messagesOf(tab).map(({ properties }) => properties)).toEqual([{ channel: 'email', granted: true }]);
  });

  it('says nothing of a channel that was not named', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    tab.client.consent({ source: 'banner' });
    await browser.clock.advance(1_000);
    expect(tab.requests).toEqual([]);
  });
});
