import fc from 'fast-check';
import { createRelay } from '../../src/relay/create-relay.ts';
import type { LogFields } from '../../src/relay/logger.ts';
import { answer as answerSchema } from '../../src/schema.ts';
import { safeParse } from 'valibot';
import { bodies, personal } from './bodies.ts';
import { createSink } from './sink.ts';

const KEYS = [
  { key: 'wk_fuzz_write', kind: 'write' },
  { key: 'sk_fuzz_server', kind: 'server' },
  { key: 'pk_fuzz_minor', kind: 'pixel', money: 'minor' },
  { key: 'pk_fuzz_few', kind: 'pixel', events: ['page', 'cart_viewed'] },
] as const;
const PATHS = [
  '/v1/batch',
  '/v1/batch',
  '/v1/import',
  '/v1/track',
  '/v1/identify',
  '/v1/page',
  '/v1/group',
  '/v1/alias',
];

/** What a run came to: how many bodies, and the answers by status. */
export interface FuzzResult {
  readonly statuses: Readonly<Record<number, number>>;
  readonly accepted: number;
  readonly rejected: number;
}

const secrets = [...Object.values(personal), ...KEYS.map(({ key }) => key), 'key=secret'];

/** Everything that the relay wrote to its log, looked through line by line. */
const createWatchedLog = (): {
  logger: Parameters<typeof createRelay>[0]['logger'];
  leaked: () => string | undefined;
} => {
  let leak: string | undefined;
  const write =
    (level: string) =>
    (code: string, fields: LogFields = {}): void => {
      const line = `${level} ${code} ${JSON.stringify(fields)}`;
      if (secrets.some((secret) => line.includes(secret))) leak ??= line;
      if (code === 'request_failed' || code === 'append_failed') leak ??= line;
    };
  return { logger: { info: write('info'), warn: write('warn'), error: write('error') }, leaked: () => leak };
};

const check = (status: number, text: string): { accepted: number; rejected: number } => {
  if (status >= 400 && status < 500) {
    const { error } = JSON.parse(text) as { error?: { code?: string } };
    if (!error?.code) throw new Error(`${status} without a code: ${text}`);
    return { accepted: 0, rejected: 0 };
  }
  if (status !== 200) throw new Error(`status ${status}: ${text}`);
  const parsed = safeParse(answerSchema, JSON.parse(text));
  if (!parsed.success) throw new Error(`no answer of ours: ${text}`);
  const { accepted, duplicates, rejected } = parsed.output;
  if (rejected.some(({ code, message }) => code === undefined || message === ''))
    throw new Error(`a rejection without a reason: ${text}`);
  return { accepted: accepted.length + duplicates.length, rejected: rejected.length };
};

const NO_LIMITS = {
  perKey: false,
  perIp: false,
  perVisitor: false,
  personsPerVisitor: false,
  newPersonsPerIp: false,
} as const;

type Case = readonly [body: string | Uint8Array<ArrayBuffer>, path: string, key: string];

const cases: fc.Arbitrary<Case> = fc.tuple(
  bodies,
  fc.constantFrom(...PATHS),
  fc.constantFrom(...KEYS.map(({ key }) => key)),
);

/** What one seed makes at a time, and how many of them are under way at once: a relay's requests come together. */
const CHUNK = 1_000;
const TOGETHER = 50;

/** A relay over a store that keeps nothing, and what it answered so far. */
const createTarget = () => {
  const log = createWatchedLog();
  const relay = createRelay({
    store: createSink(),
    destinations: [],
    keys: KEYS,
    limits: NO_LIMITS,
    ...(log.logger && { logger: log.logger }),
  });
  const result = { statuses: {} as Record<number, number>, accepted: 0, rejected: 0 };
  const post = async ([body, path, key]: Case): Promise<void> => {
    const response = await relay.fetch(
      new Request(`http://relay.test${path}?writeKey=${key}`, { method: 'POST', body }),
    );
    const { accepted, rejected } = check(response.status, await response.text());
    result.statuses[response.status] = (result.statuses[response.status] ?? 0) + 1;
    result.accepted += accepted;
    result.rejected += rejected;
    const leak = log.leaked();
    if (leak !== undefined) throw new Error(`the log says too much: ${leak}`);
    if (Object.keys(Object.prototype).length > 0) throw new Error('a prototype was polluted');
  };
  return { post, result, stop: relay.stop };
};

/** The smallest case of a seed that is answered wrongly, by a relay that is asked one at a time. */
const shrink = async (seed: number, numRuns: number, error: unknown): Promise<never> => {
  const { post, stop } = createTarget();
  try {
    await fc.assert(fc.asyncProperty(cases, post), { numRuns, seed });
  } finally {
    await stop();
  }
  throw new Error(`seed ${seed}, wrong only when many come at once: ${String(error)}`, { cause: error });
};

/**
 * Posts so many bodies into a relay's own fetch handler, many at once; throws with the smallest counterexample when one
 * is answered wrongly. `onDone` hears after each piece how many there were so far.
 */
export const runFuzz = async (
  numRuns: number,
  seed: number,
  onDone: (count: number) => void = () => undefined,
): Promise<FuzzResult> => {
  const { post, result, stop } = createTarget();
  for (let done = 0; done < numRuns; done += CHUNK) {
    const chunkSeed = seed + done / CHUNK;
    const count = Math.min(CHUNK, numRuns - done);
    const made = fc.sample(cases, { numRuns: count, seed: chunkSeed });
    for (let at = 0; at < count; at += TOGETHER)
      await Promise.all(made.slice(at, at + TOGETHER).map(post)).catch((error: unknown) =>
        shrink(chunkSeed, count, error),
      );
    onDone(done + count);
  }
  await stop();
  return result;
};
