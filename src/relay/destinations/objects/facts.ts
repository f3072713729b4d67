import type { StoredMessage } from '../../store/store.ts';
import type { ObjectKind } from './object-types.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What one message says of one object and of the person's relation to it. */
export interface ObjectFact {
  readonly kind: ObjectKind;
  readonly id: string;
  readonly attributes: Json;
  /** Nothing where the object is merely described. */
  readonly relation?: {
    /** Names of moments of which the latest is kept. */
    readonly latest?: readonly string[];
    /** Names of moments of which the earliest is kept. */
    readonly earliest?: readonly string[];
    readonly status?: string;
    /** The order by which it was bought once more. */
    readonly boughtBy?: string;
  };
}

type Relation = NonNullable<ObjectFact['relation']>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
/** A text that says something: a blank one names no object. */
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

const fact = (kind: ObjectKind, id: unknown, attributes: Json, relation?: Relation): readonly ObjectFact[] => {
  const name = text(id);
  return name === undefined ? [] : [{ kind, id: name, attributes, ...(relation && { relation }) }];
};

/** A product line: its product, its variant, and the bundle that it is a part of. */
const lineFacts = (line: Json, { currency }: Json, relation?: Relation): readonly ObjectFact[] => {
  const described = { ...line, ...(currency !== undefined && { currency }) };
  return [
    ...fact('product', line['product_id'], described, relation),
    ...fact('variant', line['variant_id'], described, relation),
    ...(relation ? fact('product', line['bundle_id'], {}, relation) : []),
  ];
};

const linesFacts = (lines: unknown, properties: Json, relation?: Relation): readonly ObjectFact[] =>
  listOf(lines).flatMap((line) => lineFacts(line, properties, relation));

const VIEWED: Relation = { latest: ['viewed_at'], status: 'viewed' };
const ADDED: Relation = { latest: ['added_to_cart_at'], status: 'in_cart' };
const REMOVED: Relation = { latest: ['removed_from_cart_at'], status: 'removed' };

const bought = (orderId: string | undefined): Relation => ({
  earliest: ['purchased_at'],
  latest: ['last_purchased_at'],
  status: 'purchased',
  ...(orderId !== undefined && { boughtBy: orderId }),
});

const orderFacts = (properties: Json, status: string): readonly ObjectFact[] =>
  fact('order', properties['order_id'], { ...properties, status }, { latest: [`${status}_at`], status });

const subscriptionFacts = (properties: Json, event: string): readonly ObjectFact[] => {
  const status = text(properties['status']) ?? event.slice('subscription_'.length);
  const id = properties['subscription_id'];
  return fact(
    'subscription',
    id,
    { ...properties, status },
    { latest: [`${event.slice('subscription_'.length)}_at`], status },
  );
};

const trackFacts = (event: string, properties: Json): readonly ObjectFact[] => {
  const { items, added, removed } = properties;
  switch (event) {
    case 'product_viewed':
      return lineFacts(properties, properties, VIEWED);
    case 'product_list_viewed':
      return fact('collection', properties['list_id'], properties, { latest: ['viewed_at'], status: 'viewed' });
    case 'added_to_cart':
      return [...linesFacts(items, properties), ...linesFacts(added, properties, ADDED)];
    case 'removed_from_cart':
      return [...linesFacts(items, properties), ...linesFacts(removed, properties, REMOVED)];
    case 'cart_viewed':
    case 'checkout_started':
      return linesFacts(items, properties);
    case 'order_completed':
      return [
        ...orderFacts(properties, 'completed'),
        ...linesFacts(items, properties, bought(text(properties['order_id']))),
      ];
    case 'order_refunded':
      return orderFacts({ order_id: properties['order_id'] }, 'refunded');
    case 'order_cancelled':
      return orderFacts({ order_id: properties['order_id'] }, 'cancelled');
    default:
      return event.startsWith('subscription_') ? subscriptionFacts(properties, event) : [];
  }
};

/** All objects that a message speaks of, in the order in which it does. */
export const objectFacts = ({ message }: StoredMessage): readonly ObjectFact[] =>
  message.type === 'track' ? trackFacts(message.event, message.properties ?? {}) : [];
