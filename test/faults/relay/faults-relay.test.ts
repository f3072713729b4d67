import { describe, expect, it } from 'vitest';
import { rows } from './rows/index.ts';
import { runRow } from './run-row.ts';

const SEED = 1;

/** The short form: a minute on two processors. The long one is `npm run test:faults:relay`. */
const quick = rows.filter(({ takesLong }) => !takesLong);

describe.concurrent('the fault matrix of the relay', { timeout: 300_000 }, () => {
  it.each(quick)('$id: $title', async (row) => {
    const { broken } = await runRow(row, { seed: SEED, isLong: false, kills: 0 });
    expect(broken).toEqual([]);
  });
});
