import { readIdentifier } from '../identity/identifier.ts';
import type { Logger } from '../logger.ts';
import type { Erased, ErasingStore } from '../store/store.ts';

/** Whom to forget, and whether to do it or only to say what would go. */
export interface ForgetRequest {
  /** An email, a phone number, a customer id or an anonymous id; `userId:42` says which. */
  readonly who: string;
  readonly isConfirmed: boolean;
}

export interface ForgetOptions {
  readonly store: Pick<ErasingStore, 'preview' | 'erase'>;
  readonly logger: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Called after destinations have something to do. */
  readonly wake: () => void;
}

/** Erases a person, or says what that would remove; undefined where the text names nobody. */
export type Forget = (request: ForgetRequest) => Promise<Erased | undefined>;

/** Creates the forgetting of persons: in the store at once, at the destinations as soon as they can be reached. */
export const createForget =
  ({ store, logger, now, wake }: ForgetOptions): Forget =>
  async ({ who, isConfirmed }) => {
    const identifiers = readIdentifier(who);
    if (identifiers.length === 0) return undefined;
    if (!isConfirmed) return store.preview(identifiers);
    const erased = await store.erase(identifiers, now());
    const { destinations, ...counts } = erased;
    logger.info('person_erased', { ...counts, destinations: destinations.length }); // whom, no log may say
    wake();
    return erased;
  };
