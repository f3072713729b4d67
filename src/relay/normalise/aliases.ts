import type { EventName } from '../../schema.ts';

/*
 * Which names the world has for our events and properties: data, all of it in this file. Names are compared without
 * regard to case, spaces and punctuation, so "Product Added" stands for product_added, ProductAdded and "product added".
 * A shop's own renamings stand in its plan (`renamed`), not here.
 */

/** Another name of an event; `step` is what the name says beside it. */
export interface EventAlias {
  readonly name: string;
  readonly step?: string;
}

const names = (...all: readonly string[]): readonly EventAlias[] => all.map((name) => ({ name }));

/** Segment, RudderStack and Customer.io (Title Case), GA4 (snake_case), Shopify's pixel, Klaviyo, Meta, Elevar (dl_…). `page`: a message of that type. */
export const eventAliases: Readonly<Partial<Record<EventName | 'page', readonly EventAlias[]>>> = {
  page: names('page_view', 'Page Viewed', 'Viewed Page'),
  product_viewed: names('Product Viewed', 'Viewed Product', 'view_item', 'product_view', 'dl_view_item'),
  product_list_viewed: names('Product List Viewed', 'view_item_list', 'collection_viewed', 'dl_view_item_list'),
  products_searched: names(
    'Products Searched',
    'search',
    'search_submitted',
    'view_search_results',
    'dl_view_search_results',
  ),
  added_to_cart: names('Product Added', 'Added to Cart', 'add_to_cart', 'product_added_to_cart', 'dl_add_to_cart'),
  removed_from_cart: names(
    'Product Removed',
    'Removed from Cart',
    'remove_from_cart',
    'product_removed_from_cart',
    'dl_remove_from_cart',
  ),
  cart_viewed: names('Cart Viewed', 'Viewed Cart', 'view_cart', 'dl_view_cart'),
  checkout_started: names(
    'Checkout Started',
    'Started Checkout',
    'begin_checkout',
    'Initiate Checkout',
    'dl_begin_checkout',
  ),
  checkout_progressed: [
    ...names('Checkout Progressed', 'Checkout Step Viewed', 'Checkout Step Completed'),
    { name: 'Payment Info Entered', step: 'payment_info' },
    { name: 'add_payment_info', step: 'payment_info' },
    { name: 'payment_info_submitted', step: 'payment_info' },
    { name: 'add_shipping_info', step: 'shipping_info' },
    { name: 'checkout_shipping_info_submitted', step: 'shipping_info' },
    { name: 'checkout_contact_info_submitted', step: 'contact_info' },
    { name: 'checkout_address_info_submitted', step: 'address_info' },
  ],
  order_completed: names(
    'Order Completed',
    'Order Placed',
    'Order Created',
    'Placed Order',
    'purchase',
    'checkout_completed',
    'dl_purchase',
  ),
  order_refunded: names('Order Refunded', 'Refunded Order', 'Refunded', 'refund'),
  order_cancelled: names('Order Cancelled', 'Order Canceled', 'Cancelled Order', 'Canceled Order'),
  subscription_created: names('Subscription Created', 'Subscription Started'),
  subscription_renewed: names('Subscription Renewed'),
  subscription_paused: names('Subscription Paused'),
  subscription_resumed: names('Subscription Resumed', 'Subscription Reactivated'),
  subscription_cancelled: names('Subscription Cancelled', 'Subscription Canceled'),
  signed_up: names('Signed Up', 'sign_up', 'dl_sign_up'),
  consent_changed: names('Consent Changed', 'Consent Updated'),
};

/** canonical key → its other names, the best one first. Another spelling of the key itself (productId) needs no entry. */
export type KeyAliases = Readonly<Record<string, readonly string[]>>;

/** Of a line item: GA4's item_…, the UA and Klaviyo names, Shopify's. */
export const lineItemAliases: KeyAliases = {
  product_id: ['item_id', 'id'],
  name: ['item_name', 'product_name', 'product_title', 'title'],
  price: ['item_price', 'unit_price'],
  quantity: ['qty'],
  category: ['item_category', 'product_type'],
  brand: ['item_brand', 'vendor'],
  variant: ['item_variant', 'variant_title'],
  url: ['product_url'],
  image_url: ['image', 'product_image_url'],
};

/** Of every event of a shop. */
export const propertyAliases: KeyAliases = {
  items: ['products', 'line_items'],
  cart_id: ['cart_token'],
  checkout_id: ['checkout_token'],
  order_id: ['transaction_id'],
  currency: ['currency_code'],
  discount_codes: ['coupon', 'discount_code'],
};

/** Where one event has names of its own; they come before the common ones. */
export const aliasesOfEvent: Readonly<Partial<Record<EventName | 'page', KeyAliases>>> = {
  page: {
    url: ['page_location'],
    path: ['page_path'],
    title: ['page_title'],
    referrer: ['page_referrer'],
  },
  product_list_viewed: { list_id: ['item_list_id', 'collection_id'], category: ['item_list_name'] },
  products_searched: { query: ['search_term', 'search_query'], results_count: ['number_of_results'] },
  order_completed: { total: ['total_price', 'value'], subtotal: ['subtotal_price'], tax: ['total_tax'] },
  order_refunded: { amount: ['value'] },
  signed_up: { source: ['method'] },
};

/** Of a person. */
export const traitAliases: KeyAliases = {
  email: ['email_address', '$email'],
  phone: ['phone_number', '$phone_number'],
  first_name: ['$first_name', 'given_name'],
  last_name: ['$last_name', 'family_name'],
  postal_code: ['zip', 'postcode'],
  birthday: ['date_of_birth'],
};
