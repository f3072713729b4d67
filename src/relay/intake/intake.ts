import type { Plan } from '../../schema.ts';
import { admit, type Admitted, type Terms } from './admit.ts';
import { answerResponse, refusalResponse } from './answer.ts';
import { corsHeaders, judgeOriginForAny, preflightHeaders, type OriginVerdict } from './cors.ts';
import type { Endpoint } from './envelope.ts';
import { createGate } from './gate.ts';
import { createKeep, RETRY_AFTER_SECONDS, type KeepOptions, type Taken } from './keep.ts';
import { hostsOf } from './links.ts';
import { openBody, receiveBody, type Opened, type Received } from './open-request.ts';
import { findKey, keyInHead, sourceOf, type RelayKey } from './keys.ts';
import type { OrdersFrom } from './orders.ts';
import { createLimiter } from './rate/limiter.ts';
import { createPersonQuotas } from './rate/person-quotas.ts';
import type { RateLimits } from './rate/rate-limits.ts';
import type { IdentityProof } from './proof.ts';
import { pass, refuse, type Refusal, type Step } from './refusal.ts';
import { createTurns, type TurnLimits } from './turns.ts';

/** What intake works with. */
export interface IntakeOptions extends KeepOptions {
  readonly plan: Plan;
  readonly keys: readonly RelayKey[];
  readonly ordersFrom: OrdersFrom;
  readonly identitySecret: string | undefined;
  readonly limits: RateLimits;
  readonly identityProof: IdentityProof;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** How much is worked on at once. */
  readonly turns?: TurnLimits;
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

const STOPPING: Refusal = {
  status: 503,
  code: 'stopping',
  message: 'the relay is about to stop; send it again',
  retryAfterSeconds: RETRY_AFTER_SECONDS,
};
/** Bodies that wait for their turn stand in memory: before that grows, nothing more is taken. */
const BUSY: Refusal = {
  status: 503,
  code: 'busy',
  message: 'more came than the relay can take in at once; nothing of this request was kept, send it again',
  retryAfterSeconds: 2,
};

/** Creates the intake: read, authenticate, strip, normalise, check, store, answer. */
export const createIntake = (options: IntakeOptions): Intake => {
  const { plan, keys, ordersFrom, identitySecret, identityProof, logger, now } = options;
  const gate = createGate();
  const turns = createTurns(options.turns);
  const keep = createKeep(options);
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

  const doors = { keys, limiter };

  const answer = async (request: Request, endpoint: Endpoint, received: Received): Promise<Response> => {
    const opened = openBody(request, endpoint, doors, received);
    if (!opened.ok) return refused(request, opened.refusal, 'open');
    const taken = await take(request, opened.value, received.at);
    if (!taken.ok) return refused(request, taken.refusal, opened.value.verdict);
    const { verdict } = opened.value;
    return answerResponse(taken.value.answer, { ...corsHeaders(request, verdict), ...taken.value.headers });
  };

  const respond = async (request: Request, endpoint: Endpoint, address: string | undefined): Promise<Response> => {
    const received = await receiveBody(request, doors, { address, at: now() });
    if (!received.ok) return refused(request, received.refusal, 'open');
    const turn = turns.take(received.value.text.length, () => answer(request, endpoint, received.value));
    return turn ?? refused(request, BUSY, 'open');
  };

  const receive = (request: Request, endpoint: Endpoint, address?: string): Promise<Response> =>
    gate.isOpen()
      ? gate.pass(respond(request, endpoint, address))
      : Promise.resolve(refused(request, STOPPING, 'open'));

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
