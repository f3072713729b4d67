import fc from 'fast-check';
import type { NewMessage, RelayStore } from '../../../src/relay/store/store.ts';
import { added, batchOf, identify, item, START, track } from '../../unit/relay/store/new-message.ts';

/** One thing that happens to a store. */
export type Step =
  | { readonly kind: 'view' | 'add'; readonly visitor: string; readonly cart: string }
  | { readonly kind: 'identify'; readonly visitor: string; readonly email: string }
  | { readonly kind: 'order'; readonly order: string; readonly cart: string; readonly email: string }
  | { readonly kind: 'merge'; readonly from: string; readonly to: string }
  | { readonly kind: 'again'; readonly which: number }
  | { readonly kind: 'deliver'; readonly outcome: 'done' | 'dead' | 'retry' | 'lost' }
  | { readonly kind: 'replay' }
  | { readonly kind: 'purge'; readonly ageSteps: number }
  | { readonly kind: 'erase'; readonly email: string };

const visitor = fc.constantFrom('v1', 'v2', 'v3');
const email = fc.constantFrom('a@x.co', 'b@x.co', 'c@x.co');
const cart = fc.constantFrom('k1', 'k2');

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('view' as const, 'add' as const), visitor, cart }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('identify' as const), visitor, email }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('order' as const), order: fc.constantFrom('o1', 'o2'), cart, email }),
    },
    fc.record({ kind: fc.constant('merge' as const), from: email, to: email }),
    fc.record({ kind: fc.constant('again' as const), which: fc.nat(30) }),
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('deliver' as const),
        outcome: fc.constantFrom('done' as const, 'dead' as const, 'retry' as const, 'lost' as const),
      }),
    },
    fc.record({ kind: fc.constant('replay' as const) }),
    fc.record({ kind: fc.constant('purge' as const), ageSteps: fc.nat(20) }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('erase' as const), email }) },
  ),
  { minLength: 3, maxLength: 40 },
);

const STEP_MS = 1_003;
const LATER = START + 3_600_000;
const server = { source: 'server', trusted: true, fromServer: true };

const messageOf = (step: Step, at: number, tabIndex: number): NewMessage | undefined => {
  switch (step.kind) {
    case 'view':
      return track(at, step.visitor, 'product_viewed', { product_id: 'p1' }, { tab: step.visitor, tabIndex });
    case 'add':
      return added(at, step.visitor, step.cart);
    case 'identify':
      return identify(at, step.visitor, { email: step.email });
    case 'order':
      return track(
        at,
        undefined,
        'order_completed',
        {
          order_id: step.order,
          cart_id: step.cart,
          items: [item('p1')],
          total: 10,
          currency: 'EUR',
          email: step.email,
        },
        { ...server, businessKey: `order_completed:${step.order}` },
      );
    case 'merge': {
      const about = identify(at, undefined, {}, server);
      const { messageId } = about;
      return { ...about, message: { type: 'alias', messageId, userId: step.to, previousId: step.from } };
    }
    case 'again':
    case 'deliver':
    case 'replay':
    case 'purge':
    case 'erase':
      return undefined;
  }
};

/** Lets it all happen. Returns whom the last erasure of each email left out: what had happened until then. */
export const live = async (store: RelayStore, all: readonly Step[]): Promise<readonly NewMessage[]> => {
  const sent: NewMessage[] = [];
  const erased: NewMessage[] = [];
  const deliver = async (outcome: Extract<Step, { kind: 'deliver' }>['outcome']): Promise<void> => {
    const lanes = await store.claim('cio', { lanes: 9, perLane: 3, leaseMs: 60_000, now: LATER });
    if (outcome === 'lost') return store.handOver();
    const results = lanes.map(({ lane, token, person, messages, erasure }) => ({
      lane,
      token,
      ...(erasure
        ? { erased: outcome === 'dead' ? { status: 'refused' as const, reason: 'x' } : { status: 'done' as const } }
        : outcome === 'done' && { person: { version: person.version, memory: {} } }),
      messages: messages.map(({ seq }) =>
        outcome === 'retry'
          ? { seq, status: 'retry' as const, at: 0, reason: 'x', countsAsAttempt: true }
          : outcome === 'dead'
            ? { seq, status: 'dead' as const, reason: 'x' }
            : { seq, status: 'done' as const },
      ),
    }));
    await store.settle('cio', results, LATER);
  };
  for (const [index, step] of all.entries()) {
    const now = START + index * STEP_MS;
    const message = messageOf(step, index * STEP_MS, index);
    if (message) {
      sent.push(message);
      await store.append(batchOf(message));
    } else if (step.kind === 'again' && sent.length > 0)
      await store.append(batchOf(...sent.slice(step.which % sent.length).slice(0, 1)));
    else if (step.kind === 'deliver') await deliver(step.outcome);
    else if (step.kind === 'replay') await store.replay.redrive({ limit: 100 });
    else if (step.kind === 'purge') {
      const before = now - step.ageSteps * STEP_MS;
      const ages = { heldBefore: before, keysBefore: 0, messagesBefore: before, cartsBefore: before };
      await store.purge({ ...ages, personsBefore: before, now });
    } else if (step.kind === 'erase') {
      await store.persons.erase([{ key: 'email', value: step.email }], now);
      erased.push(...sent.filter(({ message: said }) => JSON.stringify(said).includes(step.email)));
    }
  }
  return erased;
};
