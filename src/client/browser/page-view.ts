import type { Arrival } from '../core/identity.ts';
import type { PageView } from '../core/ports.ts';

/** Values of parameters that open something, and email addresses, do not leave the page. */
const mask = (address: string): string =>
  address.replace(
    /([?&#][^=&#]*(key|token|secret|passw|sig|auth|code)[^=&#]*=)[^&#]*|[^/?&#=]+(@|%40)[^/?&#=]+/gi,
    '$1*',
  );

/** The page as it is now. */
export const pageView = (): PageView => ({
  url: mask(location.href),
  path: mask(location.pathname),
  title: document.title,
  referrer: mask(document.referrer),
});

/** Where this visit comes from: utm_* under the Segment spec's names, click ids under their own. */
export const readArrival = (link: string | undefined): Arrival => {
  let campaign: Record<string, string> | undefined;
  for (const [key, value] of new URLSearchParams(location.search)) {
    if (/^utm_|clid$|braid$|^_kx$/.test(key)) {
      (campaign ??= {})[key.replace('utm_campaign', 'name').replace('utm_', '')] = value;
    }
  }
  const { referrer } = document;
  return { link, campaign, referrer: referrer.startsWith(location.origin) ? undefined : mask(referrer) || undefined };
};
