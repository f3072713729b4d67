import type { Cartline } from '../index.ts';

const nothing = (): void => undefined;

/** A client for rendering on a server: a visitor acts in the browser, so every method does nothing. */
export const createServerClient = (): Cartline => ({
  track: nothing,
  page: nothing,
  identify: nothing,
  cart: { set: nothing },
  flush: () => Promise.resolve(),
  reset: nothing,
  on: () => nothing,
  anonymousId: '',
});
