import { bytesOf, digestOf, hmacOf, isSignedBy } from '../signature.ts';
import { forged, genuine, type RawDelivery, type Verification } from '../source.ts';

/** Recharge repeats a delivery for two days at most; an older one is somebody's recording. */
const TOLERANCE_MS = 48 * 3_600_000;

const partOf = (header: string, name: string): string | undefined =>
  header
    .split(',')
    .map((part) => part.trim().split('='))
    .find(([key]) => key === name)?.[1];

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 of "<t>.<body>". */
const byTime = async ({ raw, now }: RawDelivery, header: string, secrets: readonly string[]): Promise<Verification> => {
  const time = partOf(header, 't') ?? '';
  const sign = (secret: string): Promise<string> => hmacOf(secret, bytesOf(`${time}.`, raw), 'hex');
  if (!(await isSignedBy(partOf(header, 'v1'), secrets, sign)))
    return forged('the signature is wrong (X-Recharge-Webhook-Signature)');
  const isFresh = Math.abs(now - Number(time) * 1000) <= TOLERANCE_MS;
  return isFresh ? genuine : forged('it was signed more than 48 hours ago (X-Recharge-Webhook-Signature)');
};

/** The older scheme is named HMAC and is none: the SHA-256 of secret and body, one behind the other. */
const byDigest = async ({ raw }: RawDelivery, given: string, secrets: readonly string[]): Promise<Verification> => {
  const isRight = await isSignedBy(given, secrets, (secret) => digestOf(bytesOf(secret, raw), 'hex'));
  return isRight ? genuine : forged('the signature is wrong (X-Recharge-Hmac-Sha256)');
};

/** Either of Recharge's two schemes; where both came, the newer decides. */
export const verifyRecharge = (delivery: RawDelivery, secrets: readonly string[]): Promise<Verification> => {
  const signature = delivery.headers.get('x-recharge-webhook-signature');
  if (signature !== null) return byTime(delivery, signature, secrets);
  const digest = delivery.headers.get('x-recharge-hmac-sha256');
  if (digest !== null) return byDigest(delivery, digest, secrets);
  return Promise.resolve(forged('the signature is missing (X-Recharge-Webhook-Signature or X-Recharge-Hmac-Sha256)'));
};
