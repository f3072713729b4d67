import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { documentOf } from './document.ts';
import { engineNames, type EngineName } from './engines/engine.ts';
import { engines } from './engines/index.ts';
import { ensureEngines } from './ensure-engines.mjs';
import { layGround } from './ground.ts';
import { readRuns, recordRun, resultsOf, type RecordedRun } from './record.ts';
import { findings, isBroken, runLine, table, wireLine } from './report.ts';
import type { Row } from './row.ts';
import { rows } from './rows/index.ts';
import { runRow } from './run-row.ts';
import type { Tally } from './oracle.ts';

const USAGE = `node test/faults/main.ts [--seeds 1] [--first 1] [--rows B1,B7] [--engine chromium|firefox|webkit|all]
  [--long] [--script dist/cartline-full.js] [--wire] [--record runs.jsonl] [--from runs.jsonl,more.jsonl] [--write-docs]

--seeds     so many seeds from --first on; more than one is the long form
--long      the long form: as many events, and as long, as the row says
--script    default dist/cartline.js
--wire      prints every request that came
--record    appends each run to this file
--from      runs nothing: takes the runs of these files
--write-docs  writes docs/fault-matrix.md from the runs`;
const DOCUMENT = fileURLToPath(new URL('../../docs/fault-matrix.md', import.meta.url));

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    rows: { type: 'string' },
    engine: { type: 'string', default: 'chromium' },
    long: { type: 'boolean', default: false },
    wire: { type: 'boolean', default: false },
    script: { type: 'string' },
    record: { type: 'string' },
    from: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const isLong = values.long || Number(values.seeds) > 1;
const listed = (text: string): string[] => text.split(',').map((one) => one.trim());

/** The command that makes these runs again. */
const command = (): string => {
  const { seeds, first, rows: ids, engine, script } = values;
  const options = [
    ...(engine === 'chromium' ? [] : ['--engine', engine]),
    ...(ids === undefined ? [] : ['--rows', ids]),
    ...(isLong ? [values.long ? '--long' : '', '--seeds', seeds].filter(Boolean) : []),
    ...(first === '1' ? [] : ['--first', first]),
    ...(script === undefined ? [] : ['--script', script]),
  ];
  return ['npm run test:faults', ...(options.length ? ['--', ...options] : [])].join(' ');
};

const wantedRows = (): readonly Row[] => {
  const ids = values.rows === undefined ? undefined : listed(values.rows);
  const unknown = ids?.filter((id) => !rows.some((row) => row.id === id)) ?? [];
  if (unknown.length)
    throw new Error(`--rows: there is no ${unknown.join(', ')}; there are ${rows.map(({ id }) => id).join(', ')}`);
  return rows.filter((row) => (ids ? ids.includes(row.id) : isLong || !row.longOnly));
};

const wantedEngines = (): readonly EngineName[] => {
  if (values.engine === 'all') return engineNames;
  const wanted = engineNames.filter((name) => name === values.engine);
  if (!wanted.length) throw new Error(`--engine: "${values.engine}" came; expected ${engineNames.join(', ')} or all`);
  return wanted;
};

const print = (row: Row, engine: EngineName, seed: number, tally: Tally, start: number): void => {
  console.log(runLine(row, engine, seed, tally, Date.now() - start));
  if (values.wire) for (const arrival of tally.wire) console.log(`      ${wireLine(arrival, start)}`);
};

const runSeeds = async (ground: Parameters<typeof runRow>[0], row: Row): Promise<RecordedRun[]> => {
  const runs: RecordedRun[] = [];
  const first = Number(values.first);
  const engine = ground.engine.name;
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    const start = Date.now();
    const tally = await runRow(ground, row, seed);
    print(row, engine, seed, tally, start);
    const date = new Date(start).toISOString().slice(0, 10);
    const run = { row: row.id, engine, seed, date, command: command(), tally };
    if (values.record !== undefined) recordRun(values.record, run);
    runs.push(run);
  }
  return runs;
};

const runEngine = async (name: EngineName): Promise<RecordedRun[]> => {
  const engine = engines[name];
  const missing = engine.missing();
  if (missing !== undefined) {
    console.log(`${name}: left out, ${missing}`);
    return [];
  }
  const ground = await layGround({ engine, script: values.script, isLong });
  const runs: RecordedRun[] = [];
  try {
    for (const row of wantedRows().filter(({ engines: names }) => names.includes(name)))
      runs.push(...(await runSeeds(ground, row)));
  } finally {
    await ground.close();
  }
  return runs;
};

const runAll = async (): Promise<RecordedRun[]> => {
  const runs: RecordedRun[] = [];
  ensureEngines(wantedEngines());
  for (const name of wantedEngines()) runs.push(...(await runEngine(name)));
  return runs;
};

const main = async (): Promise<void> => {
  if (values.help) return console.log(USAGE);
  const runs = values.from === undefined ? await runAll() : readRuns(listed(values.from));
  const results = resultsOf(runs, engineNames);
  console.log(`\n${table(results)}\n`);
  for (const finding of findings(results)) console.log(finding);
  if (values['write-docs']) await writeFile(DOCUMENT, await documentOf(results, runs));
  process.exitCode = results.some(isBroken) || !results.length ? 1 : 0;
};

await main();
