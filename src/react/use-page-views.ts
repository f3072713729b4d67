import { useEffect } from 'react';
import { isNews } from './page-memory.ts';
import { useCartline } from './use-cartline.ts';

/**
 * Tracks a page view when it is first rendered, and whenever `path` has changed since. Call it in the root layout, before
 * what tracks on the page itself; do not use the option `spa` beside it.
 * @param path what tells views apart: the router's pathname (Next: `usePathname()`). Default: the address's path, which is
 * looked at whenever the component renders. A query is no part of it unless you add it.
 *
 * @example
 * usePageViews(useLocation().pathname);
 */
export const usePageViews = (path?: string): void => {
  const client = useCartline();
  useEffect(() => {
    if (isNews(client, 'page', path ?? globalThis.location.pathname)) client.page();
  });
};
