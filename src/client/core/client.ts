import type { CanonicalEvents, Traits } from '../../schema.ts';
import { limits } from '../../schema/limits.ts';
import { createCartTracker, type CartApi } from './cart-tracker.ts';
import { normaliseCartId, valueOf } from './cart.ts';
import { createDelivery } from './delivery.ts';
import { createEmitter } from './emitter.ts';
import { createIdentity, type Arrival, type Identity } from './identity.ts';
import { createOutbox } from './outbox.ts';
import type { ClientEvents, PageView, World } from './ports.ts';
import { createUlid } from './ulid.ts';
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

/** `pending`: nobody has asked the visitor yet. */
export type ConsentState = 'granted' | 'denied' | 'pending';

/** What the visitor decided: about being tracked here, and about being written to. */
export interface Consent {
  /** `true` is "granted", `false` is "denied". */
  readonly analytics?: ConsentState | boolean;
  readonly email?: boolean;
  readonly sms?: boolean;
  /** Where it was said: "banner", "preferences". */
  readonly source?: string;
}

type ContactConsent = { readonly [K in 'email' | 'sms' | 'source']?: Consent[K] | undefined };

/** The client of one page. After it was created, nothing it does throws into the shop's page. */
export interface Cartline<E extends object = CanonicalEvents> {
  /** Queues an event. It is durable when this returns, where the browser's storage is open. */
  readonly track: <N extends keyof E & string>(event: N, properties: E[N]) => void;
  /** Queues a page view; what is left out is read from the page. */
  readonly page: (properties?: PageView) => void;
  /** Makes the visitor known: what they did before arrives at this person too. */
  readonly identify: (person: Identify) => void;
  readonly cart: CartApi;
  /**
   * Says what the visitor decided. Analytics `pending` keeps calls in memory; `denied` forgets all that was kept in this
   * browser and stores nothing more. Withdrawals of email and sms are always sent.
   */
  readonly consent: (consent: Consent) => void;
  /** Sends what is queued now. Resolves when nothing is left that can be sent at present; never rejects. */
  readonly flush: () => Promise<void>;
  /** Logout: a new anonymous id, no user, no cart. */
  readonly reset: () => void;
  /** Listens; returns its end. `drop`: messages were given up. `error`: something to mend, nothing lost. */
  readonly on: <N extends keyof ClientEvents>(name: N, listener: (event: ClientEvents[N]) => void) => () => void;
  /** UUID of this browser, kept in a first-party cookie and in localStorage; "" while nothing may be kept. */
  readonly anonymousId: string;
}

/** How a client is made. */
export interface ClientOptions {
  readonly writeKey: string;
  readonly planVersion?: string | undefined;
  readonly ack?: 'answer' | 'status' | undefined;
  readonly currency?: string | undefined;
  /** Analytics consent at the start. Default "granted". */
  readonly consent?: ConsentState | undefined;
  /** While consent is pending: keep calls in memory (default), or messages in the browser's storage, unsent. */
  readonly pending?: 'memory' | 'storage' | undefined;
}

type Properties = Record<string, unknown>;

interface Body {
  readonly type: 'track' | 'identify' | 'page';
  readonly userId?: string | undefined;
  readonly event?: string;
  readonly properties?: object;
  readonly traits?: object;
  readonly proof?: string | undefined;
}

/** A client, what the page's life does to it, and the time that calls count from: the inline stub's were made earlier. */
export interface LivingClient {
  readonly client: Cartline<Properties>;
  readonly calledAt: (time?: number) => void;
  /** The page may act: it is not merely prerendered. Until then nothing is made, kept or sent. */
  readonly activate: () => void;
  readonly leave: () => void;
  readonly wake: (online: boolean) => void;
  /** For the debug panel. */
  readonly consentState: () => ConsentState;
}

const WITHDRAWAL = 3;

const rankOf = ({ type, event }: Body): number =>
  type === 'page' ? 0 : type === 'identify' || event === 'order_completed' ? 2 : 1;

/** Properties with what the contract has the client compute or clean. */
const completed = (properties: Properties): Properties => {
  const { cart_id, items } = properties;
  return {
    ...(Array.isArray(items) && { value: valueOf(items as never) }), // a wrong item makes NaN here, and is named by the relay
    ...properties,
    ...(typeof cart_id === 'string' && { cart_id: normaliseCartId(cart_id) }),
  };
};

