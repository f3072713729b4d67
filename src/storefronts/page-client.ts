import type { Cartline } from '../index.ts';

/** What an adapter needs of a client. The script tag's `window.cartline` becomes one by `pageClient`. */
export type ShopClient = Pick<Cartline, 'track' | 'identify'> & { readonly cart: Pick<Cartline['cart'], 'set'> };

type Call = (method: string, ...args: unknown[]) => unknown;
type Global = Call & { q?: [time: number, args: unknown[]][]; client?: unknown };

const page = (): { cartline?: Global } => window; // the script tag's global, declared nowhere else

const queue = (): Global => {
  const calls: Global = (...args) => void calls.q!.push([Date.now(), args]);
  calls.q = [];
  return calls;
};

/**
 * The client of the script tag, in whichever order the scripts load: until `cartline.js` is there, its inline stub queues
 * the calls with their times; where there is no stub either, one is made.
 */
export const pageClient = (): ShopClient => {
  page().cartline ??= queue();
  const says =
    (method: string) =>
    (...args: unknown[]): void =>
      void page().cartline!(method, ...args); // the script takes the stub's place
  return { track: says('track'), identify: says('identify'), cart: { set: says('cart.set') } } as ShopClient;
};

/** Whether calls take effect at once: false while the inline stub queues them. */
export const isClientThere = (): boolean => page().cartline?.client !== undefined;
