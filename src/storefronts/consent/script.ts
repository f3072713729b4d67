// dist/consent.js: follows a consent tool for the script tag's client. Stands beside cartline.js, before or after it.
import { cookiebotConsent } from './cookiebot.ts';
import { followConsent } from './follow.ts';
import { googleConsent } from './google.ts';
import { oneTrustConsent } from './onetrust.ts';
import { shopifyConsent } from './shopify.ts';
import { tcfConsent } from './tcf.ts';
import type { ConsentTool } from './tool.ts';

const tools: Readonly<Record<string, ConsentTool | undefined>> = {
  shopify: shopifyConsent,
  google: googleConsent,
  tcf: tcfConsent,
  onetrust: oneTrustConsent,
  cookiebot: cookiebotConsent,
};

type Global = ((method: string, ...args: unknown[]) => void) & { q?: unknown[] };
const page = window as unknown as { cartline?: Global };

/** As the inline stub does it: calls wait, with their time, until cartline.js is there. */
const createQueue = (): Global => {
  const queue: Global = (...call) => void queue.q?.push([Date.now(), call]);
  queue.q = [];
  return queue;
};

const { dataset } = document.currentScript as HTMLScriptElement; // a script element; never an SVG's
const { consentFrom = '', consentWhenBlocked, consentWaitMs, consentAnalytics, consentEmail } = dataset;
const tool = tools[consentFrom];

if (tool) {
  page.cartline ??= createQueue();
  followConsent({ consent: (consent) => page.cartline?.('consent', consent) }, tool, {
    whenBlocked: consentWhenBlocked === 'granted' || consentWhenBlocked === 'denied' ? consentWhenBlocked : 'pending',
    ...(Number(consentWaitMs) > 0 && { waitMs: Number(consentWaitMs) }),
    ...(consentAnalytics && { analytics: consentAnalytics.split(/[\s,]+/) }),
    ...(consentEmail && { email: consentEmail }),
  });
} else {
  console.error(
    `Cartline consent: data-consent-from is "${consentFrom}"; expected one of ${Object.keys(tools).join(', ')}`,
  );
}
