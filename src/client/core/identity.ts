import { readJson } from './json.ts';
import type { World } from './ports.ts';

const KEY = 'cl_visitor';
/** A visit ends after this long without a message. Milliseconds. */
const IDLE_MS = 1_800_000;
/** The visit's last activity is written at most this often. Milliseconds. */
const TOUCH_MS = 60_000;

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

/** What is kept of the visitor. `at`: the visit's last activity, Unix ms. */
interface Visitor {
  readonly id: string;
  readonly userId?: string;
  /** The very first origin. */
  readonly first: Origin;
  readonly visit?: Origin & { readonly id: string };
  readonly at?: number;
}

/** Who this browser is to us: an anonymous id, the shop's own customer id once it was named, and the present visit. */
export interface Identity {
  readonly anonymousId: string;
  readonly userId: () => string | undefined;
  readonly setUserId: (userId: string) => void;
  /** What is said of the visitor in each message's context. */
  readonly context: () => object;
  /** The relay has answered: it has heard that we are fresh, reset, or came by a link. */
  readonly settle: () => void;
}

/** Restores the visitor from the cookie or from storage, whichever is left, or makes one; `reset` always makes one. */
export const createIdentity = (world: World, { link, ...origin }: Arrival, reset?: true): Identity => {
  const { now } = world;
  const read = (): Partial<Visitor> => readJson(world, KEY, {});
  const kept: Partial<Visitor> = reset ? {} : read();
  const known = reset ? undefined : (world.readCookie() ?? kept.id);
  const anonymousId = known ?? world.newUuid();
  let marks: object = { reset, link, fresh: known || reset ? undefined : true };
  let { visit, at = 0 } = kept;
  // A new campaign begins a new visit, as idle time does.
  if (origin.campaign && JSON.stringify(origin.campaign) !== JSON.stringify(visit?.campaign)) visit = undefined;
  const { first = origin } = kept;
  world.writeCookie(anonymousId);
  const keep = (visitor: Partial<Visitor>): void =>
    world.set(KEY, JSON.stringify({ ...visitor, id: anonymousId, first, visit, at }));
  keep(kept);

  return {
    anonymousId,
    userId: () => read().userId,
    setUserId: (userId) => keep({ userId }),
    context: () => {
      const idleMs = Math.abs(now() - at);
      if (idleMs > IDLE_MS) visit = undefined;
      visit ??= { ...origin, id: world.newUuid() };
      if (idleMs > TOUCH_MS) {
        at = now();
        keep(read());
      }
      const { id: sessionId, ...from } = visit;
      return { sessionId, ...from, first, ...marks };
    },
    settle: () => {
      marks = {};
    },
  };
};
