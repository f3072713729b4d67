import { expect, test } from 'vitest';
import { runsOf, seeds } from '../property/runs.ts';
import { runFuzz } from './run-fuzz.ts';

const [, [, random] = ['random', 1]] = seeds;

test('a mutated body gives 4xx or named rejections, never 5xx, a crash, or a person in the log', async () => {
  const runs = runsOf(20_000);
  const began = performance.now();
  const result = await runFuzz(runs, random);
  const seconds = (performance.now() - began) / 1000;
  console.info(`${runs} bodies in ${seconds.toFixed(0)} s: ${JSON.stringify(result)}`);
  expect(Object.values(result.statuses).reduce((sum, count) => sum + count, 0)).toBe(runs);
});