export const createClient = (world: World, options: ClientOptions, arrival: Arrival): LivingClient => {
  const { now, set } = world;
  const { on, emit } = createEmitter<ClientEvents>();
  const { next: newId, save: saveTime } = createUlid(world);
  const tab = world.newUuid().slice(0, 8);
  let analytics: ConsentState = options.consent ?? 'granted';
  let active = false;
  let time: number | undefined;
  let count = 0;
  let identity: Identity | undefined;
  let waiting: (() => void)[] = [];

  const outbox = createOutbox(world, emit, (rows) => delivery.drop('no_room', rows));
  const delivery = createDelivery(world, outbox, {
    writeKey: options.writeKey,
    anyAnswer: options.ack === 'status',
    newId,
    fromRank: () => (analytics === 'granted' ? 0 : WITHDRAWAL),
    emit,
    onAnswer: () => identity?.settle(),
  });

  const mayKeep = (): boolean =>
    active && (analytics === 'granted' || (analytics === 'pending' && options.pending === 'storage'));

  /** Makes a message of it now; later, under the time it was said; or never: as consent and the page's life have it. */
  const send = (body: Body, rank: number = rankOf(body), at: number = time ?? now()): void => {
    if (rank < WITHDRAWAL && !mayKeep()) {
      if (active && analytics === 'denied') emit('drop', { reason: 'consent', messages: 1 });
      else waiting.push(() => send(body, rank, at));
      return;
    }
    const id = newId();
    let text;
    try {
      text = JSON.stringify({
        ...body,
        messageId: id,
        anonymousId: identity?.anonymousId ?? world.newUuid(),
        userId: identity?.userId(),
        timestamp: new Date(at),
        context: {
          seq: [tab, count],
          plan: options.planVersion,
          page: world.pageView(),
          ...world.surroundings,
          ...identity?.context(),
        },
      });
    } catch {
      return delivery.drop('unserialisable', 1); // a cycle, a BigInt or a throwing getter
    }
    if (utf8Bytes(text) > limits.clientMessageBytes) return delivery.drop('too_large', 1);
    count++;
    const row = { id, body: text, rank };
    outbox.put(row);
    delivery.notify(row);
    emit('message', row);
  };

  const track = (event: string, properties: object, rank?: number): void => {
    send({ type: 'track', event, properties: completed(properties as Properties) }, rank);
    if (event === 'checkout_started') cart.reach('checkout');
    if (event === 'order_completed') cart.reach('bought');
  };

  /** What may not be kept yet lives in the page only. */
  const held = new Map<string, string | null>();
  const cart = createCartTracker(
    {
      get: (key) => held.get(key) ?? world.get(key),
      set: (key, value) => void (mayKeep() ? set(key, value) : held.set(key, value)),
    },
    newId,
    options.currency,
    track,
  );

  /** Contact consent goes as events of its own; a withdrawal is sent whatever was decided about tracking, with who it is. */
  const sayContact = ({ email, sms, source }: ContactConsent, known?: object): void => {
    for (const [channel, granted] of Object.entries({ email, sms })) {
      if (granted === undefined) continue;
      if (!granted && !mayKeep() && known) send({ type: 'identify', traits: known }, WITHDRAWAL);
      track('consent_changed', { channel, granted, source }, granted ? 1 : WITHDRAWAL);
    }
  };

  const identify = ({ email, phone, userId, traits, proof, consent, source }: Identify): void => {
    const known = { email: email?.trim().toLowerCase(), phone, source };
    if (userId) identity?.setUserId(userId);
    send({ type: 'identify', userId, traits: { ...traits, ...known }, proof });
    sayContact({ ...consent, source }, known);
  };

  const forget = (): void => {
    const known = identity || world.readCookie() || world.get('cl_visitor');
    const messages = (known ? outbox.erase() : 0) + waiting.length;
    waiting = [];
    held.clear();
    identity = undefined;
    for (const key of ['visitor', 'cart', 'time']) set(`cl_${key}`, null);
    world.writeCookie('');
    if (messages) emit('drop', { reason: 'consent', messages });
  };

  const decide = (): void => {
    if (analytics === 'denied') forget();
    if (!mayKeep()) return;
    identity ??= createIdentity(world, arrival);
    held.forEach((value, key) => set(key, value));
    held.clear();
    for (const say of waiting.splice(0)) say();
    void delivery.flush();
  };

  /** The same methods, none of which throws into the shop's page: what a wrong call throws is announced instead. */
  const safe = <T extends object>(methods: T): T =>
    Object.fromEntries(
      Object.entries(methods as Record<string, (...args: unknown[]) => unknown>).map(([name, method]) => [
        name,
        (...args: unknown[]) => {
          try {
            return method(...args);
          } catch (detail) {
            return emit('error', { code: 'call', detail });
          }
        },
      ]),
    ) as T;

  return {
    calledAt: (at) => (time = at),
    activate: () => {
      active = true;
      decide();
    },
    leave: () => {
      saveTime();
      delivery.leave();
    },
    wake: (online) => void (mayKeep() && (online ? delivery.wake() : delivery.flush())),
    consentState: () => analytics,
    client: {
      ...safe({
        track: (event: string, properties?: unknown) => track(event, properties ?? {}),
        identify,
        page: (properties?: PageView) => send({ type: 'page', properties: { ...world.pageView(), ...properties } }),
        consent: (consent: Consent) => {
          const { analytics: said } = consent;
          sayContact(consent);
          if (said === undefined) return;
          analytics = said === true ? 'granted' : said || 'denied';
          decide();
        },
        flush: async () => {
          if (mayKeep()) await delivery.flush();
        },
        reset: () => {
          set('cl_cart', null);
          if (identity) identity = createIdentity(world, {}, true);
        },
      }),
      cart: safe(cart.api),
      on,
      get anonymousId() {
        return identity?.anonymousId ?? '';
      },
    },
  };
};
