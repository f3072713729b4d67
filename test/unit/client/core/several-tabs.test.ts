import { describe, expect, it } from 'vitest';
import { acceptAll, createFakeBrowser, never, openTab } from '../../../support/fake-browser.ts';
import { idsOf, messagesOf } from './sent.ts';

describe('a tab that is locked out', () => {
  it.each([
    [0, 1_000],
    [1, 2_000],
  ])('looks again after 1 to 2 s (chance %d: %i ms)', async (chance, ms) => {
    const browser = createFakeBrowser(() => chance);
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    browser.lockHeld = true;
    tab.client.page();
    await browser.clock.advance(300);
    browser.lockHeld = false;
    await browser.clock.advance(ms - 1);
    expect(tab.requests).toEqual([]);
    await browser.clock.advance(1);
    expect(tab.requests).toHaveLength(1);
  });

  it('takes its turn after 12 s, and not before', async () => {
    const browser = createFakeBrowser(() => 0);
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    browser.lockHeld = true;
    tab.client.page();
    await browser.clock.advance(12_200);
    expect(tab.requests).toEqual([]);
    await browser.clock.advance(200);
    expect(tab.requests).toHaveLength(1);
  });

  it('counts those 12 s anew after it had its turn', async () => {
    const browser = createFakeBrowser(() => 0);
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    for (let round = 0; round < 2; round++) {
      browser.lockHeld = true;
      tab.client.page();
      await browser.clock.advance(10_000);
      expect(tab.requests).toHaveLength(round);
      browser.lockHeld = false;
      await browser.clock.advance(2_000);
      expect(tab.requests).toHaveLength(round + 1);
    }
  });

  it('counts those 12 s anew after the relay asked everybody to wait', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    browser.lockHeld = true;
    tab.client.page();
    await browser.clock.advance(300);
    browser.values.set('cl_wait', String(browser.clock.now() + 60_000));
    browser.lockHeld = false;
    await browser.clock.advance(59_990);
    browser.lockHeld = true;
    await browser.clock.advance(1_000);
    expect(tab.requests).toEqual([]);
  });
});

describe('tabs of one browser', () => {
  it('send each message once while all is well', async () => {
    const browser = createFakeBrowser();
    const tabs = [1, 2, 3].map(() => openTab(browser, acceptAll));
    for (let i = 0; i < 30; i++) tabs[i % 3]?.client.page();
    await browser.clock.advance(10_000);
    const ids = tabs.flatMap(idsOf);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
    expect(browser.rows.size).toBe(0);
  });

  it('take over from one that dies while it sends', async () => {
    const browser = createFakeBrowser();
    const dying = openTab(browser, never);
    dying.client.page();
    await browser.clock.advance(300);
    dying.kill();
    const heir = openTab(browser, acceptAll);
    await browser.clock.advance(9_000);
    expect(idsOf(heir)).toEqual(idsOf(dying));
    expect(browser.rows.size).toBe(0);
  });

  it('keep a sequence each, without a gap, so that the relay can count', async () => {
    const browser = createFakeBrowser();
    const tabs = [openTab(browser, acceptAll), openTab(browser, acceptAll)];
    for (let i = 0; i < 6; i++) tabs[i % 2]?.client.page();
    await browser.clock.advance(10_000);
    const places = tabs.flatMap(messagesOf).map(({ context }) => context.seq.join());
    expect(new Set(places).size).toBe(6);
    expect(places.map((place) => place.split(',')[1]).sort()).toEqual(['0', '0', '1', '1', '2', '2']);
  });

  it('send what waits in the memory of one when its storage is refused, from there alone', async () => {
    const browser = createFakeBrowser();
    browser.refuseOpen = true;
    const deaf = openTab(browser, acceptAll);
    await deaf.client.flush();
    browser.refuseOpen = false;
    const other = openTab(browser, acceptAll);
    deaf.client.page();
    await other.client.flush();
    expect(other.requests).toEqual([]);
    await browser.clock.advance(2_000);
    expect(deaf.requests).toHaveLength(1);
  });
});

describe('a frozen tab', () => {
  it('frees the lock, and hears its answer when it is thawed', async () => {
    const browser = createFakeBrowser();
    let release = (): void => undefined;
    const tab = openTab(browser, (request) => new Promise((resolve) => (release = () => resolve(acceptAll(request)))));
    await tab.client.flush();
    tab.client.page();
    await browser.clock.advance(300);
    tab.freeze();
    await browser.clock.advance(0);
    expect(browser.lockHeld).toBe(false);
    release();
    await browser.clock.advance(1_000);
    expect(browser.rows.size).toBe(1);
    tab.thaw();
    await browser.clock.advance(0);
    expect(browser.rows.size).toBe(0);
  });
});
