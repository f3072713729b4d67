import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followPage, onPathChange } from '../../../../src/client/browser/page-life.ts';
import { goTo, pretend, setHidden } from './page.ts';

const life = { leave: vi.fn(), wake: vi.fn(), activate: vi.fn() };
const counts = (): number[] => [life.leave, life.wake, life.activate].map(({ mock }) => mock.calls.length);

beforeEach(() => {
  vi.clearAllMocks();
  setHidden(false);
});
afterEach(() => vi.restoreAllMocks());

describe('the life of a page', () => {
  const listeners: [string, EventListener][] = [];
  beforeEach(() => {
    const original = globalThis.addEventListener;
    vi.spyOn(globalThis, 'addEventListener').mockImplementation(
      (name: string, listener: unknown, options?: unknown) => {
        listeners.push([name, listener as EventListener]);
        original.call(globalThis, name, listener as EventListener, options as boolean);
      },
    );
  });
  afterEach(() => {
    for (const [name, listener] of listeners.splice(0)) removeEventListener(name, listener, true);
  });

  it('acts at once on a page that is seen', () => {
    followPage(life);
    expect(counts()).toEqual([0, 0, 1]);
  });

  it('acts when a prerendered page is shown, not before', () => {
    const restore = pretend(document, 'prerendering', true);
    followPage(life);
    expect(counts()).toEqual([0, 0, 0]);
    document.dispatchEvent(new Event('prerenderingchange'));
    expect(counts()).toEqual([0, 0, 1]);
    restore();
  });

  it.each(['freeze', 'pagehide'])('leaves on %s', (type) => {
    followPage(life);
    dispatchEvent(new Event(type));
    expect(counts()).toEqual([1, 0, 1]);
  });

  it('leaves when the page is hidden, and wakes when it is seen again', () => {
    followPage(life);
    setHidden(true);
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    expect(counts()).toEqual([1, 0, 1]);
    setHidden(false);
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    expect(counts()).toEqual([1, 1, 1]);
    expect(life.wake).toHaveBeenLastCalledWith(false);
  });

  it.each([
    ['resume', false],
    ['pageshow', false],
    ['online', true],
  ])('wakes on %s', (type, online) => {
    followPage(life);
    dispatchEvent(new Event(type));
    expect(life.wake.mock.calls).toEqual([[online]]);
    expect(life.leave).not.toHaveBeenCalled();
  });

  it('never listens to unload, which would keep the page out of the back-forward cache', () => {
    followPage(life);
    expect(listeners.map(([name]) => name)).not.toContain('unload');
    expect(listeners.map(([name]) => name)).not.toContain('beforeunload');
  });
});

describe('a path that changes without a new page', () => {
  let changed = vi.fn();
  const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const { pushState, replaceState } = history;

  beforeEach(() => {
    goTo('https://shop.example/a');
    changed = vi.fn(); // earlier ones are still told of popstate
    onPathChange(changed);
  });
  afterEach(() => Object.assign(history, { pushState, replaceState }));

  it.each(['pushState', 'replaceState'] as const)(
    'is told once per %s, a task later, when the title is there',
    async (name) => {
      history[name](null, '', '/b');
      expect(changed).not.toHaveBeenCalled();
      await task();
      expect(changed).toHaveBeenCalledTimes(1);
      expect(location.pathname).toBe('/b');
    },
  );

  it('is not told when only the query, the hash or the state changed', async () => {
    history.replaceState({ scroll: 7 }, '', '/a?sort=price#top');
    await task();
    expect(changed).not.toHaveBeenCalled();
    expect([history.state, location.search]).toEqual([{ scroll: 7 }, '?sort=price']);
  });

  it('is told on the way back', async () => {
    history.pushState(null, '', '/b');
    await task();
    history.replaceState(null, '', '/a');
    dispatchEvent(new Event('popstate'));
    await task();
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
