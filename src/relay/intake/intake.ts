import { limits, type Answer, type Plan } from '../../schema.ts';
import type { Logger } from '../logger.ts';
import type { Outcome, RelayStore } from '../store/store.ts';
import { admit, type Admitted, type Terms } from './admit.ts';
import { answerFor, answerResponse, refusalResponse } from './answer.ts';
import { checkOrigin, corsHeaders, judgeOriginForAny, preflightHeaders, type OriginVerdict } from './cors.ts';
import { readDropReports } from './drop-reports.ts';
import { openEnvelope, type Endpoint, type Envelope } from './envelope.ts';
import { createGate } from './gate.ts';
import { stepCookie, type CookieStep } from './id-cookie.ts';
import { authenticate, findKey, keyInHead, sourceOf, type RelayKey } from './keys.ts';
import type { OrdersFrom } from './orders.ts';
import type { IdentityProof } from './proof.ts';
import { readBody } from './read-body.ts';
import { pass, refuse, type Refusal, type Step } from './refusal.ts';

/** What intake works with. */
export interface IntakeOptions {
  readonly plan: Plan;
  readonly store: Pick<RelayStore, 'append' | 'secret' | 'hasCookie'>;
  readonly keys: readonly RelayKey[];
  readonly ordersFrom: OrdersFrom;
  readonly identitySecret: string | undefined;
  readonly identityProof: IdentityProof;
  readonly logger: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Called after something new was stored. */
  readonly onStored: () => void;
}

/** Takes messages in. Every path ends in a Response. */
export interface Intake {
  readonly receive: (request: Request, endpoint: Endpoint) => Promise<Response>;
  /** Answers a CORS preflight. */
  readonly preflight: (request: Request) => Response;
  readonly isOpen: () => boolean;
  /** Takes nothing new (503) and resolves when what was begun is answered. */
  readonly close: () => Promise<void>;
}

/** A store that cannot commit is mostly back after a moment: a full disk, a failover. */
const RETRY_AFTER_SECONDS = 5;

interface Opened {
  readonly key: RelayKey;
  readonly verdict: OriginVerdict;
  readonly envelope: Envelope;
}

/** What the sender is told, once everything is stored. */
interface Taken {
  readonly answer: Answer;
  readonly headers: Readonly<Record<string, string>>;
}

const withCookie = (admitted: Admitted, visitor: string | undefined): Admitted =>
  admitted.ok && visitor !== undefined
    ? { ...admitted, entry: { ...admitted.entry, cookieVisitor: visitor } }
    : admitted;

const anonymousIdOf = ({ anonymousId }: CookieStep): Pick<Answer, 'anonymousId'> =>
  anonymousId === undefined ? {} : { anonymousId };

