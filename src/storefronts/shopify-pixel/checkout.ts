/** Money as Shopify's pixels say it: major units. */
interface Money {
  readonly amount: number;
  readonly currencyCode: string;
}

/** A line of a checkout, as far as it is read. */
export interface CheckoutLine {
  readonly id: string | null;
  readonly title: string | null;
  readonly quantity: number;
  readonly discountAllocations?: readonly { readonly amount: Money }[];
  readonly variant: {
    readonly id: string | null;
    readonly title: string | null;
    readonly sku: string | null;
    readonly price: Money;
    readonly image: { readonly src: string | null } | null;
    readonly product: {
      readonly id: string | null;
      readonly title: string;
      readonly type: string | null;
      readonly vendor: string;
      readonly url: string | null;
    };
  } | null;
}

/** A cart attribute as pixels say it; webhooks say `name` for `key`. */
export interface Attribute {
  readonly key: string;
  readonly value: string;
}

/**
 * A checkout as Shopify's pixels say it, as far as it is read. Shops without checkout extensibility leave out what is
 * optional here; the official types promise it.
 */
export interface Checkout {
  /** The same as the `checkout_token` of the order's webhook. */
  readonly token: string | null;
  readonly attributes?: readonly Attribute[];
  readonly email: string | null;
  readonly phone: string | null;
  readonly smsMarketingPhone?: string | null;
  readonly buyerAcceptsEmailMarketing?: boolean;
  readonly buyerAcceptsSmsMarketing?: boolean;
  readonly currencyCode: string | null;
  readonly lineItems: readonly CheckoutLine[];
  readonly subtotalPrice?: Money | null;
  readonly totalPrice: Money | null;
  readonly totalTax?: Money | null;
  readonly shippingLine?: { readonly price: Money | null } | null;
  readonly discountsAmount?: Money | null;
  readonly discountApplications?: readonly { readonly type: string; readonly title: string }[];
  /** Its id is null until the checkout is completed. */
  readonly order: {
    readonly id: string | null;
    readonly customer?: { readonly id: string | null; readonly isFirstOrder: boolean | null } | null;
  } | null;
}

/** An event of the checkout, as `analytics.subscribe` hands it over. */
export interface PixelEvent {
  /** Unique, and the same when Shopify replays the event. */
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly timestamp: string;
  /** Shopify's own id of the browser. */
  readonly clientId: string;
  readonly context: { readonly document: { readonly location: { readonly pathname: string } } };
  readonly data: { readonly checkout?: Checkout };
}
