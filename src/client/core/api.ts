import type { CanonicalEvents, Traits } from '../../schema.ts';
import type { CartApi } from './cart-tracker.ts';
import type { ClientEvents, PageView } from './ports.ts';

/** A person, as the page learnt of them: at least one of `email`, `userId`, `phone` makes the visitor known. */
export interface Identify {
  readonly email?: string;
  /** The shop's own customer id. From a browser it is a claim, unless `proof` comes with it. */
  readonly userId?: string;
  /** E.164, such as +4915112345678. */
  readonly phone?: string;
  readonly traits?: Traits;
  /** Made by the shop's server from its identity secret; see the relay's docs. */
  readonly proof?: string;
  /** What the person agreed to or withdrew, each sent as a `consent_changed`. Never inferred from an address. */
  readonly consent?: { readonly email?: boolean; readonly sms?: boolean };
  /** Where it was learnt: "popup", "checkout", "footer". */
  readonly source?: string;
}

/** `pending`: nobody has asked the visitor yet. */
export type ConsentState = 'granted' | 'denied' | 'pending';

/** What the visitor decided: about being tracked here, and about being written to. */
export interface Consent {
  /** `true` is "granted", `false` is "denied". */
  readonly analytics?: ConsentState | boolean;
  readonly email?: boolean;
  readonly sms?: boolean;
  /** Where it was said: "banner", "preferences". */
  readonly source?: string;
}

/** The client of one page. After it was created, nothing it does throws into the shop's page. */
export interface Cartline<E extends object = CanonicalEvents> {
  /** Queues an event. It is durable when this returns, where the browser's storage is open. */
  readonly track: <N extends keyof E & string>(event: N, properties: E[N]) => void;
  /** Queues a page view; what is left out is read from the page. */
  readonly page: (properties?: PageView) => void;
  /** Makes the visitor known: what they did before arrives at this person too. */
  readonly identify: (person: Identify) => void;
  readonly cart: CartApi;
  /**
   * Says what the visitor decided. Analytics `pending` keeps calls in memory; `denied` forgets all that was kept in this
   * browser and stores nothing more. Withdrawals of email and sms are always sent.
   */
  readonly consent: (consent: Consent) => void;
  /** Sends what is queued now. Resolves when nothing is left that can be sent at present; never rejects. */
  readonly flush: () => Promise<void>;
  /** Logout: a new anonymous id, no user, no cart. */
  readonly reset: () => void;
  /** Listens; returns its end. `drop`: messages were given up. `error`: something to mend, nothing lost. */
  readonly on: <N extends keyof ClientEvents>(name: N, listener: (event: ClientEvents[N]) => void) => () => void;
  /** UUID of this browser, kept in a first-party cookie and in localStorage; "" while nothing may be kept. */
  readonly anonymousId: string;
}

/** How a client is made. */
export interface ClientOptions {
  readonly writeKey: string;
  readonly planVersion?: string | undefined;
  readonly ack?: 'answer' | 'status' | undefined;
  readonly currency?: string | undefined;
  /** Analytics consent at the start. Default "granted". */
  readonly consent?: ConsentState | undefined;
  /** While consent is pending: keep calls in memory (default), or messages in the browser's storage, unsent. */
  readonly pending?: 'memory' | 'storage' | undefined;
}

/** A client, what the page's life does to it, and the time that calls count from: the inline stub's were made earlier. */
export interface LivingClient {
  readonly client: Cartline<Record<string, unknown>>;
  readonly calledAt: (time?: number) => void;
  /** The page may act: it is not merely prerendered. Until then nothing is made, kept or sent. */
  readonly activate: () => void;
  readonly leave: () => void;
  readonly wake: (online: boolean) => void;
  /** For the debug panel. */
  readonly consentState?: () => ConsentState;
}
