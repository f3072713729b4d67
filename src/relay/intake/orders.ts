import type { TrackMessage } from '../../schema.ts';

/** Whose word counts for orders: the shop's server, or the page. */
export type OrdersFrom = 'server' | 'browser';

/** Shown beside a browser's order where the server is the truth. */
export const WITHHELD_ORDER = 'orders come from the server';

const onePerOrder: ReadonlySet<string> = new Set(['order_completed', 'order_refunded', 'order_cancelled']);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The key under which a fact about an order is taken once, whoever says it: "order_refunded:1001:r_7". */
export const businessKeyOf = ({ event, properties = {} }: TrackMessage): string | undefined => {
  const order = textOf(properties['order_id']);
  if (!onePerOrder.has(event) || order === undefined) return undefined;
  const refund = textOf(properties['refund_id']);
  return refund === undefined ? `${event}:${order}` : `${event}:${order}:${refund}`;
};
