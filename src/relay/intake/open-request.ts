import { limits } from '../../schema.ts';
import { checkOrigin, type OriginVerdict } from './cors.ts';
import { openEnvelope, type Endpoint, type Envelope } from './envelope.ts';
import { authenticate, keyInHead, type RelayKey } from './keys.ts';
import { measure } from './measure.ts';
import type { Limiter } from './rate/limiter.ts';
import { readBody } from './read-body.ts';
import { pass, type Step } from './refusal.ts';

/** A request that may be taken: whose key, from where, and its messages as they came. */
export interface Opened {
  readonly key: RelayKey;
  readonly verdict: OriginVerdict;
  readonly envelope: Envelope;
  /** The network that it came from, where that is known. */
  readonly address: string | undefined;
}

/** What a request is judged by. */
export interface Doors {
  readonly keys: readonly RelayKey[];
  readonly limiter: Limiter;
}

type Admitted = Pick<Opened, 'key' | 'verdict'>;

const admitKey = (request: Request, given: string | undefined, keys: readonly RelayKey[]): Step<Admitted> => {
  const key = authenticate(keys, given);
  if (!key.ok) return key;
  const verdict = checkOrigin(key.value, request.headers.get('origin'));
  return verdict.ok ? pass({ key: key.value, verdict: verdict.value }) : verdict;
};

/** What is known before the body is read: a wrong key, a foreign origin and too many requests are refused here, to shed load. */
const atTheDoor = (
  request: Request,
  { keys, limiter }: Doors,
  address: string | undefined,
  now: number,
): Step<Admitted | undefined> => {
  const given = keyInHead(request);
  const admitted = given === undefined ? pass(undefined) : admitKey(request, given, keys);
  if (!admitted.ok) return admitted;
  const allowed = limiter.mayBegin(admitted.value?.key, address, now);
  return allowed.ok ? admitted : allowed;
};

/** A request whose body is there: unread as yet, and as long as it will be. */
export interface Received {
  /** The key, where it came outside the body. */
  readonly early: Admitted | undefined;
  readonly text: string;
  /** The network that it came from, where that is known. */
  readonly address: string | undefined;
  /** When it came: Unix milliseconds. */
  readonly at: number;
}

/** Authenticates and limits by what stands in the head, then reads the body; each step only when the one before went well. */
export const receiveBody = async (
  request: Request,
  doors: Doors,
  { address, at }: Pick<Received, 'address' | 'at'>,
): Promise<Step<Received>> => {
  const early = atTheDoor(request, doors, address, at);
  if (!early.ok) return early;
  const text = await readBody(request, limits.bodyBytes);
  return text.ok ? pass({ early: early.value, text: text.value, address, at }) : text;
};

/** Opens a body, and authenticates by the key in it where none came before. */
export const openBody = (request: Request, endpoint: Endpoint, doors: Doors, received: Received): Step<Opened> => {
  const { early, text, address, at } = received;
  const measured = measure(text);
  const envelope = measured.ok ? openEnvelope(endpoint, text) : measured;
  if (!envelope.ok) return envelope;
  const admitted = early ? pass(early) : admitKey(request, envelope.value.writeKey, doors.keys);
  if (!admitted.ok) return admitted;
  const taken = doors.limiter.take(admitted.value.key, address, envelope.value.messages, at);
  return taken.ok ? pass({ ...admitted.value, envelope: envelope.value, address }) : taken;
};
