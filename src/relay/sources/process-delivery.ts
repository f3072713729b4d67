import { isRecord } from '../record.ts';
import type { DeliveriesStore, DeliveryResult, JoinMethod, StoredDelivery } from '../store/deliveries.ts';
import { Unreadable } from './fields.ts';
import type { Admit, SourcesOptions } from './ports.ts';
import type { Mapped, Source } from './source.ts';
import type { SourceMessage } from './source-message.ts';

/** What the processing of one delivery needs. */
export type Processing = Pick<SourcesOptions, 'admit' | 'quarantine' | 'onPrivacy' | 'now'> & {
  readonly deliveries: Pick<DeliveriesStore, 'joinedBy'>;
};

/** Something that is away is asked again, with growing pauses, for three days. */
const GIVE_UP_AFTER_MS = 72 * 3_600_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 600_000;

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined; // said below
  }
};

/** What a source makes of a delivery; whatever goes wrong in it is said, not thrown. */
const map = async (source: Source, { topic, body, receivedAt }: StoredDelivery): Promise<Mapped> => {
  const parsed = parse(body);
  if (!isRecord(parsed)) {
    const came = parsed === undefined ? 'something else' : Array.isArray(parsed) ? 'a list' : `a ${typeof parsed}`;
    return { kind: 'failed', path: '', reason: `the body: a JSON object was expected; ${came} came` };
  }
  try {
    return await source.toMessages({ topic, body: parsed, receivedAt });
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'failed', path: error.path, reason: error.message };
    const text = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', path: '', reason: `the mapping of ${topic} failed: ${text}` };
  }
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** How the order among the messages finds its person, by what is known before it is stored. */
const joinedBy = async (
  messages: readonly SourceMessage[],
  deliveries: Processing['deliveries'],
): Promise<JoinMethod | undefined> => {
  const order = messages.find(({ event }) => event === 'order_completed');
  if (!order) return undefined;
  const { anonymousId, userId, properties = {}, context } = order;
  const traits = isRecord(context?.['traits']) ? context['traits'] : {};
  return deliveries.joinedBy({
    ...{ anonymousId, userId, email: textOf(traits['email']) },
    ...{ checkoutId: textOf(properties['checkout_id']), cartId: textOf(properties['cart_id']) },
  });
};

const withJoin = (message: SourceMessage, method: JoinMethod | undefined): Record<string, unknown> => {
  const { withheld: _, ...said } = message;
  if (method === undefined || message.event !== 'order_completed') return said;
  return { ...said, context: { ...message.context, joined_by: method } };
};

const pauseOf = (attempts: number): number => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempts);

/** Creates what takes one delivery from its raw form into the store's messages, and says how that ended. */
export const createProcessing = (source: Source, options: Processing) => {
  const { admit, quarantine, deliveries, now } = options;

  const fail = async (delivery: StoredDelivery, path: string, reason: string): Promise<DeliveryResult> => {
    const { seq, deliveryId, receivedAt, topic, body } = delivery;
    const shown = { type: 'delivery', topic, deliveryId, body: parse(body) ?? body };
    await quarantine({ source: source.name, deliveryId, receivedAt, path, reason, body: shown });
    return { seq, state: 'failed', reason, at: now() };
  };

  const store = async (delivery: StoredDelivery, messages: readonly SourceMessage[]): Promise<DeliveryResult> => {
    const method = await joinedBy(messages, deliveries);
    const handed = messages.map((message) => ({ message: withJoin(message, method), withheld: message.withheld }));
    const { rejected } = await handOver(admit, source.name, handed, delivery.receivedAt);
    const reason = rejected.map(({ message }) => message).join('; ') || undefined;
    // what was refused stands in the quarantine, each message with its reason, and is replayed from there
    return { seq: delivery.seq, state: 'done', reason, joinedBy: method, at: now() };
  };

  const later = (delivery: StoredDelivery, reason: string): DeliveryResult | undefined =>
    now() - delivery.receivedAt > GIVE_UP_AFTER_MS
      ? undefined
      : { seq: delivery.seq, state: 'waiting', reason, nextAt: now() + pauseOf(delivery.attempts) };

  return async (delivery: StoredDelivery): Promise<DeliveryResult> => {
    const mapped = await map(source, delivery);
    const { seq } = delivery;
    switch (mapped.kind) {
      case 'messages':
        return store(delivery, mapped.messages);
      case 'ignored':
        return { seq, state: 'ignored', reason: mapped.reason, at: now() };
      case 'failed':
        return fail(delivery, mapped.path, mapped.reason);
      case 'later':
        return later(delivery, mapped.reason) ?? fail(delivery, '', `given up after three days: ${mapped.reason}`);
      case 'privacy': {
        const done = await options.onPrivacy?.(mapped.request);
        const asked = `${mapped.request.kind}: ${done ?? 'waits for the shop'}`;
        return { seq, state: done === undefined ? 'privacy' : 'done', reason: asked, at: now() };
      }
    }
  };
};

/** A delivery that says nothing asks nothing of the store. */
const handOver = (admit: Admit, source: string, handed: Parameters<Admit>[1], receivedAt: number): ReturnType<Admit> =>
  handed.length === 0 ? Promise.resolve({ rejected: [] }) : admit(source, handed, receivedAt);
