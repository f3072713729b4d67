import type { FieldNames } from '../csv/columns.ts';

/** What a row of an orders file may say. Fields of the order stand on its first row, `line…` on each. */
export type OrderField =
  | 'id'
  | 'name'
  | 'email'
  | 'phone'
  | 'userId'
  | 'anonymousId'
  | 'cartId'
  | 'checkoutId'
  | 'subscriptionId'
  | 'placedAt'
  | 'cancelledAt'
  | 'cancelReason'
  | 'currency'
  | 'total'
  | 'subtotal'
  | 'discount'
  | 'discountCodes'
  | 'shipping'
  | 'tax'
  | 'refunded'
  | 'channel'
  | 'payment'
  | 'tags'
  | 'test'
  | 'notes'
  | 'lineName'
  | 'lineSku'
  | 'lineProductId'
  | 'lineVariantId'
  | 'lineVariant'
  | 'lineBrand'
  | 'lineCategory'
  | 'lineQuantity'
  | 'linePrice'
  | 'lineDiscount';

/** Admin → Orders → Export, both generations of it. */
export const shopifyOrders: FieldNames<OrderField> = {
  id: ['Id', 'Order ID'],
  name: ['Name'],
  email: ['Email'],
  phone: ['Phone', 'Billing Phone'],
  userId: ['Customer ID'],
  anonymousId: [],
  cartId: [],
  checkoutId: [],
  subscriptionId: [],
  placedAt: ['Created at'],
  cancelledAt: ['Cancelled at', 'Canceled at'],
  cancelReason: ['Cancel reason', 'Cancellation reason'],
  currency: ['Currency'],
  total: ['Total'],
  subtotal: ['Subtotal'],
  discount: ['Discount Amount'],
  discountCodes: ['Discount Code'],
  shipping: ['Shipping'],
  tax: ['Taxes', 'Tax'],
  refunded: ['Refunded Amount'],
  channel: ['Source'],
  payment: ['Payment Method'],
  tags: ['Tags'],
  test: ['Test'],
  notes: ['Note Attributes'],
  lineName: ['Lineitem name'],
  lineSku: ['Lineitem sku'],
  lineProductId: ['Lineitem product id'],
  lineVariantId: ['Lineitem variant id'],
  lineVariant: [],
  lineBrand: ['Vendor'],
  lineCategory: [],
  lineQuantity: ['Lineitem quantity'],
  linePrice: ['Lineitem price'],
  lineDiscount: ['Lineitem discount'],
};

/** A format of our own, for every other platform. */
export const neutralOrders: FieldNames<OrderField> = {
  id: ['order_id'],
  name: ['order_name'],
  email: ['email'],
  phone: ['phone'],
  userId: ['user_id'],
  anonymousId: ['anonymous_id'],
  cartId: ['cart_id'],
  checkoutId: ['checkout_id'],
  subscriptionId: ['subscription_id'],
  placedAt: ['placed_at'],
  cancelledAt: ['cancelled_at'],
  cancelReason: ['cancel_reason'],
  currency: ['currency'],
  total: ['total'],
  subtotal: ['subtotal'],
  discount: ['discount'],
  discountCodes: ['discount_codes'],
  shipping: ['shipping'],
  tax: ['tax'],
  refunded: ['refunded'],
  channel: ['channel'],
  payment: [],
  tags: ['tags'],
  test: ['test'],
  notes: [],
  lineName: ['item_name'],
  lineSku: ['item_sku'],
  lineProductId: ['item_product_id'],
  lineVariantId: ['item_variant_id'],
  lineVariant: ['item_variant'],
  lineBrand: ['item_brand'],
  lineCategory: ['item_category'],
  lineQuantity: ['item_quantity'],
  linePrice: ['item_price'],
  lineDiscount: ['item_discount'],
};
