import type { Cartline } from '../index.ts';

const nothing = (): void => undefined;

/** A client for rendering on a server: a visitor acts in the browser, so every method does nothing. */
export const createServerClient = (): Cartline => ({
  track: nothing,
  page: nothing,
  identify: nothing,
  cart: { set: nothing, add: nothing, remove: nothing, update: nothing, clear: nothing },
  consent: nothing,
  flush: () => Promise.resolve(),
  reset: nothing,
  on: () => nothing,
  anonymousId: '',
});
