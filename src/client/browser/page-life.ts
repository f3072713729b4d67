/** What the page's life asks of the client. */
interface PageLife {
  /** The page is hidden, frozen or goes. */
  readonly leave: () => void;
  /** The page is shown again, thawed or back from the back-forward cache; or the network is back. */
  readonly wake: (online: boolean) => void;
  /** The page is more than a prerendered guess. */
  readonly activate: () => void;
}

/**
 * Follows the page's life. `visibilitychange` to hidden is the last event that mobile browsers promise; `unload` would
 * keep the page out of the back-forward cache and is never used.
 */
export const followPage = ({ leave, wake, activate }: PageLife): void => {
  const onPage = (names: string, listener: (event: Event) => void): void => {
    for (const name of names.split(' ')) addEventListener(name, listener, true);
  };
  onPage('freeze pagehide', leave);
  onPage('visibilitychange resume pageshow online', ({ type }) =>
    type === 'visibilitychange' && document.hidden ? leave() : wake(type === 'online'),
  );
  if ((document as { prerendering?: boolean }).prerendering) onPage('prerenderingchange', activate);
  else activate();
};

/** Calls back whenever the path has changed without a new page. */
export const onPathChange = (callback: () => void): void => {
  let path = location.pathname;
  // A task later the app has set its title.
  const check = (): void =>
    void setTimeout(() => {
      if (path !== (path = location.pathname)) callback();
    });
  addEventListener('popstate', check);
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name].bind(history);
    history[name] = (...args) => {
      check();
      original(...args);
    };
  }
};
