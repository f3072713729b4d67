import { orderAttributes, type Order } from './orders.ts';
import { profileAttributes, type Profile } from './profile.ts';

export interface PersonFacts {
  readonly profile: Profile;
  readonly orders: readonly Order[];
  /** The id of the cart that waits for the person, null when there is none any more, undefined when there never was one. */
  readonly openCart: string | null | undefined;
}

/** What only the relay computes: once a destination has heard of it, it has to hear too that it is gone, and as what. */
const GONE: Readonly<Record<string, 0 | null>> = {
  orders_count: 0,
  lifetime_value: 0,
  aov: null,
  first_order_at: null,
  last_order_at: null,
  refunded_at: null,
  last_cart_id: null,
  open_cart_id: null,
};

/**
 * The person's whole present state under the names that destinations get. What the relay computes wins over traits.
 * `before` is what they were told: a computed value that is no more becomes null or 0.
 */
export const attributesOf = (
  { profile, orders, openCart }: PersonFacts,
  before: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => {
  const now: Record<string, unknown> = {
    ...profileAttributes(profile),
    ...orderAttributes(orders),
    ...(openCart !== undefined && { open_cart_id: openCart }),
  };
  const gone = Object.entries(GONE).filter(([name]) => name in before && !(name in now));
  return { ...now, ...Object.fromEntries(gone) };
};
