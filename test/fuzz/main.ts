import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createProgress } from './progress.ts';
import type { FuzzResult } from './run-fuzz.ts';
import type { Share } from './worker.ts';

const USAGE = 'node test/fuzz/main.ts [--runs 1000000] [--workers <processors>] [--seed <random>]';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    workers: { type: 'string', default: String(availableParallelism()) },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    help: { type: 'boolean', default: false },
  },
});

const number = (name: 'runs' | 'workers' | 'seed'): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`--${name}: "${values[name]}" came; expected a whole number from 1 up`);
};

/** Node cannot read the relay's JSX by itself. */
const bundle = async (folder: string): Promise<string> => {
  const outfile = join(folder, 'worker.mjs');
  const entryPoints = [join(ROOT, 'test/fuzz/worker.ts')];
  const jsx = { jsx: 'automatic', jsxImportSource: 'hono/jsx' } as const;
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', ...jsx, logLevel: 'error' });
  return outfile;
};

const work = (file: string, workerData: Share, onDone: (done: number) => void): Promise<FuzzResult> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData });
    worker.on('message', (message: { done: number } | { result: FuzzResult }) => {
      if ('done' in message) onDone(message.done);
      else resolve(message.result);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('a worker ended without a result')));
  });

const add = (one: FuzzResult, other: FuzzResult): FuzzResult => {
  const statuses = { ...one.statuses };
  for (const [status, count] of Object.entries(other.statuses))
    statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count;
  return { statuses, accepted: one.accepted + other.accepted, rejected: one.rejected + other.rejected };
};

/** Seeds are counted up within a share; those of two shares must not meet. */
const SEEDS_APART = 1_000_000;

const runAll = async (file: string): Promise<FuzzResult> => {
  const [runs, workers, seed] = [number('runs'), number('workers'), number('seed')];
  const show = createProgress(runs, process.stdout);
  const done = new Array<number>(workers).fill(0);
  const shares = done.map(async (_, index) => {
    const share = Math.floor(runs / workers) + (index < runs % workers ? 1 : 0);
    return work(file, { runs: share, seed: seed + index * SEEDS_APART }, (count) => {
      done[index] = count;
      show(done.reduce((sum, one) => sum + one, 0));
    });
  });
  return (await Promise.all(shares)).reduce(add);
};

const main = async (): Promise<void> => {
  if (values.help) return console.log(USAGE);
  const folder = await mkdtemp(join(tmpdir(), 'cartline-fuzz-'));
  const start = performance.now();
  console.log(`${values.runs} mutated bodies, seed ${values.seed}, ${values.workers} workers`);
  try {
    const { statuses, accepted, rejected } = await runAll(await bundle(folder));
    const took = ((performance.now() - start) / 60_000).toFixed(1);
    console.log(
      `${took} minutes. Statuses: ${JSON.stringify(statuses)}. Messages: ${accepted} accepted, ${rejected} rejected by name.`,
    );
    console.log('No 5xx, no crash, no personal data in the log.');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

await main();
