import { createCartline, type Cartline, type EventName, type LineItem } from 'cartline';
import { definePlan, type PlanEvents } from 'cartline/schema';
import * as v from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';

const cartline = createCartline({ relay: 'https://shop.example', writeKey: 'wk' });
const item: LineItem = { product_id: 'p', name: 'Cleanser', price: 24, quantity: 1, sku: 'C', category: 'Face' };

describe('track', () => {
  it('offers the canonical names', () => {
    expectTypeOf<Parameters<Cartline['track']>[0]>().toEqualTypeOf<EventName>();
    expectTypeOf<'added_to_cart' | 'order_completed' | 'subscription_renewed'>().toExtend<EventName>();
  });

  it('takes what the contract requires and expects', () => {
    cartline.track('product_viewed', { product_id: 'p', name: 'Cleanser', price: 24, currency: 'EUR' });
    cartline.track('added_to_cart', { cart_id: 'c', currency: 'EUR', items: [item], added: [item] });
    cartline.track('checkout_started', { checkout_id: 'k', currency: 'EUR', items: [item] });
    cartline.track('order_completed', { order_id: 'o', cart_id: 'c', currency: 'EUR', total: 24, items: [item] });
  });

  it('does not compile with a wrong event', () => {
    // @ts-expect-error the canonical name is product_viewed
    cartline.track('product_view', { product_id: 'p' });
    // @ts-expect-error names are snake_case
    cartline.track('Product Viewed', {});
  });

  it('does not compile with a wrong, missing or misspelt property', () => {
    // @ts-expect-error price is a number
    cartline.track('product_viewed', { product_id: 'p', name: 'Cleanser', price: '$24.00', currency: 'EUR' });
    // @ts-expect-error currency is expected
    cartline.track('product_viewed', { product_id: 'p', name: 'Cleanser', price: 24 });
    // @ts-expect-error it is product_id
    cartline.track('product_viewed', { productId: 'p', name: 'Cleanser', price: 24, currency: 'EUR' });
    // @ts-expect-error cart_id or checkout_id is required
    cartline.track('checkout_started', { currency: 'EUR', items: [item] });
    // @ts-expect-error a line item has a product_id
    cartline.track('cart_viewed', { cart_id: 'c', currency: 'EUR', items: [{ quantity: 1 }] });
  });
});

describe('a plan', () => {
  const _plan = definePlan({ events: { quiz_finished: v.object({ skin_type: v.picklist(['dry', 'oily']) }) } });
  const typed = createCartline<typeof _plan>({ relay: 'https://shop.example', writeKey: 'wk' });

  it('types its own events beside the canonical ones', () => {
    expectTypeOf<keyof PlanEvents<typeof _plan>>().toEqualTypeOf<EventName | 'quiz_finished'>();
    typed.track('quiz_finished', { skin_type: 'dry' });
    typed.track('products_searched', { query: 'serum', results_count: 2 });
    // @ts-expect-error not a skin type of this plan
    typed.track('quiz_finished', { skin_type: 'green' });
    // @ts-expect-error not declared
    typed.track('quiz_started', {});
  });
});

describe('cart.set', () => {
  it('takes a whole cart only', () => {
    cartline.cart.set({ cart_id: 'c', currency: 'EUR', items: [item] });
    // @ts-expect-error a cart has a currency
    cartline.cart.set({ cart_id: 'c', items: [item] });
  });
});
