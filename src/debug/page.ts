import type { LivingClient } from '../client/core/api.ts';
import type { ClientEvents } from '../client/core/ports.ts';
import type { GlobalCartline } from './check-call.ts';
import type { ReadValue } from './facts.ts';
import type { Say } from './problem-log.ts';
import type { OutboxView } from './read-outbox.ts';
import { readOutbox } from './read-outbox.ts';

/**
 * What the registry holds of each client. A client of another version may lack `consentState`, and `early`: the messages
 * that were queued before the panel was there.
 */
export type PageClient = Pick<LivingClient, 'client'> &
  Partial<Pick<LivingClient, 'consentState'>> & { readonly early?: readonly ClientEvents['message'][] };

/** Everything that is asked of the page. */
export interface Page {
  readonly now: () => number;
  /** The page's clients by "writeKey relay". */
  readonly clients: () => Readonly<Record<string, PageClient>>;
  /** Whose `cartline` and `fetch` are looked over. */
  readonly global: { cartline?: GlobalCartline; fetch: typeof fetch };
  readonly readValue: ReadValue;
  readonly readOutbox: (writeKey: string) => Promise<OutboxView | undefined>;
  readonly cookie: () => string;
  readonly gpc: () => boolean;
  readonly isOnline: () => boolean;
  readonly scripts: () => readonly string[];
  /** The page's address. */
  readonly address: () => string;
  readonly say: Say;
}

const REGISTRY = Symbol.for('cartline');

/** Asks for what may be refused: cookies and storage throw in sandboxes. */
const orElse = <T>(ask: () => T, otherwise: T): T => {
  try {
    return ask();
  } catch {
    return otherwise;
  }
};

/** The page that the panel was loaded into. */
export const browserPage = (): Page => ({
  now: () => Date.now(),
  clients: () => (globalThis as { [REGISTRY]?: Record<string, PageClient> })[REGISTRY] ?? {},
  global: window as Page['global'],
  readValue: (key) => orElse(() => localStorage.getItem(key), null),
  readOutbox,
  cookie: () => orElse(() => document.cookie, ''),
  gpc: () => (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true,
  isOnline: () => navigator.onLine,
  scripts: () => [...document.scripts].map(({ src }) => src).filter(Boolean),
  address: () => location.href,
  say: console,
});
