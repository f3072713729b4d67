/** What became of an order's report, at the destination that is furthest behind. `unknown`: nobody has reported it. */
export type OrderState = 'delivered' | 'pending' | 'held' | 'withheld' | 'dead' | 'quarantined' | 'unknown';

/** How the relay stands to one order of the platform. */
export interface OrderStanding {
  readonly orderId: string;
  readonly state: OrderState;
  /** Why it was withheld, refused or quarantined. */
  readonly reason?: string;
  /** What the relay counts as paid for it, in major units. */
  readonly total?: number;
  readonly currency?: string;
}

/** What the store knows of orders, for comparing it with the platform's own list. */
export interface OrdersStore {
  /** One standing for each id, in their order. */
  readonly standing: (orderIds: readonly string[]) => Promise<readonly OrderStanding[]>;
}
