import type { Arrival } from './wire.ts';

/** What meets one request on its way to the relay or back. */
export type Fault =
  /** Reaches the relay, and its answer the page, each perhaps late. */
  | { readonly kind: 'pass'; readonly delayMs?: number; readonly answerDelayMs?: number }
  /** TCP reset before the relay has it, or after it has stored it. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** Never answered. `forward`: the relay has stored it all the same. */
  | { readonly kind: 'hang'; readonly forward: boolean }
  /** Answered in the relay's place. `ours`: in the relay's own form of an error. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: string;
      readonly ours?: boolean;
      readonly cors?: boolean;
    }
  /** A captive portal: 200 with a page, 204, or a redirect to a page. */
  | { readonly kind: 'portal'; readonly status: 200 | 204 | 302 }
  /** Stored, and the connection breaks in the middle of the answer. */
  | { readonly kind: 'truncate' }
  /** Stored, and the answer is changed on its way. */
  | { readonly kind: 'alter'; readonly alter: (answer: RelayAnswer) => RelayAnswer };

/** What the relay said. */
export interface RelayAnswer {
  readonly accepted: readonly string[];
  readonly duplicates: readonly string[];
  readonly rejected: readonly { readonly messageId?: string }[];
}

/** Decides what meets each arrival. */
export type Programme = (arrival: Arrival) => Fault;

export const pass: Programme = () => ({ kind: 'pass' });

/** One fault after the other for the first arrivals, then none. */
export const sequence = (faults: readonly Fault[], rest: Programme = pass): Programme => {
  const left = [...faults];
  return (arrival) => left.shift() ?? rest(arrival);
};

export const always =
  (fault: Fault): Programme =>
  () =>
    fault;
