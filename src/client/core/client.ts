import { limits } from '../../schema/limits.ts';
import type { ClientOptions, Consent, ConsentState, Identify, LivingClient } from './api.ts';
import { CART_KEY, createCartTracker } from './cart-tracker.ts';
import { completed } from './completed.ts';
import { createDelivery } from './delivery.ts';
import { createEmitter } from './emitter.ts';
import { createIdentity, type Arrival, type Identity } from './identity.ts';
import type { ClientEvents, PageView, Tell, World } from './ports.ts';
import { DEAR, EVENT, VIEW, WITHDRAWAL } from './rank.ts';
import { safe } from './safe.ts';
import { createUlids } from './ulid.ts';
import { utf8Bytes } from './utf8.ts';

type ContactConsent = { readonly [K in 'email' | 'sms' | 'source']?: Consent[K] | undefined };

interface Body {
  readonly type: 'track' | 'identify' | 'page';
  readonly userId?: string | undefined;
  readonly event?: string;
  readonly properties?: object;
  readonly traits?: object;
  readonly proof?: string | undefined;
}

export const createClient = (world: World, options: ClientOptions, arrival: Arrival): LivingClient => {
  const { now, set } = world;
  const { on, emit } = createEmitter<ClientEvents>();
  const { next: newId, save: saveTime, page } = createUlids(world);
  let analytics: ConsentState = options.consent ?? 'granted';
  let active = false;
  let time: number | undefined;
  let count = 0;
  let identity: Identity | undefined;
  let waiting: (() => void)[] = [];
  const told: Record<string, boolean> = {};

  const tell: Tell = (code, detail) => {
    if (!told[code]) emit('error', { code, detail });
    told[code] = true;
  };

  const delivery = createDelivery(world, options, {
    newId,
    fromRank: () => (analytics === 'granted' ? 0 : WITHDRAWAL),
    emit,
    tell,
    onAnswer: () => identity?.settle(),
  });

  const mayKeep = (): boolean =>
    active && (analytics === 'granted' || (__EXTRAS__ && analytics === 'pending' && options.pending === 'storage'));

  /** Announces what consent does not let live. It is not reported to the relay: of a visitor who refuses, nothing is kept or sent. */
  const refuse = (messages: number): void => {
    if (messages) emit('drop', { reason: 'consent', messages });
  };

  /** Makes a message of it now; later, under the time it was said; or never: as consent and the page's life have it. */
  const send = (body: Body, rank: number, at: number = time ?? now()): void => {
    if (rank < WITHDRAWAL && !mayKeep()) {
      if (active && analytics === 'denied') refuse(1);
      else waiting.push(() => send(body, rank, at));
      return;
    }
    const { context, ...speaker } = identity?.speak(body.userId) ?? { anonymousId: world.newUuid() };
    const id = newId();
    let text;
    try {
      text = JSON.stringify({
        ...body,
        ...(body.event && { properties: completed(body.properties as Record<string, unknown>) }),
        ...speaker,
        messageId: id,
        timestamp: new Date(at),
        context: {
          seq: [page, count],
          ...(__EXTRAS__ && { plan: options.planVersion }),
          page: world.pageView(),
          ...world.surroundings,
          ...context,
        },
      });
    } catch {
      return delivery.drop('unserialisable', 1); // a cycle, a BigInt or a throwing getter
    }
    // No character has more than 3 bytes: most messages need no counting.
    if (text.length * 3 > limits.clientMessageBytes && utf8Bytes(text) > limits.clientMessageBytes)
      return delivery.drop('too_large', 1);
    count++;
    const row = { id, body: text, rank };
    delivery.put(row);
    if (__EXTRAS__) emit('message', row); // for the debug panel
  };

  const track = (event: string, properties: object, rank = event === 'order_completed' ? DEAR : EVENT): void => {
    send({ type: 'track', event, properties }, rank);
    cart.reach(event);
  };

  /** What may not be kept yet lives in the page only. */
  let held: string | null | undefined;
  const keepCart = (value: string | null): void => {
    if (mayKeep()) set(CART_KEY, value);
    else held = value;
  };
  const cart = createCartTracker(
    { get: (key) => held ?? world.get(key), set: (_, value) => keepCart(value) },
    newId,
    options.currency,
    track,
  );

  /** Contact consent goes as events of its own; a withdrawal is sent whatever was decided about tracking, with who it is. */
  const sayContact = ({ email, sms, source }: ContactConsent, person?: Body): void => {
    for (const [channel, granted] of Object.entries({ email, sms })) {
      if (granted === undefined) continue;
      if (!granted && person && !mayKeep()) {
        send(person, WITHDRAWAL);
        person = undefined;
      }
      track('consent_changed', { channel, granted, source }, granted ? EVENT : WITHDRAWAL);
    }
  };

  const identify = ({ email, phone, userId, traits, proof, consent, source }: Identify): void => {
    const known = { email: email?.trim().toLowerCase(), phone, source };
    const person = { type: 'identify', userId, proof, traits: known } as const;
    send({ ...person, traits: { ...traits, ...known } }, DEAR);
    sayContact({ ...consent, source }, person);
  };

  /** What was decided takes effect: all is forgotten, or what waited goes on. */
  const decide = (): void => {
    if (analytics === 'denied') {
      const known = identity || world.readCookie() || world.get('cl_visitor');
      if (known) void delivery.erase().then(refuse);
      refuse(waiting.length);
      waiting = [];
      identity = held = undefined;
      for (const key of ['cl_visitor', CART_KEY, 'cl_time']) set(key, null);
      world.writeCookie('');
    }
    if (!mayKeep()) return;
    identity ??= createIdentity(world, arrival);
    if (held !== undefined) set(CART_KEY, held);
    held = undefined;
    for (const say of waiting.splice(0)) say();
    delivery.wake(true); // a page that opens, or a visitor who agrees, is reason enough to try again
  };

  const renew = (): void => void (identity = createIdentity(world, {}, true));

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
    wake: (online) => {
      if (mayKeep()) delivery.wake(online);
    },
    ...(__EXTRAS__ && { consentState: () => analytics }), // for the debug panel
    client: {
      ...safe(
        {
          track: (event: string, properties?: unknown) => track(event, properties ?? {}),
          identify,
          page: (properties?: PageView) =>
            send({ type: 'page', properties: { ...world.pageView(), ...properties } }, VIEW),
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
            keepCart(null);
            if (mayKeep()) renew();
            else waiting.push(renew);
          },
        },
        emit,
      ),
      cart: safe(cart.api, emit),
      on,
      get anonymousId() {
        return identity?.anonymousId ?? '';
      },
    },
  };
};
