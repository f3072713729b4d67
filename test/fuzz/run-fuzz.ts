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

/** Posts so many bodies into a relay's own fetch handler; throws with the counterexample at the first that is answered wrongly. */
export const runFuzz = async (numRuns: number, seed: number): Promise<FuzzResult> => {
  const log = createWatchedLog();
  const sink = createSink();
  const limits = {
    perKey: false,
    perIp: false,
    perVisitor: false,
    personsPerVisitor: false,
    newPersonsPerIp: false,
  } as const;
  const relay = createRelay({
    store: sink,
    destinations: [],
    keys: KEYS,
    limits,
    ...(log.logger && { logger: log.logger }),
  });
  const result = { statuses: {} as Record<number, number>, accepted: 0, rejected: 0 };
  const post = async (body: string | Uint8Array<ArrayBuffer>, path: string, key: string): Promise<void> => {
    const request = new Request(`http://relay.test${path}?writeKey=${key}`, { method: 'POST', body });
    const response = await relay.fetch(request);
    const { accepted, rejected } = check(response.status, await response.text());
    result.statuses[response.status] = (result.statuses[response.status] ?? 0) + 1;
    result.accepted += accepted;
    result.rejected += rejected;
    const leak = log.leaked();
    if (leak !== undefined) throw new Error(`the log says too much: ${leak}`);
    if (Object.keys(Object.prototype).length > 0) throw new Error('a prototype was polluted');
  };
  const key = fc.constantFrom(...KEYS.map((one) => one.key));
  await fc.assert(fc.asyncProperty(bodies, fc.constantFrom(...PATHS), key, post), { numRuns, seed });
  await relay.stop();
  return result;
};
