import type { IdCookie, Memory } from './ports.ts';

const ID_KEY = 'cl_id';
const USER_KEY = 'cl_user';

/** Who this browser is to us: an anonymous id, and the shop's own customer id once it was named. */
export interface Identity {
  readonly anonymousId: () => string;
  readonly userId: () => string | undefined;
  readonly setUserId: (id: string) => void;
  /** Until the relay has answered once: `fresh`, no id was found and one was made; `reset`, the visitor logged out. */
  readonly marks: () => { fresh?: true; reset?: true };
  /** The relay has heard the marks. */
  readonly settle: () => void;
  /** Logout: another visitor from here on. */
  readonly reset: () => void;
}

/** Restores the id from the cookie or from storage, whichever is left, or makes one. */
export const createIdentity = (cookie: IdCookie, memory: Memory, newId: () => string): Identity => {
  const kept = cookie.read() ?? memory.get(ID_KEY);
  let anonymousId = kept ?? newId();
  let userId = memory.get(USER_KEY) ?? undefined;
  let marks: { fresh?: true; reset?: true } = kept ? {} : { fresh: true };
  const keep = (): void => {
    cookie.write(anonymousId);
    memory.set(ID_KEY, anonymousId);
    memory.set(USER_KEY, userId ?? null);
  };
  keep();
  return {
    anonymousId: () => anonymousId,
    userId: () => userId,
    setUserId: (id) => {
      userId = id;
      keep();
    },
    marks: () => marks,
    settle: () => {
      marks = {};
    },
    reset: () => {
      anonymousId = newId();
      userId = undefined;
      marks = { reset: true };
      keep();
    },
  };
};
