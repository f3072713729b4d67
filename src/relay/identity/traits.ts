import type { Fact } from './profile.ts';

/** A trait's latest value and when it was said. A null value means cleared, and is told to destinations. */
export interface TraitValue {
  readonly value: unknown;
  readonly at: number;
}
export type TraitValues = Readonly<Record<string, TraitValue>>;

/** Traits that are kept elsewhere: as keys of the person, or as consent. */
const KEPT_ELSEWHERE: ReadonlySet<string> = new Set(['email', 'phone', 'consent', 'email_consent', 'sms_consent']);

/** Takes over each trait unless a later message has said something about it already. */
export const applyTraits = (
  known: TraitValues,
  { occurredAt: at }: Fact,
  traits: Readonly<Record<string, unknown>>,
): TraitValues => {
  const news = Object.entries(traits).filter(
    ([name, value]) => value !== undefined && !KEPT_ELSEWHERE.has(name) && at >= (known[name]?.at ?? -Infinity),
  );
  return { ...known, ...Object.fromEntries(news.map(([name, value]) => [name, { value, at }])) };
};

export const traitAttributes = (traits: TraitValues): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(traits).map(([name, { value }]) => [name, value]));

/** Of each trait the latest word of two persons who are one. */
export const mergeTraits = (one: TraitValues, other: TraitValues): TraitValues => {
  const later = Object.entries(other).filter(([name, { at }]) => at > (one[name]?.at ?? -Infinity));
  return { ...one, ...Object.fromEntries(later) };
};
