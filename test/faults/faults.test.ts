import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineNames, type EngineName } from './engines/engine.ts';
import { engines } from './engines/index.ts';
import { layGround } from './ground.ts';
import { runLine } from './report.ts';
import type { Row } from './row.ts';
import { rows } from './rows/index.ts';
import { runRow } from './run-row.ts';

/** `CARTLINE_SEED` repeats what a failed run printed. */
const SEED = Number(process.env['CARTLINE_SEED'] ?? 1);
/** Rows of the other engines that are cheap enough for every run; all of them by main.ts --engine. */
const cheap = ['B1', 'B3'];

const rowsFor = (engine: EngineName): readonly Row[] =>
  rows.filter(
    ({ id, engines: names, longOnly }) =>
      names.includes(engine) && longOnly === undefined && (engine === 'chromium' || cheap.includes(id)),
  );

describe.each(engineNames)(`the fault matrix in %s, seed ${SEED}`, (name) => {
  const engine = engines[name];
  const missing = engine.missing();
  let ground: Awaited<ReturnType<typeof layGround>>;

  if (missing !== undefined) {
    it.skip(`is left out: ${missing}`);
    return;
  }
  beforeAll(async () => {
    ground = await layGround({ engine, isLong: false });
  });
  afterAll(() => ground.close());

  it.each(rowsFor(name))('$id: $title', async (row) => {
    const start = Date.now();
    const tally = await runRow(ground, row, SEED);
    console.info(runLine(row, name, SEED, tally, Date.now() - start));
    expect(tally.broken).toEqual([]);
  });
});
