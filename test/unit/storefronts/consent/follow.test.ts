import {
  followConsent,
  googleConsent,
  oneTrustConsent,
  shopifyConsent,
  tcfConsent,
  type FollowOptions,
} from 'cartline/consent';
import type { Consent } from 'cartline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clearPage, stages, type Stage } from './tools.ts';

const WAIT_MS = 5_000;
let told: Consent[];
let stop: () => void;
const analytics = (): unknown[] => told.map((consent) => consent.analytics);
const follow = (tool: Stage['tool'], options?: FollowOptions): void => {
  stop = followConsent({ consent: (consent) => told.push(consent) }, tool, options);
};
/** Lets what was said in this task take effect. */
const settled = (): Promise<void> => Promise.resolve();

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  localStorage.clear();
});
afterEach(() => {
  stop();
  clearPage();
  vi.useRealTimers();
});

describe.each(stages.map((create) => [create().name, create] as const))('%s', (_, create) => {
  let stage: Stage;
  beforeEach(() => (stage = create()));

  it.each(['granted', 'denied'] as const)('is believed at once when it is there: %s', (answer) => {
    stage.arrive(answer);
    follow(stage.tool);
    expect(analytics()).toEqual([answer]);
    vi.advanceTimersByTime(2 * WAIT_MS);
    expect(analytics()).toEqual([answer]);
  });

  it('is waited for, in the state pending', async () => {
    stage.block();
    follow(stage.tool, { whenBlocked: 'denied' });
    expect(analytics()).toEqual(['pending']);
    stage.arrive('granted');
    await settled();
    vi.advanceTimersByTime(WAIT_MS - 1);
    expect(analytics()).toEqual(['pending', 'granted']);
  });

  it('may show its banner for as long as the visitor likes', async () => {
    stage.block();
    follow(stage.tool, { whenBlocked: 'granted' });
    stage.arrive('open');
    await settled();
    vi.advanceTimersByTime(10 * WAIT_MS);
    expect(analytics()).toEqual(['pending']);
    stage.answer('denied');
    await settled();
    stage.answer('granted');
    await settled();
    expect(analytics()).toEqual(['pending', 'denied', 'granted']);
  });

  it.each(['denied', 'granted', 'pending'] as const)('blocked, counts as said beforehand: %s', (whenBlocked) => {
    stage.block();
    follow(stage.tool, { whenBlocked });
    vi.advanceTimersByTime(WAIT_MS - 1);
    expect(analytics()).toEqual(['pending']);
    vi.advanceTimersByTime(1);
    expect(analytics()).toEqual(whenBlocked === 'pending' ? ['pending'] : ['pending', whenBlocked]);
  });

  it('absent, counts as blocked, after the wait that was said', () => {
    follow(stage.tool, { whenBlocked: 'denied', waitMs: 100 });
    vi.advanceTimersByTime(100);
    expect(analytics()).toEqual(['pending', 'denied']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('later than it was waited for, still counts', async () => {
    stage.block();
    follow(stage.tool, { whenBlocked: 'denied' });
    vi.advanceTimersByTime(2 * WAIT_MS);
    stage.arrive('granted');
    dispatchEvent(new Event('load'));
    await settled();
    expect(analytics()).toEqual(['pending', 'denied', 'granted']);
  });

  it('is heard no more once it is not followed', async () => {
    stage.arrive('open');
    follow(stage.tool);
    stage.answer('granted'); // in the same task
    stop();
    const heard = told.length;
    stage.answer('denied');
    await settled();
    vi.advanceTimersByTime(2 * WAIT_MS);
    expect(told).toHaveLength(heard);
  });
});

describe('what only one tool has', () => {
  const page = globalThis as unknown as Record<string, unknown>;

  it('takes a failure of Shopify to load its API for blocked, without waiting', () => {
    page['Shopify'] = { loadFeatures: (__: object[], done: (error: unknown) => void) => done(new Error('refused')) };
    follow(shopifyConsent, { whenBlocked: 'denied' });
    expect(analytics()).toEqual(['denied']);
  });

  it('waits where Google has a default for some regions only, since nobody says which this is', () => {
    page['dataLayer'] = [
      ['consent', 'default', { analytics_storage: 'granted' }],
      ['consent', 'default', { analytics_storage: 'denied', region: ['DE'] }],
    ];
    follow(googleConsent);
    expect(analytics()).toEqual(['pending']);
  });

  it('believes a default of Google that grants everywhere, and leaves dataLayer as it works', () => {
    const dataLayer: unknown[] = [
      { event: 'gtm.js' },
      null,
      'text',
      ['consent', 'default', { analytics_storage: 'granted' }],
    ];
    page['dataLayer'] = dataLayer;
    follow(googleConsent);
    expect(dataLayer.push({ event: 'one' }, { event: 'two' })).toBe(6);
    expect(analytics()).toEqual(['granted']);
  });

  it('needs no consent of TCF where the GDPR does not apply', () => {
    page['__tcfapi'] = (__: string, ___: number, listener: (data: object, success: boolean) => void) =>
      listener({ eventStatus: 'tcloaded', gdprApplies: false }, true);
    follow(tcfConsent);
    expect(analytics()).toEqual(['granted']);
  });

  it('needs all purposes of TCF that were asked for', () => {
    page['__tcfapi'] = (__: string, ___: number, listener: (data: object, success: boolean) => void) =>
      listener(
        { eventStatus: 'tcloaded', gdprApplies: true, purpose: { consents: { 1: true, 8: true, 10: false } } },
        true,
      );
    follow(tcfConsent, { analytics: ['1', '8', '10'] });
    expect(analytics()).toEqual(['denied']);
  });
});

describe('a category that stands for mails', () => {
  const set = (...groups: string[]): void => {
    const page = globalThis as unknown as Record<string, unknown>;
    page['OnetrustActiveGroups'] = `,${groups.join()},`;
    page['OneTrust'] = { IsAlertBoxClosed: () => true };
    dispatchEvent(new Event('OneTrustGroupsUpdated'));
  };
  const mails = (): unknown[] => told.flatMap(({ email }) => email ?? []);
  const options = { email: 'C0009' };

  it('is told once for all pages when it was granted, and once when it was withdrawn', () => {
    set('C0002', 'C0009');
    follow(oneTrustConsent, options);
    stop();
    follow(oneTrustConsent, options); // the next page
    expect(mails()).toEqual([true]);
    set('C0002');
    set('C0002');
    expect(mails()).toEqual([true, false]);
  });

  it('is no withdrawal where nothing had been granted, and no grant where nothing may be kept', () => {
    set('C0002');
    follow(oneTrustConsent, options);
    set('C0009');
    expect(mails()).toEqual([]);
    expect(localStorage.length).toBe(0);
  });

  it('is never inferred', () => {
    set('C0002', 'C0009');
    follow(oneTrustConsent);
    expect(told).toEqual([{ analytics: 'granted' }]);
  });
});
