export { followConsent } from './storefronts/consent/follow.ts';
export type { FollowOptions } from './storefronts/consent/follow.ts';
export { cookiebotConsent } from './storefronts/consent/cookiebot.ts';
export { googleConsent } from './storefronts/consent/google.ts';
export { oneTrustConsent } from './storefronts/consent/onetrust.ts';
export { shopifyConsent } from './storefronts/consent/shopify.ts';
export { tcfConsent } from './storefronts/consent/tcf.ts';
export type { ConsentTool, Say } from './storefronts/consent/tool.ts';
