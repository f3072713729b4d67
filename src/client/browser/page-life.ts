/** What the page's life asks of the client. */
export interface PageLife {
  /** The page is hidden, frozen or goes. */
  readonly onLeave: () => void;
  /** The page is shown again, thawed, or back from the back-forward cache. */
  readonly onReturn: () => void;
  /** The network is back. */
  readonly onOnline: () => void;
}

/**
 * Follows the page's life. `visibilitychange` to hidden is the last event that mobile browsers promise; `unload` would
 * keep the page out of the back-forward cache and is never used.
 */
export const followPage = ({ onLeave, onReturn, onOnline }: PageLife): void => {
  document.addEventListener('visibilitychange', () => (document.hidden ? onLeave() : onReturn()));
  document.addEventListener('freeze', onLeave);
  document.addEventListener('resume', onReturn);
  addEventListener('pagehide', onLeave);
  addEventListener('pageshow', (event) => event.persisted && onReturn());
  addEventListener('online', onOnline);
};
