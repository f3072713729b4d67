import { expect, test } from 'vitest';
import { seeds } from '../../../property/runs.ts';
import { runFuzz } from '../../../fuzz/run-fuzz.ts';

const RUNS = 2_000;

test.each(seeds)(
  'mutated bodies (%s seed) give 4xx or named rejections, never 5xx, a crash, or a person in the log',
  { timeout: 60_000 },
  async (_, seed) => {
    const { statuses, accepted, rejected } = await runFuzz(RUNS, seed);
    expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(RUNS);
    for (const reached of [statuses[200], statuses[400], accepted, rejected])
      expect(reached).toBeGreaterThan(RUNS / 50);
  },
);
