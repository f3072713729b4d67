import type { ShopifyGlobals } from './page.ts';

/** Why nobody can say: Shopify's script could not be loaded, or the page has no way to load it. */
export type ConsentFailure = 'blocked' | 'absent';

/** Who is told. */
export interface ConsentListener {
  /** `isFresh`: the visitor has decided just now, and not on an earlier page. */
  readonly decided: (isAllowed: boolean, isFresh: boolean) => void;
  /** The visitor stays undecided. */
  readonly failed: (why: ConsentFailure) => void;
}

const features = [{ name: 'consent-tracking-api', version: '0.1' }];

/**
 * Asks Shopify's customer privacy API once, and listens to what the visitor decides later in this page. Each way to fail
 * is told, never taken for a yes; an answer that comes late counts when it comes.
 */
export const followConsent = (
  page: ShopifyGlobals,
  target: EventTarget,
  { decided, failed }: ConsentListener,
): void => {
  /** False when the API is not there. */
  const ask = (): boolean => {
    const isAllowed = page.Shopify?.customerPrivacy?.analyticsProcessingAllowed?.();
    if (isAllowed !== undefined) decided(isAllowed, false);
    return isAllowed !== undefined;
  };

  target.addEventListener('visitorConsentCollected', (event) => {
    const { analyticsAllowed } = ((event as CustomEvent).detail ?? {}) as { analyticsAllowed?: boolean };
    if (typeof analyticsAllowed === 'boolean') decided(analyticsAllowed, true);
    else ask();
  });
  if (ask()) return;
  const { loadFeatures } = page.Shopify ?? {};
  if (!loadFeatures) return failed('absent');
  loadFeatures(features, (error) => {
    if (error || !ask()) failed('blocked');
  });
};
