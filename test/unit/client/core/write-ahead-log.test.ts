import { describe, expect, it } from 'vitest';
import { acceptAll, answer, createFakeBrowser, nothing, openTab } from '../../../support/fake-browser.ts';
import { crashStorage } from '../../../support/fake-storage.ts';
import { messagesOf, namesOf } from './sent.ts';

const deaf = (): typeof nothing => nothing;

describe('the log of what storage did not take', () => {
  it('is written when the page leaves, and holds each message once', () => {
    const browser = createFakeBrowser();
    browser.refuseOpen = true;
    const tab = openTab(browser, deaf);
    tab.client.page();
    tab.client.page();
    tab.leave();
    tab.client.page();
    tab.leave();
    const log = JSON.parse(browser.values.get('cl_wal') ?? '[]') as { id: string }[];
    expect(log).toHaveLength(3);
    expect(new Set(log.map(({ id }) => id)).size).toBe(3);
  });

  it('is not written where storage took everything', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, deaf);
    await tab.client.flush();
    tab.client.page();
    await browser.clock.advance(0);
    tab.leave();
    expect(browser.values.has('cl_wal')).toBe(false);
  });

  it('has what storage is still writing, which a page that goes may stop; the next page stores it', async () => {
    const browser = createFakeBrowser();
    const before = openTab(browser, deaf);
    await before.client.flush();
    browser.latencyMs = 100;
    before.client.track('being_written', {});
    before.close();
    expect(JSON.parse(browser.values.get('cl_wal') ?? '[]')).toHaveLength(1);
    crashStorage(browser);
    browser.latencyMs = 0;
    const tab = openTab(browser, deaf);
    await tab.client.flush();
    expect([...browser.rows.values()]).toMatchObject([{ body: expect.stringContaining('being_written') as string }]);
  });

  it('is added to by each tab', () => {
    const browser = createFakeBrowser();
    browser.refuseOpen = true;
    const tabs = [openTab(browser, deaf), openTab(browser, deaf)];
    for (const tab of tabs) {
      tab.client.page();
      tab.close();
    }
    expect(JSON.parse(browser.values.get('cl_wal') ?? '[]')).toHaveLength(2);
  });

  it('is moved to storage by the next page, which sends it before its own messages', async () => {
    const browser = createFakeBrowser();
    browser.refuseOpen = true;
    const before = openTab(browser, deaf);
    before.client.track('old', {});
    before.close();
    browser.refuseOpen = false;
    browser.values.delete('cl_wait');
    const tab = openTab(browser, acceptAll);
    tab.client.track('new', {});
    await browser.clock.advance(300);
    expect(namesOf(tab)).toEqual(['old', 'new']);
    expect(browser.values.has('cl_wal')).toBe(false);
  });

  it('stays where storage is refused again, until the messages are sent', async () => {
    const browser = createFakeBrowser();
    browser.refuseOpen = true;
    const before = openTab(browser, deaf);
    before.client.page();
    before.close();
    const deafToo = openTab(browser, deaf);
    await deafToo.client.flush();
    expect(browser.values.has('cl_wal')).toBe(true);
    deafToo.kill();
    browser.values.delete('cl_wait');
    const tab = openTab(browser, acceptAll);
    await browser.clock.advance(300);
    expect(messagesOf(tab)).toHaveLength(1);
    expect(browser.values.has('cl_wal')).toBe(false);
  });

  it('loses only what was sent', async () => {
    const browser = createFakeBrowser();
    browser.refuseOpen = true;
    const tab = openTab(browser, ({ batch }) => answer(batch.slice(0, 1).map(({ messageId }) => messageId)));
    await tab.client.flush();
    tab.client.track('first', {});
    tab.client.track('second', {});
    tab.leave();
    await browser.clock.advance(0);
    expect(JSON.parse(browser.values.get('cl_wal') ?? '[]')).toMatchObject([
      { body: expect.stringContaining('second') as string },
    ]);
  });

  it('is begun anew where another script wrote nonsense', async () => {
    const browser = createFakeBrowser();
    browser.values.set('cl_wal', '{"not":');
    const tab = openTab(browser, acceptAll);
    tab.client.page();
    await browser.clock.advance(300);
    expect(messagesOf(tab)).toHaveLength(1);
  });
});
