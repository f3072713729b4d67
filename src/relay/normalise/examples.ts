import type { MoneySource } from './money.ts';

/** What a source sends, and what it becomes: the tests of this room, and its documentation. */
export interface NormaliseExample {
  readonly title: string;
  /** The form of money that the source declares. Default "major". */
  readonly money?: MoneySource;
  readonly in: { readonly event: string; readonly properties: Readonly<Record<string, unknown>> };
  /** The message's event and properties, or the path of what is refused. */
  readonly out:
    { readonly event: string; readonly properties: Readonly<Record<string, unknown>> } | { readonly refused: string };
}

const serum = { product_id: 'p7', name: 'Night Serum', price: 49, quantity: 2 };

/** One or two of each kind. */
export const normaliseExamples: readonly NormaliseExample[] = [
  {
    title: 'Segment, RudderStack: Product Added carries one product, and no cart',
    in: {
      event: 'Product Added',
      properties: {
        cart_id: 'c1',
        productId: 'p7',
        name: 'Night Serum',
        price: '$49.00',
        quantity: 2,
        currency: 'usd',
      },
    },
    out: {
      event: 'added_to_cart',
      properties: { cart_id: 'c1', currency: 'USD', added: [serum], items: [serum], items_partial: true },
    },
  },
  {
    title: 'GA4: purchase',
    in: {
      event: 'purchase',
      properties: {
        transaction_id: 1001,
        value: 105.9,
        shipping: 4.9,
        tax: 3,
        currency: 'EUR',
        coupon: 'WELCOME',
        items: [{ item_id: 'p7', item_name: 'Night Serum', price: 49, quantity: 2 }],
      },
    },
    out: {
      event: 'order_completed',
      properties: {
        order_id: '1001',
        total: 105.9,
        shipping: 4.9,
        tax: 3,
        revenue: 98,
        currency: 'EUR',
        discount_codes: ['WELCOME'],
        items: [serum],
      },
    },
  },
  {
    title: 'Segment: Order Completed with products',
    in: {
      event: 'Order Completed',
      properties: { order_id: '1001', total: 98, currency: 'EUR', products: [{ ...serum, sku: 77, brand: null }] },
    },
    out: {
      event: 'order_completed',
      properties: { order_id: '1001', total: 98, revenue: 98, currency: 'EUR', items: [{ ...serum, sku: '77' }] },
    },
  },
  {
    title: 'Segment: Checkout Started knows neither cart nor checkout',
    in: { event: 'Checkout Started', properties: { order_id: 'o5', currency: 'EUR', products: [serum] } },
    out: {
      event: 'checkout_started',
      properties: { order_id: 'o5', checkout_id: 'o5', currency: 'EUR', items: [serum], value: 98 },
    },
  },
  {
    title: "Shopify's AJAX cart: hundredths in every currency, the secret of the cart cut off",
    money: 'shopify_ajax',
    in: {
      event: 'cart_viewed',
      properties: {
        cart_token: 'Z2NwLWV1?key=s3cret',
        currency: 'KRW',
        items: [{ id: 411, product_id: 7, variant_id: 411, product_title: 'Serum', quantity: 1, price: 4_900_000 }],
      },
    },
    out: {
      event: 'cart_viewed',
      properties: {
        cart_id: 'Z2NwLWV1',
        currency: 'KRW',
        items: [{ id: 411, product_id: '7', variant_id: '411', name: 'Serum', quantity: 1, price: 49_000 }],
        value: 49_000,
      },
    },
  },
  {
    title: 'Minor units, where the source declares them',
    money: 'minor',
    in: { event: 'product_viewed', properties: { product_id: 'p7', price: '4900', currency: 'EUR' } },
    out: { event: 'product_viewed', properties: { product_id: 'p7', price: 49, currency: 'EUR' } },
  },
  {
    title: 'Storefront API: amounts as objects, which also tell the currency',
    in: { event: 'view_item', properties: { item_id: 'p7', price: { amount: '49.00', currencyCode: 'EUR' } } },
    out: { event: 'product_viewed', properties: { product_id: 'p7', price: 49, currency: 'EUR' } },
  },
  {
    title: 'Items as a text, amounts with a decimal comma',
    in: {
      event: 'Viewed Cart',
      properties: { cartId: 'c1', currency: 'EUR', items: '[{"productId":"p7","qty":"2","price":"1.249,50 €"}]' },
    },
    out: {
      event: 'cart_viewed',
      properties: {
        cart_id: 'c1',
        currency: 'EUR',
        items: [{ product_id: 'p7', quantity: 2, price: 1249.5 }],
        value: 2499,
      },
    },
  },
  {
    title: 'An amount with two readings is refused',
    in: { event: 'product_viewed', properties: { product_id: 'p7', price: '1.234', currency: 'EUR' } },
    out: { refused: '/properties/price' },
  },
  {
    title: 'The same amount, where the source declares its decimal mark',
    money: 'decimal_comma',
    in: { event: 'product_viewed', properties: { product_id: 'p7', price: '1.234', currency: 'EUR' } },
    out: { event: 'product_viewed', properties: { product_id: 'p7', price: 1234, currency: 'EUR' } },
  },
  {
    title: 'A step of the checkout that its name tells',
    in: { event: 'add_payment_info', properties: { checkout_token: 'k1' } },
    out: { event: 'checkout_progressed', properties: { checkout_id: 'k1', step: 'payment_info' } },
  },
  {
    title: 'Times in seconds',
    in: {
      event: 'Subscription Renewed',
      properties: { subscriptionId: 5, status: 'active', next_charge_at: 1_798_800_000 },
    },
    out: {
      event: 'subscription_renewed',
      properties: { subscription_id: '5', status: 'active', next_charge_at: '2027-01-01T10:40:00.000Z' },
    },
  },
];
