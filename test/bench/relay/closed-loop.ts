import autocannon from 'autocannon';
import type { Load, Task } from './generate.ts';

const optionsOf = (task: Task, body: () => string): autocannon.Options => ({
  url: `${task.url}/v1/batch`,
  connections: task.connections,
  duration: task.seconds,
  requests: [
    {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      setupRequest: (request) => ({ ...request, body: body() }),
    },
  ],
});

/** Each connection sends its next request as soon as the one before is answered: as much as the server can take. */
export const closedLoop = async (task: Task, body: () => string): Promise<Load> => {
  const latenciesMs: number[] = [];
  let failed = 0;
  const { errors, duration } = await new Promise<autocannon.Result>((resolve, reject) => {
    const done = (error: unknown, result: autocannon.Result): void =>
      error instanceof Error ? reject(error) : resolve(result);
    // its own histogram counts in whole milliseconds
    autocannon(optionsOf(task, body), done).on('response', (_client, status, _bytes, ms) => {
      if (status === 200) latenciesMs.push(ms);
      else failed += 1;
    });
  });
  return { latenciesMs, failed: failed + errors, seconds: duration };
};
