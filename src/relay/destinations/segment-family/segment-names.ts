type Properties = Readonly<Record<string, unknown>>;

/** An event under its name in Segment's ecommerce spec. */
export interface Renamed {
  readonly event: string;
  readonly properties: Properties;
}

/** Names of Segment's ecommerce spec v2; for what it has no name, the same words in its style. */
const NAMES: Readonly<Record<string, string>> = {
  product_viewed: 'Product Viewed',
  product_list_viewed: 'Product List Viewed',
  products_searched: 'Products Searched',
  added_to_cart: 'Product Added',
  removed_from_cart: 'Product Removed',
  cart_viewed: 'Cart Viewed',
  checkout_started: 'Checkout Started',
  checkout_progressed: 'Checkout Step Viewed',
  order_completed: 'Order Completed',
  order_refunded: 'Order Refunded',
  order_cancelled: 'Order Cancelled',
  subscription_created: 'Subscription Created',
  subscription_renewed: 'Subscription Renewed',
  subscription_paused: 'Subscription Paused',
  subscription_resumed: 'Subscription Resumed',
  subscription_cancelled: 'Subscription Cancelled',
  signed_up: 'Signed Up',
  consent_changed: 'Consent Changed',
};

/** What changed in the cart: the spec has one event for each product. */
const CHANGES: Readonly<Record<string, 'added' | 'removed'>> = { added_to_cart: 'added', removed_from_cart: 'removed' };

const isRecord = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly Properties[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** `items` are `products` there, `discount_codes` a `coupon`. */
const renameKeys = ({ items, discount_codes: codes, ...rest }: Properties): Properties => {
  const coupon = Array.isArray(codes) ? (codes as unknown[])[0] : undefined;
  return {
    ...rest,
    ...(items !== undefined && { products: items }),
    ...(typeof coupon === 'string' && { coupon }),
  };
};

/** One event for each product that went in or out, with the whole cart beside it. */
const perProduct = (event: string, properties: Properties, changed: readonly Properties[]): readonly Renamed[] => {
  const { added: _added, removed: _removed, ...cart } = renameKeys(properties);
  return changed.map((product) => ({ event, properties: { ...cart, ...product } }));
};

/** An event as Segment's ecommerce spec names it. Custom events keep their names. Never empty. */
export const segmentNames = (event: string, properties: Properties): readonly Renamed[] => {
  const name = Object.hasOwn(NAMES, event) ? NAMES[event] : undefined;
  if (name === undefined) return [{ event, properties }];
  const change = CHANGES[event];
  const changed = change === undefined ? [] : listOf(properties[change]);
  return changed.length > 0
    ? perProduct(name, properties, changed)
    : [{ event: name, properties: renameKeys(properties) }];
};
