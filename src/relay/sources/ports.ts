import type { Logger } from '../logger.ts';
import type { DeliveriesStore } from '../store/deliveries.ts';
import type { PrivacyRequest, Source } from './source.ts';

/** A message for intake, and why it is kept but not delivered where it is not. */
export interface Handed {
  readonly message: Readonly<Record<string, unknown>>;
  readonly withheld?: string | undefined;
}

/** Gives messages of a source to intake. Rejects when the store cannot commit: then nothing of them was kept. */
export type Admit = (
  source: string,
  messages: readonly Handed[],
  receivedAt: number,
) => Promise<{ readonly rejected: readonly { readonly messageId?: string | undefined; readonly message: string }[] }>;

/** A delivery that could not be understood, for the quarantine. */
export interface Misunderstood {
  readonly source: string;
  readonly deliveryId: string;
  readonly receivedAt: number;
  readonly path: string;
  readonly reason: string;
  readonly body: unknown;
}

/** What the sources of a relay work with. */
export interface SourcesOptions {
  readonly sources: readonly Source[];
  readonly deliveries: DeliveriesStore;
  readonly admit: Admit;
  /** Puts a delivery that could not be understood where it is seen, and can be replayed from. */
  readonly quarantine: (misunderstood: Misunderstood) => Promise<void>;
  /** Acts on somebody's request to be forgotten; says what was done. Without it the request waits for the shop. */
  readonly onPrivacy?: ((request: PrivacyRequest) => Promise<string>) | undefined;
  readonly logger: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
}
