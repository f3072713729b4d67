import type { FeedEntry, Lane, NewMessage, StoredMessage } from '../../../src/relay/store/store.ts';

/** What went wrong, each by the ids concerned; all empty after a good journey. */
export interface Findings {
  /** Neither delivered, nor held, withheld or dead. */
  readonly undecided: readonly string[];
  /** Accepted, and not to be found. */
  readonly lost: readonly string[];
  /** Applied twice at a destination that dedupes. */
  readonly doubled: readonly string[];
  /** Delivered to an address that had nothing to do with the visitor. */
  readonly strangers: readonly string[];
  /** Handed out after a later message of the same person, in one go. */
  readonly outOfOrder: readonly string[];
  /** Cart events handed out although their cart was known to be bought since. */
  readonly ghostCarts: readonly string[];
  readonly anonymousPersons: readonly string[];
  readonly ordersCounted: number;
  readonly ordersDelivered: number;
}

export interface Witness {
  readonly accepted: (message: NewMessage) => void;
  readonly delivered: (lane: Lane) => void;
  readonly findings: (feed: readonly FeedEntry[]) => Findings;
}

const propertiesOf = ({ message }: Pick<NewMessage, 'message'>): Record<string, unknown> =>
  message.type === 'track' ? (message.properties ?? {}) : {};
const eventOf = ({ message }: Pick<NewMessage, 'message'>): string =>
  message.type === 'track' ? message.event : message.type;
const textAt = (record: Record<string, unknown>, key: string): string => {
  const value = record[key];
  return typeof value === 'string' ? value : '';
};

/** Everybody whom the visitor may be taken for: whoever they said they are, and whoever bought a cart that they used. */
const addressesOf = (all: readonly NewMessage[], visitor: string | null | undefined): Set<string> => {
  const own = all.filter(({ message }) => message.anonymousId === visitor);
  const carts = new Set(own.map((message) => textAt(propertiesOf(message), 'cart_id')));
  const said = own.flatMap(({ message }) => (message.type === 'identify' ? textAt(message.traits ?? {}, 'email') : []));
  const bought = all
    .filter((message) => message.fromServer && carts.has(textAt(propertiesOf(message), 'cart_id')))
    .map((message) => textAt(propertiesOf(message), 'email'));
  return new Set([...said, ...bought]);
};

export const createWitness = (): Witness => {
  const all = new Map<string, NewMessage>();
  const applied = new Map<string, string>();
  const doubled: string[] = [];
  const strangers: { id: string; email: string; visitor: string | null | undefined }[] = [];
  const outOfOrder: string[] = [];
  const ghostCarts: string[] = [];
  const anonymousPersons: string[] = [];
  const counts = new Map<string, number>();

  const isGhost = (stored: StoredMessage): boolean => {
    if (eventOf(stored) !== 'added_to_cart') return false;
    const cart = propertiesOf(stored)['cart_id'];
    return [...all.values()].some(
      (order) => order.fromServer && propertiesOf(order)['cart_id'] === cart && order.occurredAt >= stored.occurredAt,
    );
  };

  const apply = (stored: StoredMessage, email: string): void => {
    const before = applied.get(stored.deliveryKey);
    if (before !== undefined && before !== email) doubled.push(stored.messageId);
    applied.set(stored.deliveryKey, email);
    if (isGhost(stored)) ghostCarts.push(stored.messageId);
    const { anonymousId } = stored.message;
    if (anonymousId) strangers.push({ id: stored.messageId, email, visitor: anonymousId });
  };

  return {
    accepted: (message) => void (all.has(message.messageId) || all.set(message.messageId, message)),
    delivered: ({ person, messages }) => {
      if (person.email === undefined) anonymousPersons.push(person.id);
      counts.set(person.id, Number(person.attributes['orders_count'] ?? 0));
      messages.forEach((stored, index) => {
        apply(stored, person.email ?? '');
        const previous = messages[index - 1];
        if (previous && previous.occurredAt > stored.occurredAt) outOfOrder.push(stored.messageId);
      });
    },
    findings: (feed) => {
      const known = new Set(feed.map(({ messageId }) => messageId));
      const isOpen = ({ deliveries }: FeedEntry): boolean => deliveries.some(({ state }) => state === 'pending');
      const isDelivered = ({ deliveries }: FeedEntry): boolean => deliveries.some(({ state }) => state === 'delivered');
      return {
        undecided: feed.filter(isOpen).map(({ messageId }) => messageId),
        lost: [...all.keys()].filter((id) => !known.has(id)),
        doubled,
        strangers: strangers
          .filter(({ email, visitor }) => !addressesOf([...all.values()], visitor).has(email))
          .map(({ id }) => id),
        outOfOrder,
        ghostCarts,
        anonymousPersons,
        ordersCounted: [...counts.values()].reduce((sum, count) => sum + count, 0),
        ordersDelivered: feed.filter((entry) => entry.event === 'order_completed' && isDelivered(entry)).length,
      };
    },
  };
};
