import type { ExtensionApi, PixelEvents } from '@shopify/web-pixels-extension';
import { describe, it } from 'vitest';
import type { PixelEvent } from '../../src/storefronts/shopify-pixel/checkout.ts';
import type { PixelApi } from '../../src/storefronts/shopify-pixel/pixel.ts';

const readEvent = (_: PixelEvent): void => undefined;
const readApi = (_: Omit<PixelApi, 'events'>): void => undefined;
const given = <T>(): T => undefined as T; // compiled, never run

describe('what the pixel reads is what Shopify’s types promise', () => {
  it('of the events of a checkout', () => {
    readEvent(given<PixelEvents['checkout_started']>());
    readEvent(given<PixelEvents['checkout_contact_info_submitted']>());
    readEvent(given<PixelEvents['checkout_address_info_submitted']>());
    readEvent(given<PixelEvents['checkout_shipping_info_submitted']>());
    readEvent(given<PixelEvents['payment_info_submitted']>());
    readEvent(given<PixelEvents['checkout_completed']>());
  });

  it('of the API that a custom pixel is given', () => {
    readApi(given<ExtensionApi>());
  });

  it('and other things do not compile in their place', () => {
    // @ts-expect-error what is known at the start is no event
    readEvent(given<ExtensionApi['init']>());
    // @ts-expect-error a checkout's lines are not a cart's
    readEvent({ ...given<PixelEvents['checkout_started']>(), data: { checkout: given<PixelEvents['cart_viewed']>() } });
  });
});
