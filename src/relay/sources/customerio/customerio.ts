import { isRecord } from '../../record.ts';
import { idAt, textAt } from '../fields.ts';
import { bytesOf, hmacOf, isSignedBy, secretsOf, type Secrets } from '../signature.ts';
import { forged, genuine, type RawDelivery, type Source, type Verification } from '../source.ts';
import { mapReport } from './reports.ts';

export interface CustomerioReportingOptions {
  /** The signing key of the reporting webhook; the old and the new one while they are exchanged. */
  readonly secret: Secrets;
  /** Its address is /sources/<name>. Default "customerio". */
  readonly name?: string;
}

/** Customer.io repeats a delivery for seven days; an older one is somebody's recording. */
const TOLERANCE_MS = 8 * 86_400_000;

/** Hex HMAC-SHA256 of "v0:<timestamp>:<body>". */
const verify = async ({ raw, headers, now }: RawDelivery, secrets: readonly string[]): Promise<Verification> => {
  const [given, time] = [headers.get('x-cio-signature'), headers.get('x-cio-timestamp')];
  if (given === null || time === null) return forged('the signature is missing (X-CIO-Signature, X-CIO-Timestamp)');
  const sign = (secret: string): Promise<string> => hmacOf(secret, bytesOf(`v0:${time}:`, raw), 'hex');
  if (!(await isSignedBy(given, secrets, sign))) return forged('the signature is wrong (X-CIO-Signature)');
  const isFresh = Math.abs(now - Number(time) * 1000) <= TOLERANCE_MS;
  return isFresh ? genuine : forged('it was signed more than eight days ago (X-CIO-Timestamp)');
};

const parse = (raw: Uint8Array): Readonly<Record<string, unknown>> => {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(raw));
    return isRecord(body) ? body : {};
  } catch {
    return {}; // said when it is mapped
  }
};

/**
 * Customer.io's reporting webhooks: who has unsubscribed, whose address bounces, who has complained. It becomes the person's
 * state, and is passed on to the other destinations.
 *
 * @example
 * sources: [customerioReporting({ secret: process.env.CIO_WEBHOOK_SIGNING_KEY })]
 */
export const customerioReporting = ({ secret, name = 'customerio' }: CustomerioReportingOptions): Source => {
  const secrets = secretsOf('customerio', secret);
  return {
    name,
    tellsOrders: false,
    secrets,
    verify: (delivery) => verify(delivery, secrets),
    describe: ({ raw }) => {
      const body = parse(raw);
      const topic = `${textAt(body, 'object_type') ?? 'unknown'}/${textAt(body, 'metric') ?? 'unknown'}`;
      return { id: idAt(body, 'event_id'), topic };
    },
    toMessages: ({ body }) => mapReport(body),
  };
};
