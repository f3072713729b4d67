import { orderAttributes, type Order } from './orders.ts';
import { profileAttributes, type Profile } from './profile.ts';

export interface PersonFacts {
  readonly profile: Profile;
  readonly orders: readonly Order[];
  /** The id of the cart that waits for the person, null when there is none any more, undefined when there never was one. */
  readonly openCart: string | null | undefined;
}

/** What only the relay computes: once a destination has heard of it, it has to hear too that it is gone. */
const COMPUTED = ['aov', 'first_order_at', 'last_order_at', 'refunded_at', 'last_cart_id', 'open_cart_id'];

/**
 * The person's whole present state under the names that destinations get. What the relay computes wins over traits.
 * `before` is what they were told: a computed value that is no more becomes null.
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
  const gone = COMPUTED.filter((name) => name in before && !(name in now));
  return { ...now, ...Object.fromEntries(gone.map((name) => [name, null])) };
};
