import { createContext, createElement, useContext, type ReactNode } from 'react';
import { createCartline, type Cartline, type CartlineOptions, type Plan, type PlanEvents } from '../index.ts';
import { pageMemory } from './page-memory.ts';
import { createServerClient } from './server-client.ts';

type AnyClient = Cartline;

const ClientContext = createContext<AnyClient | undefined>(undefined);

/**
 * Says once, at module level, which relay and key `useCartline` uses. Safe to import and to call on a server, where
 * nothing is created.
 *
 * @example
 * configureCartline({ relay: 'https://shop.example/cl', writeKey: 'wk_live_1' });
 */
export const configureCartline = (options: CartlineOptions): void => {
  pageMemory().options = options;
};

const clientOf = (options: CartlineOptions | undefined): AnyClient => {
  if (typeof document === 'undefined') return createServerClient();
  if (!options) {
    throw new TypeError(
      'useCartline: call configureCartline({ relay, writeKey }) first, or use <CartlineProvider client>',
    );
  }
  return createCartline(options);
};

/**
 * The page's one client: of the nearest `CartlineProvider`, else of `options`, else of `configureCartline`. The same
 * object on every render and in StrictMode's second one. On a server, a client whose methods do nothing.
 *
 * @example
 * const cartline = useCartline();
 * <button onClick={() => cartline.track('product_viewed', { product_id, name, price, currency })} />
 */
export const useCartline = <P extends Plan = Plan<Record<never, never>>>(
  options?: CartlineOptions,
): Cartline<PlanEvents<P>> => {
  const provided = useContext(ClientContext);
  const client = provided ?? clientOf(options ?? pageMemory().options);
  return client; // the plan's types exist at compile time only
};

/** Gives a client to the tree below; needed only where one page has several. */
export const CartlineProvider = ({ client, children }: { client: Cartline; children?: ReactNode }): ReactNode =>
  createElement(ClientContext.Provider, { value: client }, children);
