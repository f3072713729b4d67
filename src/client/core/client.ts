import type { CanonicalEvents, DropReason, Traits } from '../../schema.ts';
import { limits } from '../../schema/limits.ts';
import { createCartTracker, type CartApi } from './cart-tracker.ts';
import { normaliseCartId, valueOf } from './cart.ts';
import type { Identity } from './identity.ts';
import type { ClientEvents, Clock, Memory, Row } from './ports.ts';
import { utf8Bytes } from './utf8.ts';

/** A person, as the page learnt of them: at least one of `email`, `userId`, `phone` makes the visitor known. */
export interface Identify {
  readonly email?: string;
  /** The shop's own customer id. From a browser it is a claim, unless `proof` comes with it. */
  readonly userId?: string;
  /** E.164, such as +4915112345678. */
  readonly phone?: string;
  readonly traits?: Traits;
  /** Made by the shop's server from its identity secret; see the relay's docs. */
  readonly proof?: string;
  /** What the person agreed to or withdrew, each sent as a `consent_changed`. Never inferred from an address. */
  readonly consent?: { readonly email?: boolean; readonly sms?: boolean };
  /** Where it was learnt: "popup", "checkout", "footer". */
  readonly source?: string;
}

/** A page view; what is left out is read from the page. */
export interface PageView {
  readonly url?: string;
  readonly path?: string;
  readonly title?: string;
  readonly referrer?: string;
}

/** The client of one page. After it was created, nothing it does throws into the shop's page. */
export interface Cartline<E extends object = CanonicalEvents> {
  /** Queues an event. It is durable when this returns, where the browser's storage is open. */
  readonly track: <N extends keyof E & string>(event: N, properties: E[N]) => void;
  /** Queues a page view. */
  readonly page: (properties?: PageView) => void;
  /** Makes the visitor known: what they did before arrives at this person too. */
  readonly identify: (person: Identify) => void;
  readonly cart: CartApi;
  /** Sends what is queued now. Resolves when nothing is left that can be sent at present; never rejects. */
  readonly flush: () => Promise<void>;
  /** Logout: a new anonymous id, no user, no cart. */
  readonly reset: () => void;
  /** Listens; returns its end. `drop`: messages were given up. `error`: something to mend, nothing lost. */
  readonly on: <N extends keyof ClientEvents>(name: N, listener: (event: ClientEvents[N]) => void) => () => void;
  /** UUID of this browser, kept in a first-party cookie and in localStorage. */
  readonly anonymousId: string;
}

/** What the page gives to the client. */
export interface ClientPorts {
  readonly clock: Clock;
  readonly memory: Memory;
  readonly identity: Identity;
  readonly newId: () => string;
  /** Names this page's life in `context.seq`. */
  readonly tab: string;
  readonly version: string;
  readonly planVersion?: string | undefined;
  readonly pageView: () => Required<PageView>;
  readonly enqueue: (row: Row) => void;
  readonly drop: (reason: DropReason, messages: number) => void;
  readonly flush: () => Promise<void>;
  readonly on: Cartline['on'];
  readonly emit: (name: 'error', event: ClientEvents['error']) => void;
}

type Properties = Record<string, unknown>;

interface Body {
  readonly type: 'track' | 'identify' | 'page';
  readonly event?: string;
  readonly properties?: object;
  readonly traits?: object;
  readonly proof?: string | undefined;
}

/** A client, and the setter of the time that calls count from: the inline stub's calls were made before now. */
export interface TimedClient {
  readonly client: Cartline<Record<string, unknown>>;
  readonly calledAt: (time: number | undefined) => void;
}

const rankOf = ({ type, event }: Body): Row['rank'] =>
  type === 'page' ? 0 : type === 'identify' || event === 'order_completed' ? 2 : 1;

/** Properties with what the contract has the client compute or clean. */
const completed = (properties: Properties): Properties => {
  const { cart_id, items } = properties;
  return {
    ...(Array.isArray(items) && { value: valueOf(items as never) }), // a wrong item counts NaN here and is named by the relay
    ...properties,
    ...(typeof cart_id === 'string' && { cart_id: normaliseCartId(cart_id) }),
  };
};

export const createClient = (ports: ClientPorts): TimedClient => {
  const { clock, identity, drop } = ports;
  let time: number | undefined;
  let count = 0;

  const serialise = (messageId: string, body: Body): string =>
    JSON.stringify({
      ...body,
      messageId,
      anonymousId: identity.anonymousId(),
      userId: identity.userId(),
      timestamp: new Date(time ?? clock.now()).toISOString(),
      context: {
        seq: [ports.tab, count],
        plan: ports.planVersion,
        page: ports.pageView(),
        library: { name: 'cartline', version: ports.version },
        ...identity.marks(),
      },
    });

  const send = (body: Body): void => {
    const id = ports.newId();
    let text;
    try {
      text = serialise(id, body);
    } catch {
      drop('unserialisable', 1); // a cycle, a BigInt or a throwing getter
      return;
    }
    if (utf8Bytes(text) > limits.clientMessageBytes) {
      drop('too_large', 1);
      return;
    }
    count++;
    ports.enqueue({ id, body: text, rank: rankOf(body) });
  };

  const track = (event: string, properties: unknown): void => {
    send({ type: 'track', event, properties: completed((properties ?? {}) as Properties) });
    if (event === 'checkout_started' || event === 'order_completed') cart.close();
  };

  const cart = createCartTracker(ports.memory, track);

  const identify = ({ email, phone, userId, traits, proof, consent, source }: Identify): void => {
    if (userId) identity.setUserId(userId);
    const known = { ...(email && { email: email.trim().toLowerCase() }), ...(phone && { phone }) };
    send({ type: 'identify', traits: { ...traits, ...known, ...(source && { source }) }, proof });
    for (const [channel, granted] of Object.entries(consent ?? {}))
      track('consent_changed', { channel, granted, source });
  };

  /** Nothing throws into the shop's page: what a wrong call throws is announced instead. */
  const safe =
    <A extends unknown[]>(call: (...args: A) => void) =>
    (...args: A): void => {
      try {
        call(...args);
      } catch (detail) {
        ports.emit('error', { code: 'call', detail });
      }
    };

  return {
    calledAt: (at) => (time = at),
    client: {
      track: safe(track),
      identify: safe(identify),
      page: safe((properties) => send({ type: 'page', properties: { ...ports.pageView(), ...properties } })),
      cart: { set: safe(cart.set) },
      flush: ports.flush,
      reset: safe(() => {
        identity.reset();
        cart.forget();
      }),
      on: ports.on,
      get anonymousId() {
        return identity.anonymousId();
      },
    },
  };
};