/** Creates the intake: read, authenticate, strip, normalise, check, store, answer. */
export const createIntake = (options: IntakeOptions): Intake => {
  const { plan, store, keys, ordersFrom, identitySecret, identityProof, logger, now, onStored } = options;
  const gate = createGate();

  const admitKey = (request: Request, given: string | undefined): Step<Pick<Opened, 'key' | 'verdict'>> => {
    const key = authenticate(keys, given);
    if (!key.ok) return key;
    const verdict = checkOrigin(key.value, request.headers.get('origin'));
    return verdict.ok ? pass({ key: key.value, verdict: verdict.value }) : verdict;
  };

  /** A key in the head is judged before the body is read: that sheds load. */
  const open = async (request: Request, endpoint: Endpoint): Promise<Step<Opened>> => {
    const given = keyInHead(request);
    const early = given === undefined ? undefined : admitKey(request, given);
    if (early && !early.ok) return early;
    const text = await readBody(request, limits.bodyBytes);
    if (!text.ok) return text;
    const envelope = openEnvelope(endpoint, text.value);
    if (!envelope.ok) return envelope;
    const admitted = early ?? admitKey(request, envelope.value.writeKey);
    return admitted.ok ? pass({ ...admitted.value, envelope: envelope.value }) : admitted;
  };

  const append = async (
    admitted: readonly Admitted[],
    { envelope }: Opened,
    terms: Terms,
    joins: CookieStep['joins'],
  ): Promise<readonly Outcome[]> => {
    const messages = admitted.flatMap((one) => (one.ok ? [one.entry] : []));
    const quarantined = admitted.flatMap((one) => (one.ok ? [] : [one.entry]));
    const dropped = readDropReports(envelope.dropped, terms.source, terms.receivedAt);
    return store.append({ joins, messages, quarantined, dropped });
  };

  let secret: Promise<string> | undefined;
  const secretOnce = (): Promise<string> =>
    (secret ??= store.secret().catch((error: unknown) => {
      secret = undefined; // a disk that was full is asked again
      throw error;
    }));
  const cookies = { secret: secretOnce, isGuarded: store.hasCookie };

  const readCookie = (
    request: Request,
    { key }: Opened,
    admitted: readonly Admitted[],
    receivedAt: number,
  ): Promise<CookieStep> => {
    const messages = admitted.flatMap((one) => (one.ok ? [one.entry.message] : []));
    return stepCookie(request, key, messages, receivedAt, cookies);
  };

  const warnOfValues = (admitted: readonly Admitted[], source: string): void => {
    const off = admitted.filter((one) => one.ok && one.isValueOff);
    if (off.length > 0)
      logger.warn('value_mismatch', { source, count: off.length, messageId: off[0]?.entry.messageId });
  };

  const noteMerges = (admitted: readonly Admitted[], source: string): void => {
    const merges = admitted.filter((one) => one.ok && one.entry.message.type === 'alias');
    merges.forEach(({ entry }) => logger.info('merge_asked_for', { source, messageId: entry.messageId }));
  };

  const take = async (request: Request, opened: Opened, receivedAt: number): Promise<Step<Taken>> => {
    const source = sourceOf(opened.key);
    const isPublic = opened.key.kind !== 'server';
    const terms: Terms = {
      plan,
      source,
      isPublic,
      ordersFrom,
      identitySecret,
      identityProof,
      sentAt: opened.envelope.sentAt,
      receivedAt,
    };
    const bare = await Promise.all(opened.envelope.messages.map((raw, index) => admit(raw, index, terms)));
    try {
      const cookie = await readCookie(request, opened, bare, receivedAt);
      const admitted = bare.map((one) => withCookie(one, cookie.visitor));
      const outcomes = await append(admitted, opened, terms, cookie.joins);
      warnOfValues(admitted, source);
      noteMerges(admitted, source);
      if (outcomes.includes('accepted')) onStored();
      return pass({ answer: { ...answerFor(admitted, outcomes), ...anonymousIdOf(cookie) }, headers: cookie.headers });
    } catch (error) {
      logger.error('append_failed', { source, error: error instanceof Error ? error.message : String(error) });
      return refuse(
        503,
        'not_stored',
        'the relay could not commit; nothing of this request was kept, send it again',
        RETRY_AFTER_SECONDS,
      );
    }
  };

  const refused = (request: Request, refusal: Refusal, verdict: OriginVerdict): Response => {
    logger.warn('request_refused', { status: refusal.status, reason: refusal.code });
    return refusalResponse(refusal, corsHeaders(request, verdict));
  };

  /** An error may be read by every page that could have sent a good request. A 403 by none. */
  const verdictOfRefusal = (request: Request, refusal: Refusal): OriginVerdict =>
    refusal.status === 403 ? 'refused' : judgeOriginForAny(keys, request.headers.get('origin'));

  const respond = async (request: Request, endpoint: Endpoint): Promise<Response> => {
    const receivedAt = now();
    const opened = await open(request, endpoint);
    if (!opened.ok) return refused(request, opened.refusal, verdictOfRefusal(request, opened.refusal));
    const taken = await take(request, opened.value, receivedAt);
    if (!taken.ok) return refused(request, taken.refusal, opened.value.verdict);
    const { answer, headers } = taken.value;
    return answerResponse(answer, { ...corsHeaders(request, opened.value.verdict), ...headers });
  };

  const receive = (request: Request, endpoint: Endpoint): Promise<Response> => {
    if (!gate.isOpen()) {
      const { refusal } = refuse(503, 'stopping', 'the relay is about to stop; send it again', RETRY_AFTER_SECONDS);
      return Promise.resolve(refused(request, refusal, verdictOfRefusal(request, refusal)));
    }
    return gate.pass(respond(request, endpoint));
  };

  const preflight = (request: Request): Response => {
    const given = keyInHead(request);
    const key = given === undefined ? undefined : findKey(keys, given);
    const verdict = judgeOriginForAny(key ? [key] : keys, request.headers.get('origin'));
    const headers = corsHeaders(request, verdict);
    const isAllowed = 'access-control-allow-origin' in headers;
    return new Response(null, {
      status: isAllowed ? 204 : 403,
      headers: { ...headers, ...(isAllowed && preflightHeaders) },
    });
  };

  return { receive, preflight, isOpen: gate.isOpen, close: gate.close };
};
