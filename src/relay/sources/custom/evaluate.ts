import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** What a mapping came to, or why it did not. */
export type Evaluated =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/** Evaluates one expression, again and again. */
export interface Evaluator {
  readonly evaluate: (input: unknown) => Promise<Evaluated>;
}

/**
 * JSONata has loops, recursion and regular expressions, and a regular expression cannot be interrupted. So a mapping runs
 * in a thread of its own, which is ended when it takes too long or too much memory: the relay never waits for it.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const jsonata = require(workerData.path);
const expression = jsonata(workerData.expression);
parentPort.on('message', ({ id, input }) => {
  Promise.resolve().then(() => expression.evaluate(input)).then(
    (value) => parentPort.postMessage({ id, ok: true, value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)) }),
    (error) => parentPort.postMessage({ id, ok: false, reason: String(error && error.message || error) }),
  );
});
parentPort.postMessage({ id: 0, ok: true });
`;

/** A mapping of a few hundred lines takes some milliseconds; this is for one that never ends. */
const LONGEST_MS = 2_000;
/** The thread itself has to begin; a busy machine may take its time. */
const START_MS = 20_000;
const MEMORY_MB = 64;

/** The first word of a thread. */
const STARTED = 0;

interface Answer {
  readonly id: number;
  readonly ok: boolean;
  readonly value?: unknown;
  readonly reason?: string;
}

const spawn = (expression: string): Worker => {
  const path = createRequire(import.meta.url).resolve('jsonata');
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { path, expression },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, stackSizeMb: 4 },
  });
  worker.unref(); // it keeps no process alive
  return worker;
};

/** Creates what evaluates an expression, one input at a time. A thread that had to be ended is followed by a new one. */
export const createEvaluator = (expression: string, longestMs: number = LONGEST_MS): Evaluator => {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let started: Worker | undefined;
  let id = STARTED;

  const end = (): void => {
    void worker?.terminate();
    worker = undefined;
  };

  const ask = (input: unknown): Promise<Evaluated> =>
    new Promise((resolve) => {
      const asked = (id += 1);
      const thread = (worker ??= spawn(expression));
      const finish = (result: Evaluated): void => {
        clearTimeout(timer);
        thread.off('message', onMessage).off('error', onError);
        resolve(result);
      };
      const giveUp = (): void => {
        end();
        finish({ ok: false, reason: `it took longer than ${longestMs} ms and was ended` });
      };
      const onMessage = (answer: Answer): void => {
        if (answer.id === STARTED) {
          clearTimeout(timer);
          timer = setTimeout(giveUp, longestMs);
        }
        if (answer.id !== asked) return;
        finish(answer.ok ? { ok: true, value: answer.value } : { ok: false, reason: answer.reason ?? 'no reason' });
      };
      const onError = (error: Error): void => {
        end();
        finish({ ok: false, reason: error.message });
      };
      let timer = setTimeout(giveUp, thread === started ? longestMs : START_MS);
      started = thread;
      thread.on('message', onMessage).on('error', onError);
      thread.postMessage({ id: asked, input });
    });

  return {
    evaluate: (input) => {
      const next = last.then(() => ask(input));
      last = next;
      return next;
    },
  };
};
