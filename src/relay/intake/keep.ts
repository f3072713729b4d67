import type { Answer } from '../../schema.ts';
import type { Logger } from '../logger.ts';
import type { Outcome, RelayStore } from '../store/store.ts';
import type { Admitted, Terms } from './admit.ts';
import { answerFor } from './answer.ts';
import { readDropReports } from './drop-reports.ts';
import { stepCookie, type CookieStep } from './id-cookie.ts';
import type { Opened } from './open-request.ts';
import { pass, refuse, type Step } from './refusal.ts';

/** What the sender is told, once everything is stored. */
export interface Taken {
  readonly answer: Answer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Stores what a request brought; 503 when that could not be made durable. */
export type Keep = (
  request: Request,
  admitted: readonly Admitted[],
  opened: Opened,
  terms: Terms,
) => Promise<Step<Taken>>;

export interface KeepOptions {
  readonly store: Pick<RelayStore, 'append' | 'secret' | 'hasCookie'>;
  readonly logger: Logger;
  /** Called after something new was stored. */
  readonly onStored: () => void;
}

/** A store that cannot commit is mostly back after a moment: a full disk, a failover. */
export const RETRY_AFTER_SECONDS = 5;

const withCookie = (admitted: Admitted, visitor: string | undefined): Admitted =>
  admitted.ok && visitor !== undefined
    ? { ...admitted, entry: { ...admitted.entry, cookieVisitor: visitor } }
    : admitted;

const anonymousIdOf = ({ anonymousId }: CookieStep): Pick<Answer, 'anonymousId'> =>
  anonymousId === undefined ? {} : { anonymousId };

/** Creates the step that stores. */
export const createKeep = ({ store, logger, onStored }: KeepOptions): Keep => {
  let secret: Promise<string> | undefined;
  const secretOnce = (): Promise<string> =>
    (secret ??= store.secret().catch((error: unknown) => {
      secret = undefined; // a disk that was full is asked again
      throw error;
    }));
  const cookies = { secret: secretOnce, isGuarded: store.hasCookie };

  const append = async (
    admitted: readonly Admitted[],
    { envelope }: Opened,
    terms: Terms,
    joins: CookieStep['joins'],
  ): Promise<readonly Outcome[]> => {
    const messages = admitted.flatMap((one) => (one.ok ? [one.entry] : []));
    const copies = admitted.flatMap((one) => (one.ok ? one.copies : []));
    const quarantined = admitted.flatMap((one) => (one.ok ? [] : [one.entry]));
    const dropped = readDropReports(envelope.dropped, terms.source, terms.receivedAt);
    const outcomes = await store.append({ joins, messages: [...messages, ...copies], quarantined, dropped });
    return outcomes.slice(0, messages.length); // copies are ours: the sender knows nothing of them
  };

  const readCookie: (...given: Parameters<Keep>) => Promise<CookieStep> = (request, admitted, { key }, terms) => {
    const messages = admitted.flatMap((one) => (one.ok ? [one.entry.message] : []));
    return stepCookie(request, key, messages, terms.receivedAt, cookies);
  };

  const warnOfValues = (admitted: readonly Admitted[], source: string): void => {
    const off = admitted.filter((one) => one.ok && one.entry.drift?.some(({ kind }) => kind === 'mismatch'));
    if (off.length > 0)
      logger.warn('value_mismatch', { source, count: off.length, messageId: off[0]?.entry.messageId });
  };

  const noteMerges = (admitted: readonly Admitted[], source: string): void => {
    const merges = admitted.filter((one) => one.ok && one.entry.message.type === 'alias');
    merges.forEach(({ entry }) => logger.info('merge_asked_for', { source, messageId: entry.messageId }));
  };

  return async (request, bare, opened, terms) => {
    const { source } = terms;
    try {
      const cookie = await readCookie(request, bare, opened, terms);
      const admitted = bare.map((one) => withCookie(one, cookie.visitor));
      const outcomes = await append(admitted, opened, terms, cookie.joins);
      warnOfValues(admitted, source);
      noteMerges(admitted, source);
      if (outcomes.includes('accepted')) onStored();
      return pass({ answer: { ...answerFor(admitted, outcomes), ...anonymousIdOf(cookie) }, headers: cookie.headers });
    } catch (error) {
      logger.error('append_failed', { source, error: error instanceof Error ? error.message : String(error) });
      const text = 'the relay could not commit; nothing of this request was kept, send it again';
      return refuse(503, 'not_stored', text, RETRY_AFTER_SECONDS);
    }
  };
};
