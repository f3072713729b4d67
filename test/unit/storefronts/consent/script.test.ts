import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Queue = ((...call: unknown[]) => void) & { q: [number, unknown[]][] };
const page = globalThis as unknown as { cartline?: Queue; OnetrustActiveGroups?: string };

/** Runs dist/consent.js's source as a script with these attributes would. */
const run = async (dataset: Record<string, string>): Promise<void> => {
  vi.resetModules();
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue({ dataset } as unknown as HTMLScriptElement);
  await import('../../../../src/storefronts/consent/script.ts');
};
const calls = (): unknown[] => (page.cartline?.q ?? []).map(([, call]) => call);

beforeEach(() => {
  vi.useFakeTimers();
  page.OnetrustActiveGroups = ',C0001,C0009,';
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  delete page.cartline;
  delete page.OnetrustActiveGroups;
});

describe('the script', () => {
  it('queues what the tool says until cartline.js is there', async () => {
    await run({ consentFrom: 'onetrust', consentAnalytics: 'C0001, C0009' });
    expect(calls()).toEqual([['consent', { analytics: 'granted' }]]);
  });

  it('speaks to the client that is there by then', async () => {
    const said: unknown[] = [];
    page.cartline = Object.assign((...call: unknown[]) => void said.push(call), { q: [] });
    await run({ consentFrom: 'tcf', consentWhenBlocked: 'denied', consentWaitMs: '50' });
    vi.advanceTimersByTime(50);
    expect(said).toEqual([
      ['consent', { analytics: 'pending' }],
      ['consent', { analytics: 'denied' }],
    ]);
  });

  it('takes a word that it does not know for pending', async () => {
    await run({ consentFrom: 'tcf', consentWhenBlocked: 'allowed' });
    vi.advanceTimersByTime(60_000);
    expect(calls()).toEqual([['consent', { analytics: 'pending' }]]);
  });

  it('names the tools when it does not know the one that was said', async () => {
    const complain = vi.spyOn(console, 'error').mockReturnValue();
    await run({ consentFrom: 'one-trust' });
    expect(complain).toHaveBeenCalledWith(
      'Cartline consent: data-consent-from is "one-trust"; expected one of shopify, google, tcf, onetrust, cookiebot',
    );
    expect(page.cartline).toBeUndefined();
  });
});
