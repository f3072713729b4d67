import { readJson } from './json.ts';
import type { World } from './ports.ts';

const KEY = 'cl_visitor';
/** A visit ends after this long without a message. Milliseconds. */
const IDLE_MS = 1_800_000;
/** A message this soon after another does not note again that the visit goes on: storage costs more than the message. */
const NOTED_MS = 10_000;

/** Where a visit came from: the campaign in its address, and the page before it. */
export interface Origin {
  readonly campaign?: Readonly<Record<string, string>> | undefined;
  readonly referrer?: string | undefined;
}

/** What the page was opened with. */
export interface Arrival extends Origin {
  /** The token of a link in an email, which the relay knows to be a person's. */
  readonly link?: string | undefined;
}

/** What is kept of the visitor, for all tabs and reloads. `at`: the visit's last activity, Unix ms. */
interface Visitor {
  readonly id: string;
  readonly userId?: string | undefined;
  /** The very first origin. */
  readonly first: Origin;
  readonly visit?: Origin & { readonly id: string };
  readonly at?: number | undefined;
}

/** What a message says of the visitor. */
export interface Speaker {
  readonly anonymousId: string;
  readonly userId?: string | undefined;
  readonly context?: object;
}

/** Who this browser is to us: an anonymous id, the shop's own customer id once it was named, and the present visit. */
export interface Identity {
  readonly anonymousId: string;
  /** Who says the next message; keeps the customer id that it names. */
  readonly speak: (userId?: string) => Speaker;
  /** The relay has answered: it has heard that we are fresh, reset, or came by a link. */
  readonly settle: () => void;
}

/** Restores the visitor from the cookie or from storage, whichever is left, or makes one; `reset` always makes one. */
export const createIdentity = (world: World, { link, ...origin }: Arrival, reset?: true): Identity => {
  const { now } = world;
  const read = (): Partial<Visitor> => readJson(world, KEY, {});
  const kept = reset ? {} : read();
  const known = reset ? undefined : (world.readCookie() ?? kept.id);
  const anonymousId = known ?? world.newUuid();
  let marks: object = { reset, link, fresh: known || reset ? undefined : true };
  const keep = (visitor: Partial<Visitor>): void =>
    world.set(KEY, JSON.stringify({ ...(__EXTRAS__ && { first: origin }), ...visitor, id: anonymousId }));
  const isOther =
    __EXTRAS__ && origin.campaign && JSON.stringify(origin.campaign) !== JSON.stringify(kept.visit?.campaign);
  keep(__EXTRAS__ ? { ...kept, at: isOther ? 0 : kept.at } : kept); // a new campaign begins a new visit, as idle time does
  world.writeCookie(anonymousId);

  return {
    anonymousId,
    speak: (named) => {
      const { first = origin, at = 0, visit, ...last } = read();
      const userId = named ?? last.userId;
      if (!__EXTRAS__) {
        if (named) keep({ userId });
        return { anonymousId, userId, context: marks };
      }
      const idle = Math.abs(now() - at);
      const present = (idle <= IDLE_MS && visit) || { ...origin, id: world.newUuid() };
      if (named || idle > NOTED_MS) keep({ first, visit: present, userId, at: now() });
      const { id: sessionId, ...from } = present;
      return { anonymousId, userId, context: { sessionId, ...from, first, ...marks } };
    },
    settle: () => {
      marks = {};
    },
  };
};
