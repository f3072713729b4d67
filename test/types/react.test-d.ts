import type { Cart, LineItem } from 'cartline';
import { followConsent, oneTrustConsent } from 'cartline/consent';
import {
  createTrackCart,
  readMedusaCart,
  TrackProduct,
  useCartline,
  useIdentify,
  usePageViews,
  useTrackCart,
} from 'cartline/react';
import { definePlan } from 'cartline/schema';
import * as v from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';

const item: LineItem = { product_id: 'p', name: 'Cleanser', price: 24, quantity: 1, sku: 'C', category: 'Face' };

describe('the hooks of React', () => {
  it('take a cart of any shape, or none yet', () => {
    useTrackCart({ cart_id: 'c', currency: 'EUR', items: [item] });
    useTrackCart(undefined);
    useTrackCart({ items: [], totals: {} }, 'my-own-cart-id');
    // @ts-expect-error a cart is no text
    useTrackCart('cart');
    expectTypeOf(createTrackCart(readMedusaCart)).toEqualTypeOf(useTrackCart);
    expectTypeOf(readMedusaCart).returns.toEqualTypeOf<Cart | undefined>();
  });

  it('know a product by the contract', () => {
    TrackProduct({ product: { product_id: 'p', name: 'Cleanser', price: 24, currency: 'EUR' } });
    // @ts-expect-error the price is a number, and the currency is expected
    TrackProduct({ product: { product_id: 'p', name: 'Cleanser', price: '24' } });
  });

  it('know who, or nobody yet', () => {
    useIdentify(null);
    useIdentify({ email: 'jane@example.com', traits: { first_name: 'Jane' } });
    // @ts-expect-error it is userId
    useIdentify({ user_id: 'u1' });
    usePageViews('/');
  });

  it("know the plan's own events", () => {
    const _plan = definePlan({ events: { quiz_finished: v.object({ skin_type: v.picklist(['dry', 'oily']) }) } });
    const typed = useCartline<typeof _plan>();
    typed.track('quiz_finished', { skin_type: 'dry' });
    // @ts-expect-error not a skin type of this plan
    typed.track('quiz_finished', { skin_type: 'green' });
  });
});

describe('followConsent', () => {
  it('takes the three states only', () => {
    followConsent({ consent: () => undefined }, oneTrustConsent, { whenBlocked: 'denied' });
    // @ts-expect-error there is no such state
    followConsent({ consent: () => undefined }, oneTrustConsent, { whenBlocked: 'allowed' });
  });
});
