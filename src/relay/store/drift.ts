/**
 * What was normalised. `event`, `property`: another name. `money`, `time`, `type`: another form of a value. `items`: a list
 * in another shape. `computed`: left out, and computed. `mismatch`: a `value` that is not the sum of its items, kept as it
 * came. `removed`: what a public key may not say. `plan`: another version of the plan than the relay's.
 */
export const driftKinds = [
  'event',
  'property',
  'money',
  'time',
  'type',
  'items',
  'computed',
  'mismatch',
  'removed',
  'plan',
] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One thing that was normalised in a message: what came, and what it became. Names and forms, never values. */
export interface DriftUse {
  readonly kind: DriftKind;
  readonly from: string;
  readonly to: string;
}

/** How often something came in another form than the contract's, and from whom. */
export interface DriftEntry extends DriftUse {
  readonly source: string;
  readonly count: number;
  /** When it came last: Unix milliseconds. */
  readonly lastAt: number;
}
