import { expect, test } from 'vitest';
import { runConformance } from '../conformance/run.ts';
import { failures, refusals } from '../conformance/table.ts';
import { seeds } from './runs.ts';

/** What we refuse ourselves, each with a reason that is ours to have. */
const OURS = [
  /is a command to Customer\.io/,
  /no other key/,
  /no key that Customer\.io takes/,
  /phone number for a customer id/,
];

test.each(seeds)(
  'what leaves keeps to the whole conformance list, with every fault in between (%s seed)',
  async (_name, seed) => {
    const result = await runConformance(600, seed);
    expect(failures(result)).toEqual([]);
    expect(refusals(result).filter((reason) => !OURS.some((known) => known.test(reason)))).toEqual([]);
  },
);
