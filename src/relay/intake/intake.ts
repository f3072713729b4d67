import type { Answer, Plan } from '../../schema.ts';
import type { Logger } from '../logger.ts';
import type { Outcome, RelayStore } from '../store/store.ts';
import { admit, type Admitted, type Terms } from './admit.ts';
import { answerFor, answerResponse, refusalResponse } from './answer.ts';
import { corsHeaders, judgeOriginForAny, preflightHeaders, type OriginVerdict } from './cors.ts';
import { readDropReports } from './drop-reports.ts';
import type { Endpoint } from './envelope.ts';
import { createGate } from './gate.ts';
import { hostsOf } from './links.ts';
import { openRequest, type Opened } from './open-request.ts';
import { findKey, keyInHead, sourceOf, type RelayKey } from './keys.ts';
import type { OrdersFrom } from './orders.ts';
import { createLimiter } from './rate/limiter.ts';
import { createPersonQuotas } from './rate/person-quotas.ts';
import type { RateLimits } from './rate/rate-limits.ts';
import { stepCookie, type CookieStep } from './id-cookie.ts';
import type { IdentityProof } from './proof.ts';
import { pass, refuse, type Refusal, type Step } from './refusal.ts';

/** What intake works with. */
export interface IntakeOptions {
  readonly plan: Plan;
  readonly store: Pick<RelayStore, 'append' | 'secret' | 'hasCookie'>;
  readonly keys: readonly RelayKey[];
  readonly ordersFrom: OrdersFrom;
  readonly identitySecret: string | undefined;
  readonly limits: RateLimits;
  readonly identityProof: IdentityProof;
  readonly logger: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Called after something new was stored. */
  readonly onStored: () => void;
}

/** Takes messages in. Every path ends in a Response. */
export interface Intake {
  /** `address`: the network that it came from, where that is known. */
  readonly receive: (request: Request, endpoint: Endpoint, address?: string) => Promise<Response>;
  /** Answers a CORS preflight. */
  readonly preflight: (request: Request) => Response;
  readonly isOpen: () => boolean;
  /** Takes nothing new (503) and resolves when what was begun is answered. */
  readonly close: () => Promise<void>;
}

/** A store that cannot commit is mostly back after a moment: a full disk, a failover. */
const RETRY_AFTER_SECONDS = 5;

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
  const limiter = createLimiter(keys, options.limits);
  const quotas = createPersonQuotas(options.limits);

  const termsOf = ({ key, envelope }: Opened, receivedAt: number): Terms => ({
    plan,
    source: sourceOf(key),
    isPublic: key.kind !== 'server',
    money: key.money ?? 'major',
    events: key.events,
    hosts: [...plan.hosts, ...hostsOf(key.origins ?? [])],
    ordersFrom,
    identitySecret,
    identityProof,
    sentAt: envelope.sentAt,
    receivedAt,
  });

  /** What of the admitted a browser may still not say, because it names too many persons. */
  const withinQuotas = (admitted: readonly Admitted[], { address }: Opened, at: number): Step<Admitted[]> => {
    const passed: Admitted[] = [];
    for (const one of admitted) {
      const quota = one.ok && !one.isProven ? quotas.take(one.entry, address, at) : undefined;
      if (quota && 'waitMs' in quota) {
        const seconds = Math.ceil(quota.waitMs / 1000);
        const text = `too many new persons from this address; send it again in ${seconds} s`;
        return refuse(429, 'too_many_persons', text, seconds);
      }
      passed.push(quota && one.ok ? one.asRefused(quota.problem) : one);
    }
    return pass(passed);
  };

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
    const off = admitted.filter((one) => one.ok && one.entry.drift?.some(({ kind }) => kind === 'mismatch'));
    if (off.length > 0)
      logger.warn('value_mismatch', { source, count: off.length, messageId: off[0]?.entry.messageId });
  };

  const noteMerges = (admitted: readonly Admitted[], source: string): void => {
    const merges = admitted.filter((one) => one.ok && one.entry.message.type === 'alias');
    merges.forEach(({ entry }) => logger.info('merge_asked_for', { source, messageId: entry.messageId }));
  };

  const keep = async (
    request: Request,
    bare: readonly Admitted[],
    opened: Opened,
    terms: Terms,
  ): Promise<Step<Taken>> => {
    const { source, receivedAt } = terms;
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

  const take = async (request: Request, opened: Opened, receivedAt: number): Promise<Step<Taken>> => {
    const terms = termsOf(opened, receivedAt);
    const admitted = await Promise.all(opened.envelope.messages.map((raw, index) => admit(raw, index, terms)));
    const allowed = withinQuotas(admitted, opened, receivedAt);
    return allowed.ok ? keep(request, allowed.value, opened, terms) : allowed;
  };

  const refused = (request: Request, refusal: Refusal, verdict: OriginVerdict): Response => {
    logger.warn('request_refused', { status: refusal.status, reason: refusal.code });
    return refusalResponse(refusal, corsHeaders(request, verdict));
  };

  const respond = async (request: Request, endpoint: Endpoint, address: string | undefined): Promise<Response> => {
    const receivedAt = now();
    const opened = await openRequest(request, endpoint, { keys, limiter }, { address, now: receivedAt });
    if (!opened.ok) return refused(request, opened.refusal, 'open');
    const taken = await take(request, opened.value, receivedAt);
    if (!taken.ok) return refused(request, taken.refusal, opened.value.verdict);
    const { answer, headers } = taken.value;
    return answerResponse(answer, { ...corsHeaders(request, opened.value.verdict), ...headers });
  };

  const receive = (request: Request, endpoint: Endpoint, address?: string): Promise<Response> => {
    if (gate.isOpen()) return gate.pass(respond(request, endpoint, address));
    const { refusal } = refuse(503, 'stopping', 'the relay is about to stop; send it again', RETRY_AFTER_SECONDS);
    return Promise.resolve(refused(request, refusal, 'open'));
  };

  const preflight = (request: Request): Response => {
    const given = keyInHead(request);
    const key = given === undefined ? undefined : findKey(keys, given);
    const verdict = judgeOriginForAny(key ? [key] : keys, request.headers.get('origin'));
    if (verdict === 'refused' || verdict === 'none')
      return new Response(null, { status: 403, headers: { vary: 'Origin' } });
    return new Response(null, {
      status: 204,
      headers: { ...corsHeaders(request, verdict), ...preflightHeaders },
    });
  };

  return { receive, preflight, isOpen: gate.isOpen, close: gate.close };
};
