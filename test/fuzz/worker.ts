import { parentPort, workerData } from 'node:worker_threads';
import { runFuzz } from './run-fuzz.ts';

/** What main.ts gives a worker to do. */
export interface Share {
  readonly runs: number;
  readonly seed: number;
}

const { runs, seed } = workerData as Share; // given by main.ts

const result = await runFuzz(runs, seed, (done) => parentPort?.postMessage({ done }));
parentPort?.postMessage({ result });
