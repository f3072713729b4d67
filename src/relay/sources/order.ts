/**
 * An order as every platform says it: what a webhook, a file of history and a custom mapping have in common. Money is in
 * whole minor units of `currency`, which is the shop's own; times are Unix milliseconds.
 */
export interface ShopOrder {
  /** The platform's own id, never the name that customers see: ids do not change and are not reused. */
  readonly orderId: string;
  /** What customers see: "#1001". */
  readonly name?: string;
  readonly placedAt: number;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  readonly totalMinor: number;
  readonly subtotalMinor?: number;
  readonly discountMinor?: number;
  readonly shippingMinor?: number;
  readonly taxMinor?: number;
  readonly discountCodes: readonly string[];
  readonly buyer: Buyer;
  readonly cartId?: string;
  readonly checkoutId?: string;
  readonly channel: OrderChannel;
  /** What the customer saw and paid, where that was in another currency. */
  readonly presentment?: { readonly currency: string; readonly totalMinor: number };
  readonly subscriptionId?: string;
}

/** One line of an order. */
export interface OrderLine {
  readonly productId: string;
  readonly variantId?: string;
  readonly name?: string;
  readonly variant?: string;
  readonly sku?: string;
  readonly brand?: string;
  readonly category?: string;
  readonly quantity: number;
  /** Of one unit, before discounts. */
  readonly priceMinor?: number;
  /** Of the whole line. */
  readonly discountMinor?: number;
}

/** Who bought, by whatever the platform names; nothing of it is required. */
export interface Buyer {
  /** The visitor's id, which the shop's page has put into the cart. */
  readonly anonymousId?: string;
  readonly userId?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
}

/** Where an order was made. `renewal`: by a subscription, without anybody at a cart. */
export type OrderChannel = 'online' | 'pos' | 'draft' | 'renewal' | 'other';

/** Money that went back. `amountMinor` in whole minor units of `currency`. */
export interface ShopRefund {
  readonly orderId: string;
  readonly refundId: string;
  readonly at: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  readonly reason?: string;
  readonly buyer: Buyer;
}

/** An order that is none any more. */
export interface ShopCancellation {
  readonly orderId: string;
  readonly at: number;
  readonly reason?: string;
  readonly buyer: Buyer;
}
