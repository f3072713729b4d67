import { describe, expect, it } from 'vitest';
import {
  acceptAll,
  answer,
  createFakeBrowser,
  nothing,
  openTab,
  type Answering,
} from '../../../support/fake-browser.ts';
import { reasonsOf } from './sent.ts';

describe('the report of what was given up', () => {
  const rejecting: Answering = ({ batch }) => {
    const wrong = batch.filter(({ event }) => event === 'wrong').map(({ messageId }) => messageId);
    return answer(
      batch.map(({ messageId }) => messageId).filter((id) => !wrong.includes(id)),
      wrong,
    );
  };
  const reported = (tab: ReturnType<typeof openTab>): unknown[] =>
    tab.requests.flatMap(({ dropped }) => dropped.map(({ reason, count }) => [reason, count]));

  it('counts together what one answer refused', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, rejecting);
    tab.client.track('wrong', {});
    tab.client.track('wrong', {});
    tab.client.track('right', {});
    await browser.clock.advance(300);
    expect(reasonsOf(tab)).toEqual([['rejected', 2]]);
    tab.client.page();
    await browser.clock.advance(300);
    expect(reported(tab)).toEqual([['rejected', 2]]);
  });

  it('goes with every request until one is answered, each time under the same id', async () => {
    const browser = createFakeBrowser();
    let down = true;
    const tab = openTab(browser, (request) => (down ? nothing : acceptAll(request)));
    tab.client.track('x', { n: 1n });
    tab.client.page();
    await browser.clock.advance(5_000);
    down = false;
    await browser.clock.advance(60_000);
    const ids = tab.requests.flatMap(({ dropped }) => dropped.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
    tab.client.page();
    await browser.clock.advance(300);
    expect(tab.requests.at(-1)?.dropped).toEqual([]);
  });

  it('goes on the next page where this one sends nothing more', async () => {
    const browser = createFakeBrowser();
    const before = openTab(browser, acceptAll);
    before.client.track('x', { n: 1n });
    await browser.clock.advance(1_000);
    before.close();
    const tab = openTab(browser, acceptAll);
    tab.client.page();
    await browser.clock.advance(300);
    expect(reported(tab)).toEqual([['unserialisable', 1]]);
  });

  it('that was made while an answer was on its way is kept for the next', async () => {
    const browser = createFakeBrowser();
    let release: (() => void) | undefined;
    const tab = openTab(browser, (request) => new Promise((resolve) => (release = () => resolve(acceptAll(request)))));
    tab.client.track('first', { n: 1n });
    tab.client.page();
    await browser.clock.advance(300);
    tab.client.track('second', { n: 1n });
    release?.();
    await browser.clock.advance(300);
    tab.client.page();
    await browser.clock.advance(300);
    release?.();
    expect(tab.requests.map(({ dropped }) => dropped.length)).toEqual([1, 1]);
    expect(new Set(tab.requests.flatMap(({ dropped }) => dropped.map(({ id }) => id))).size).toBe(2);
  });

  it('is not cut short by another tab that reports the same', async () => {
    const browser = createFakeBrowser();
    const waiting: (() => void)[] = [];
    let slow = true;
    const answering: Answering = (request) =>
      slow ? new Promise((resolve) => waiting.push(() => resolve(acceptAll(request)))) : acceptAll(request);
    const [a, b] = [openTab(browser, answering), openTab(browser, answering)];
    await Promise.all([a.client.flush(), b.client.flush()]);
    a.client.track('first', { n: 1n });
    a.client.page();
    b.client.page();
    a.leave();
    b.leave();
    waiting[0]?.();
    await browser.clock.advance(0);
    b.client.track('second', { n: 1n });
    waiting[1]?.();
    await browser.clock.advance(0);
    slow = false;
    b.client.page();
    await browser.clock.advance(1_000);
    expect(new Set([...a.requests, ...b.requests].flatMap(({ dropped }) => dropped.map(({ id }) => id))).size).toBe(2);
  });
});
