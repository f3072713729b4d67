import { createSqliteStore } from '../../../src/relay/store/sqlite/sqlite-store.ts';
import type { Lane, NewMessage, RelayStore } from '../../../src/relay/store/store.ts';
import { added, batchOf, identify, item, START, track } from '../../unit/relay/store/new-message.ts';
import { createWitness, type Findings } from './witness.ts';

/** One thing that happens: a visitor or the shop's server says something, a message is sent again, or the relay delivers. */
export type Step =
  | { readonly kind: 'view'; readonly visitor: string }
  | { readonly kind: 'add'; readonly visitor: string; readonly cart: string }
  | { readonly kind: 'identify'; readonly visitor: string; readonly email: string }
  | {
      readonly kind: 'order';
      readonly order: string;
      readonly cart: string;
      readonly email: string;
      readonly visitor: string;
      readonly by: string;
    }
  | { readonly kind: 'repeat'; readonly which: number }
  | { readonly kind: 'deliver'; readonly isAnswerLost: boolean };

export interface Journey {
  /** Lets it all happen; `late` says by how many steps each message arrives after it was sent. */
  readonly perform: (steps: readonly Step[], late: readonly number[]) => Promise<void>;
  /** Delivers what is left, and says what is wrong. */
  readonly end: () => Promise<Findings>;
  readonly close: () => Promise<void>;
}

/** No whole seconds, which orders would round up. */
const STEP_MS = 1_003;
const LATER = START + 3_600_000;

const orderMessage = (
  at: number,
  { order, cart, email, visitor, by }: Extract<Step, { kind: 'order' }>,
): NewMessage => {
  const properties = { order_id: order, cart_id: cart, items: [item('p1')], total: 10, currency: 'EUR' };
  if (by === 'page')
    return track(at, visitor, 'order_completed', properties, { withheld: 'orders come from the server' });
  const about = { source: 'server', trusted: true, fromServer: true, businessKey: `order_completed:${order}` };
  return track(at, undefined, 'order_completed', { ...properties, email }, about);
};

const messageOf = (step: Step, at: number): NewMessage | undefined => {
  switch (step.kind) {
    case 'view':
      return track(at, step.visitor, 'product_viewed', { product_id: 'p1' });
    case 'add':
      return added(at, step.visitor, step.cart);
    case 'identify':
      return identify(at, step.visitor, { email: step.email });
    case 'order':
      return orderMessage(at, step);
    case 'repeat':
    case 'deliver':
      return undefined;
  }
};

const claim = (store: RelayStore): Promise<readonly Lane[]> =>
  store.claim('cio', { lanes: 50, perLane: 3, leaseMs: 60_000, now: LATER });

/** A store, and a destination that takes everything but whose answers may get lost. */
export const createJourney = async (): Promise<Journey> => {
  const store = createSqliteStore({ path: ':memory:' });
  await store.open([{ name: 'cio', anonymous: 'hold' }]);
  const witness = createWitness();

  const append = async (message: NewMessage): Promise<void> => {
    witness.accepted(message);
    await store.append(batchOf(message));
  };

  const deliver = async (isAnswerLost: boolean): Promise<boolean> => {
    const lanes = await claim(store);
    lanes.forEach(witness.delivered);
    if (isAnswerLost) await store.handOver();
    else
      await store.settle(
        'cio',
        lanes.map(({ lane, token, person, messages }) => ({
          lane,
          token,
          person: { version: person.version, memory: {} },
          messages: messages.map(({ seq }) => ({ seq, status: 'done' as const })),
        })),
        LATER,
      );
    return lanes.length > 0;
  };

  const perform: Journey['perform'] = async (steps, late) => {
    const sent: NewMessage[] = [];
    const onTheWay: { message: NewMessage; due: number }[] = [];
    for (const [index, step] of steps.entries()) {
      const message = messageOf(step, (index + 1) * STEP_MS);
      if (message) {
        sent.push(message);
        // words of who one is arrive in order, as a browser sends them
        onTheWay.push({ message, due: index + (step.kind === 'identify' ? 0 : (late[index] ?? 0)) });
      }
      const repeated = step.kind === 'repeat' ? sent[step.which % (sent.length || 1)] : undefined;
      if (repeated) onTheWay.push({ message: repeated, due: index });
      for (const arrived of onTheWay.filter(({ due }) => due === index)) await append(arrived.message);
      if (step.kind === 'deliver') await deliver(step.isAnswerLost);
    }
    for (const { message, due } of onTheWay) if (due >= steps.length) await append(message);
  };

  return {
    perform,
    end: async () => {
      while (await deliver(false)) await store.nextDue('cio');
      return witness.findings(await store.feed({ since: 0, limit: 1_000 }));
    },
    close: store.close,
  };
};
