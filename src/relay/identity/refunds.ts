/** One refund, or what was refunded in all by then. Whole minor units; Unix ms. */
export interface Refund {
  readonly at: number;
  readonly minor: number;
}

/** The refunds of one order: reported one by one, and as the total that a platform had on record at a moment. */
export interface Refunds {
  readonly each: readonly Refund[];
  readonly total?: Refund;
}

const none: Refunds = { each: [] };

export const addRefund = (refunds: Refunds | undefined, refund: Refund): Refunds => ({
  ...refunds,
  each: [...(refunds?.each ?? []), refund],
});

/** Of two totals the later one counts. */
export const addRefundTotal = (refunds: Refunds | undefined, total: Refund): Refunds =>
  refunds?.total && refunds.total.at > total.at ? refunds : { ...(refunds ?? none), total };

const sum = (refunds: readonly Refund[]): number => refunds.reduce((minor, refund) => minor + refund.minor, 0);

/** What was given back in all. A total contains the refunds before it, whoever reported them and whichever came first. */
export const refundedMinor = ({ each, total }: Refunds = none): number =>
  total ? Math.max(sum(each), total.minor + sum(each.filter(({ at }) => at > total.at))) : sum(each);
