import { toMajor } from '../../relay/identity/money.ts';
import type { OrderStanding } from '../../relay/store/orders.ts';
import type { Draft } from '../backfill/draft.ts';

/** `sent`: at every destination. `skipped`: deliberately not. `underway`: will be. `missing`: is not, and should be. */
export type Verdict = 'sent' | 'underway' | 'skipped' | 'missing';

/** How one order of the platform stands. `code` is one of few. */
export interface Judged {
  readonly verdict: Verdict;
  readonly code: string;
  readonly reason: string;
}

const judged = (verdict: Verdict, code: string, reason: string = code): Judged => ({ verdict, code, reason });

/** Without the ids in it, a reason is one of few. */
const codeOf = (reason: string): string => reason.replaceAll(/\([^)]*\)|\S*\d\S*/g, '…').slice(0, 80);

type Ready = Extract<Draft, { kind: 'ready' }>;

const otherTotal = ({ sum }: Ready, { total, currency }: OrderStanding): string | undefined => {
  if (!sum || total === undefined) return undefined;
  const platform = toMajor(sum.paidMinor, sum.currency);
  const same = platform === total && (currency === undefined || currency === sum.currency);
  return same
    ? undefined
    : `the platform says ${platform} ${sum.currency}, the relay ${total} ${currency ?? ''}`.trim();
};

const byState = (draft: Ready, standing: OrderStanding): Judged => {
  const { state, reason = '' } = standing;
  switch (state) {
    case 'delivered': {
      const other = otherTotal(draft, standing);
      return other === undefined ? judged('sent', 'sent') : judged('missing', 'sent with another total', other);
    }
    case 'pending':
      return judged('underway', 'on its way', reason || 'on its way');
    case 'held':
      return judged('missing', 'held: it names nobody who is known');
    case 'withheld':
      return judged('skipped', `withheld: ${codeOf(reason)}`, reason);
    case 'dead':
      return judged('missing', 'refused by a destination', reason);
    case 'quarantined':
      return judged('missing', 'in the quarantine', reason);
    case 'unknown':
      return judged('missing', 'never reported to the relay');
  }
};

/** Compares what the platform's file says of an order with what the relay knows of it. */
export const judgeOrder = (draft: Draft, standing: OrderStanding): Judged => {
  if (draft.kind === 'refused') return judged('missing', `cannot be read: ${draft.code}`, draft.reason);
  // a test order, or one that names nobody, is left out by the backfill; a webhook may have known more
  if (draft.kind === 'skipped' && standing.state !== 'delivered') return judged('skipped', draft.code, draft.reason);
  return draft.kind === 'skipped' ? judged('sent', 'sent') : byState(draft, standing);
};
