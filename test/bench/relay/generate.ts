// A process of its own that loads a server with autocannon and writes what it measured to its standard output, as JSON.
import autocannon from 'autocannon';
import { randomBytes } from 'node:crypto';
import { quantile } from '../client/statistics.ts';

/** What generate.ts is told, as JSON in its first argument. */
export interface Task {
  readonly url: string;
  readonly writeKey: string;
  readonly connections: number;
  /** Messages in each request. */
  readonly batch: number;
  readonly seconds: number;
  /** Requests a second, all connections together; as many as can be answered without. */
  readonly rate?: number;
}

/** What it answers. Latencies in milliseconds, of answers with 200 only. */
export interface Measured {
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
}

const run = randomBytes(6).toString('hex');
let made = 0;

/** The form of what a page sends: about 420 bytes each, of a thousand visitors whom nobody knows. */
const message = (): unknown => {
  const n = made++;
  const visitor = `${run}-${n % 1_000}`;
  return {
    type: 'track',
    event: 'product_viewed',
    messageId: `${run}-${n}`,
    anonymousId: visitor,
    timestamp: new Date().toISOString(),
    properties: {
      product_id: `p${n % 500}`,
      name: 'Cleanser with a longer name',
      price: 24,
      currency: 'EUR',
      category: 'skin',
    },
    context: { plan: '1', page: { url: 'https://shop.example/products/cleanser', title: 'Cleanser' } },
  };
};

const body = ({ writeKey, batch }: Task): string =>
  JSON.stringify({ writeKey, sentAt: new Date().toISOString(), batch: Array.from({ length: batch }, message) });

const optionsOf = (task: Task): autocannon.Options => ({
  url: `${task.url}/v1/batch`,
  connections: task.connections,
  duration: task.seconds,
  ...(task.rate !== undefined && { overallRate: task.rate }),
  requests: [
    {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      setupRequest: (request) => ({ ...request, body: body(task) }),
    },
  ],
});

const measure = async (task: Task): Promise<Measured> => {
  const latencies: number[] = [];
  let failed = 0;
  const { errors, duration } = await new Promise<autocannon.Result>((resolve, reject) => {
    const done = (error: unknown, result: autocannon.Result): void =>
      error instanceof Error ? reject(error) : resolve(result);
    // its own histogram counts in whole milliseconds
    autocannon(optionsOf(task), done).on('response', (_client, status, _bytes, ms) => {
      if (status === 200) latencies.push(ms);
      else failed += 1;
    });
  });
  const perSecond = latencies.length / duration;
  return {
    eventsPerSecond: perSecond * task.batch,
    requestsPerSecond: perSecond,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    failed: failed + errors,
  };
};

const task = JSON.parse(process.argv[2] ?? '') as Task; // what load.ts wrote
process.stdout.write(JSON.stringify(await measure(task)));
