import { attempt } from '../../client/core/attempt.ts';
import type { ThemeWindow } from './page.ts';

/** Ajax API requests that change the cart, below any locale; "/cart.js" reads it. */
const cartChange = /\/cart\/(add|change|update|clear)(\.js|\.json)?([?#]|$)/;

const changesCart = (address: unknown): boolean =>
  !!attempt(() => cartChange.test((address as Partial<Request>).url ?? String(address))); // text, URL or Request

/**
 * Tells of every request by `fetch` or XMLHttpRequest that may have changed the cart, when it is done, however it ended.
 * Nothing of the request or its answer is touched.
 */
export const watchRequests = (page: Pick<ThemeWindow, 'fetch' | 'XMLHttpRequest'>, changed: () => void): void => {
  const { fetch: original } = page;
  page.fetch = function (this: unknown, ...args: Parameters<typeof fetch>) {
    const response = original.apply(this === undefined ? globalThis : this, args);
    if (changesCart(args[0])) response.then(changed, changed);
    return response;
  };
  const { prototype } = page.XMLHttpRequest;
  const { open } = prototype as { open: (...args: unknown[]) => void };
  prototype.open = function (this: XMLHttpRequest, ...args: unknown[]) {
    if (changesCart(args[1])) this.addEventListener('loadend', changed);
    open.apply(this, args);
  };
};
