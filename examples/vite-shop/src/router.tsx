import { useSyncExternalStore, type ComponentProps, type MouseEvent, type ReactNode } from 'react';

/** Where the shopper is. `key` is new for each navigation, also one to the same address. */
export interface Location {
  key: number;
  path: string;
  search: string;
}

const listeners = new Set<() => void>();
let current: Location = { key: 0, path: window.location.pathname, search: window.location.search };

/** Goes to another page of the shop. */
export function navigate(to: string): void {
  window.history.pushState(null, '', to);
  arrive();
  window.scrollTo({ top: 0, behavior: 'instant' });
}

export function useLocation(): Location {
  return useSyncExternalStore(subscribe, () => current);
}

/** A link within the shop; a click with a modifier key stays the browser's. */
export function Link({ href, children, ...rest }: ComponentProps<'a'> & { href: string }): ReactNode {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
  };
  return (
    <a href={href} onClick={follow} {...rest}>
      {children}
    </a>
  );
}

function arrive(): void {
  current = { key: current.key + 1, path: window.location.pathname, search: window.location.search };
  for (const listener of listeners) listener();
}

/** Browsers also report a jump to an anchor of the same page, which is no navigation. */
function arriveByHistory(): void {
  if (window.location.pathname !== current.path || window.location.search !== current.search) arrive();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('popstate', arriveByHistory);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('popstate', arriveByHistory);
  };
}
