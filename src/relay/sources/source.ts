import type { SourceMessage } from './source-message.ts';

/** A request at a source's path, as it came. */
export interface RawDelivery {
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly headers: Headers;
  /** What stands behind the source's own path, without slashes around it: "charge/paid". */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Whether a delivery is the platform's own. `ping`: a platform that tries the address, and has nothing to say. */
export type Verification =
  { readonly status: 'genuine' } | { readonly status: 'ping' } | { readonly status: 'forged'; readonly reason: string };

/** What a delivery is, as far as it says so beside its content. */
export interface Described {
  /** The platform's own id of this delivery; without one a digest of the topic and the body stands for it. */
  readonly id?: string | undefined;
  readonly topic: string;
}

/** A delivery that is to become messages. */
export interface ParsedDelivery {
  readonly topic: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Unix milliseconds. */
  readonly receivedAt: number;
}

/** Somebody asked the platform for their data, or to be forgotten: the shop has to act on it. */
export interface PrivacyRequest {
  readonly kind: 'erase_person' | 'export_person' | 'erase_shop';
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly userIds: readonly string[];
  readonly orderIds: readonly string[];
}

/** What becomes of a delivery. Failure is data: nothing that a platform sends throws. */
export type Mapped =
  | { readonly kind: 'messages'; readonly messages: readonly SourceMessage[] }
  /** On purpose nothing, with the reason. */
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'privacy'; readonly request: PrivacyRequest }
  /** Something that it needs is away. */
  | { readonly kind: 'later'; readonly reason: string }
  /** It could not be understood: which field, what came, what was expected. */
  | { readonly kind: 'failed'; readonly path: string; readonly reason: string };

/**
 * A platform that tells of orders, refunds, subscriptions and people from the server side. A source is data: how its
 * deliveries are known to be genuine, what they are, and what messages they become.
 */
export interface Source {
  /** Stands in its address, /sources/<name>, and beside its messages. */
  readonly name: string;
  /** It tells of orders, so that the page's word on them counts no more. */
  readonly tellsOrders: boolean;
  /** Texts that must stand in no log. */
  readonly secrets: readonly string[];
  readonly verify: (delivery: RawDelivery) => Promise<Verification> | Verification;
  /** Only of what is genuine. */
  readonly describe: (delivery: RawDelivery) => Described;
  /** The body without what must not be kept, for platforms that send their token in it. */
  readonly withoutSecrets?: (body: string) => string;
  readonly toMessages: (delivery: ParsedDelivery) => Mapped | Promise<Mapped>;
}

export const genuine: Verification = { status: 'genuine' };
export const forged = (reason: string): Verification => ({ status: 'forged', reason });
export const ignored = (reason: string): Mapped => ({ kind: 'ignored', reason });
export const messages = (...all: readonly SourceMessage[]): Mapped => ({ kind: 'messages', messages: all });
