import { sha256 } from '../digest.ts';
import type { SourcesOptions } from './ports.ts';
import { MAX_BODY_BYTES, readRaw } from './read-raw.ts';
import type { RawDelivery, Source } from './source.ts';

/** What the front door of one source needs. */
export type Receiving = Pick<SourcesOptions, 'deliveries' | 'logger' | 'now'> & {
  readonly onKept: () => void;
  readonly onRefused: (reason: string) => void;
};

const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
const RETRY_AFTER_SECONDS = 5;

const answer = (status: number, body: object, more: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { ...headers, ...more } });

export const refuseDelivery = (
  status: number,
  code: string,
  message: string,
  more?: Record<string, string>,
): Response => answer(status, { error: { code, message } }, more);

const taken = (): Response => answer(200, { ok: true });

/** Without an id of the platform's own, the same content is the same delivery. */
const digestOf = async (topic: string, body: string): Promise<string> =>
  `h_${(await sha256(`${topic}\n${body}`)).slice(0, 32)}`;

/**
 * Creates the front door of a source: the signature over the raw bytes first, then the delivery goes to disk, then the
 * answer. What it means is found out later, so that no platform waits for that.
 */
export const createReceiving = (source: Source, options: Receiving) => {
  const { deliveries, logger, now } = options;

  const refused = (reason: string): Response => {
    options.onRefused(reason);
    logger.warn('delivery_refused', { source: source.name, status: 401, reason });
    const hint = `compare the secret of the source "${source.name}" with the platform's`;
    return refuseDelivery(401, 'not_genuine', `${reason}; ${hint}. Nothing was kept.`);
  };

  const keep = async (delivery: RawDelivery): Promise<Response> => {
    const text = new TextDecoder().decode(delivery.raw);
    const body = source.withoutSecrets?.(text) ?? text;
    const { id, topic } = source.describe(delivery);
    const deliveryId = id ?? (await digestOf(topic, body));
    const kept = await deliveries.keep({ source: source.name, deliveryId, topic, receivedAt: delivery.now, body });
    if (kept === 'kept') options.onKept();
    return taken();
  };

  return async (request: Request, path: string): Promise<Response> => {
    const raw = await readRaw(request);
    if (raw === 'too_large')
      return refuseDelivery(413, 'body_too_large', `the body is larger than ${MAX_BODY_BYTES} bytes`);
    if (raw === 'broken')
      return refuseDelivery(400, 'invalid_body', 'the body broke off before its end; send it again');
    const query = new URL(request.url).searchParams;
    const delivery: RawDelivery = { raw, headers: request.headers, path, query, now: now() };
    const verified = await source.verify(delivery);
    if (verified.status === 'forged') return refused(verified.reason);
    if (verified.status === 'ping') return taken();
    try {
      return await keep(delivery);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      logger.error('delivery_not_kept', { source: source.name, error: text });
      const sentence = 'the relay could not commit; nothing was kept, send it again';
      return refuseDelivery(503, 'not_stored', sentence, { 'retry-after': String(RETRY_AFTER_SECONDS) });
    }
  };
};
