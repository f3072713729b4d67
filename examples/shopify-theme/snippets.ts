import type { ThemeShopOptions } from './shop.ts';

type Snippet = Pick<ThemeShopOptions, 'relay' | 'writeKey' | 'pixelKey' | 'scripts'>;

/** What is pasted into the head of `theme.liquid`. The shop of the example serves the scripts itself. */
export const themeSnippet = ({
  relay,
  writeKey,
  scripts,
}: Snippet): string => `<script>${scripts['stub.js'] ?? ''}${scripts['shopify-stub.js'] ?? ''}</script>
<script async src="/cartline.js" data-relay="${relay}" data-write-key="${writeKey}" data-consent="pending"></script>
<script async src="/shopify-theme.js"></script>`;

/** What is pasted as a custom pixel. */
export const pixelSnippet = ({ relay, pixelKey }: Snippet): string => `
const events = [];
const names = ['checkout_started', 'checkout_contact_info_submitted', 'checkout_address_info_submitted',
  'checkout_shipping_info_submitted', 'payment_info_submitted', 'checkout_completed'];
for (const name of names) analytics.subscribe(name, (event) => events.push(event));
const script = document.createElement('script');
script.src = '${relay}/shopify-pixel.js';
script.onload = () =>
  cartlinePixel({ events, browser, init, customerPrivacy: api.customerPrivacy }, { relay: '${relay}', key: '${pixelKey}' });
document.head.append(script);
`;
