import type { DestinationMemory } from '../../store/store.ts';
import type { Json, ObjectFact } from './facts.ts';

/** A person's relation to one object, as the destination was told: its attributes, and when its status was set (Unix seconds). */
export interface Relation {
  readonly attributes: Json;
  readonly at: number;
  /** The orders that count in `times_purchased`, the latest ones. */
  readonly orders: readonly string[];
}

/** By "type/object". */
export type Relations = Readonly<Record<string, Relation>>;

/** What a person bought is kept longest; beyond this the oldest of the rest is forgotten, and told again at the next occasion. */
const KEPT = 200;
/** An order that is replayed is a recent one. */
const KEPT_ORDERS = 10;

export const relationsIn = ({ relations }: DestinationMemory): Relations => (relations ?? {}) as Relations; // written by `remember` only

const pick = (choose: (a: number, b: number) => number, names: readonly string[], known: Json, at: number): Json =>
  Object.fromEntries(names.map((name) => [name, typeof known[name] === 'number' ? choose(known[name], at) : at]));

const purchases = (
  { attributes, orders }: Relation,
  order: string,
): { attributes: Json; orders: readonly string[] } => {
  if (orders.includes(order)) return { attributes: {}, orders };
  const before = attributes['times_purchased'];
  const times = (typeof before === 'number' ? before : 0) + 1;
  return { attributes: { times_purchased: times }, orders: [...orders, order].slice(-KEPT_ORDERS) };
};

/** The relation after one more fact, whenever that happened: facts may come late. */
export const relate = (known: Relation | undefined, { relation }: ObjectFact, at: number): Relation => {
  const before: Relation = known ?? { attributes: {}, at: 0, orders: [] };
  const { latest = [], earliest = [], status, boughtBy } = relation ?? {};
  const count = boughtBy === undefined ? undefined : purchases(before, boughtBy);
  const isNews = status !== undefined && at >= before.at;
  return {
    attributes: {
      ...before.attributes,
      ...pick(Math.max, latest, before.attributes, at),
      ...pick(Math.min, earliest, before.attributes, at),
      ...count?.attributes,
      ...(isNews && { status }),
    },
    at: isNews ? at : before.at,
    orders: count?.orders ?? before.orders,
  };
};

const rank = ([, { at, attributes }]: readonly [string, Relation]): number =>
  at + ('times_purchased' in attributes ? Number.MAX_SAFE_INTEGER / 2 : 0);

/** What to remember of a person's relations: all, up to a limit. */
export const remember = (relations: Relations): DestinationMemory => {
  const entries = Object.entries(relations);
  const kept = entries.length <= KEPT ? entries : entries.toSorted((a, b) => rank(b) - rank(a)).slice(0, KEPT);
  return { relations: Object.fromEntries(kept) };
};
