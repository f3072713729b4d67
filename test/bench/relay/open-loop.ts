import { Agent, request } from 'node:http';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { Load, Task } from './generate.ts';

/** A timer fires up to so much late: a thousand arrivals a second must not wait for one each. */
const TIMER_MS = 2;

/** Answers with the status. */
const post = (agent: Agent, url: string, body: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/batch`, { method: 'POST', agent, headers: { 'content-type': 'text/plain' } });
    sent.once('error', reject);
    sent.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
      response.once('error', reject);
    });
    sent.end(body);
  });

/** Waits until then: by a timer as long as timers are exact enough, then turn by turn. A moment that has passed costs one turn. */
const moment = async (due: number): Promise<void> => {
  if (due - performance.now() > TIMER_MS) await sleep(due - performance.now() - TIMER_MS);
  do await turn();
  while (performance.now() < due);
};

/** Time to the next arrival, where arrivals know nothing of each other (a Poisson process). */
const gapMs = (rate: number): number => (-Math.log(1 - Math.random()) * 1_000) / rate;

/**
 * Requests at moments that were drawn before, however long answers take: customers do not wait for each other. Latency
 * counts from the drawn moment, so that what queues for one of the connections is not left out.
 */
export const openLoop = async (task: Task & { readonly rate: number }, body: () => string): Promise<Load> => {
  const agent = new Agent({ keepAlive: true, maxSockets: task.connections });
  const latenciesMs: number[] = [];
  let failed = 0;
  const send = async (due: number, text: string): Promise<void> => {
    const status = await post(agent, task.url, text).catch(() => undefined);
    if (status === 200) latenciesMs.push(performance.now() - due);
    else failed += 1;
  };

  const start = performance.now();
  const end = start + task.seconds * 1_000;
  const sent: Promise<void>[] = [];
  for (let due = start + gapMs(task.rate); due < end; due += gapMs(task.rate)) {
    const text = body();
    await moment(due);
    sent.push(send(due, text));
  }
  await Promise.all(sent);
  agent.destroy();
  return { latenciesMs, failed, seconds: task.seconds };
};
