// A process of its own that loads a server and writes what it measured to its standard output, as JSON.
import { quantile } from '../client/statistics.ts';
import { closedLoop } from './closed-loop.ts';
import { productViewed } from './messages.ts';
import { openLoop } from './open-loop.ts';

/** What generate.ts is told, as JSON in its first argument. */
export interface Task {
  readonly url: string;
  readonly writeKey: string;
  readonly connections: number;
  /** Messages in each request. */
  readonly batch: number;
  readonly seconds: number;
  /** Requests a second that come by themselves, whether others are answered or not. Without: each connection one after the other. */
  readonly rate?: number;
}

/** What came of a load. */
export interface Load {
  /** Of answers with 200 only, in milliseconds. */
  readonly latenciesMs: readonly number[];
  /** Other answers, and none. */
  readonly failed: number;
  readonly seconds: number;
}

/** What it answers. */
export interface Measured {
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
}

const measure = async (task: Task): Promise<Measured> => {
  const { writeKey, batch, rate } = task;
  const body = (): string => {
    const now = Date.now();
    const messages = Array.from({ length: batch }, () => productViewed(now));
    return JSON.stringify({ writeKey, sentAt: new Date(now).toISOString(), batch: messages });
  };
  const { latenciesMs, failed, seconds } =
    rate === undefined ? await closedLoop(task, body) : await openLoop({ ...task, rate }, body);
  const perSecond = latenciesMs.length / seconds;
  return {
    eventsPerSecond: perSecond * batch,
    requestsPerSecond: perSecond,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    failed,
  };
};

const task = JSON.parse(process.argv[2] ?? '') as Task; // what load.ts wrote
process.stdout.write(JSON.stringify(await measure(task)));
