import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { documentOf } from './document.ts';
import { engineNames, type EngineName } from './engines/engine.ts';
import { engines } from './engines/index.ts';
import { layGround } from './ground.ts';
import { findings, isBroken, runLine, table, wireLine, type RowResult } from './report.ts';
import type { Row } from './row.ts';
import { rows } from './rows/index.ts';
import { runRow } from './run-row.ts';

const USAGE = `node test/faults/main.ts [--seeds 1] [--first 1] [--rows B1,B7] [--engine chromium|firefox|webkit|all] [--long] [--wire] [--script dist/cartline.js] [--write-docs]`;
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
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const isLong = values.long || Number(values.seeds) > 1;

const wantedRows = (): readonly Row[] => {
  const ids = values.rows?.split(',').map((id) => id.trim());
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

const runSeeds = async (ground: Parameters<typeof runRow>[0], row: Row): Promise<RowResult> => {
  const tallies = [];
  const first = Number(values.first);
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    const start = Date.now();
    const tally = await runRow(ground, row, seed);
    console.log(runLine(row, ground.engine.name, seed, tally, Date.now() - start));
    if (values.wire) for (const arrival of tally.wire) console.log(`      ${wireLine(arrival, start)}`);
    tallies.push(tally);
  }
  return { row, engine: ground.engine.name, tallies };
};

const runEngine = async (name: EngineName): Promise<RowResult[]> => {
  const engine = engines[name];
  const missing = engine.missing();
  if (missing !== undefined) {
    console.log(`${name}: left out, ${missing}`);
    return [];
  }
  const ground = await layGround({ engine, script: values.script, isLong });
  const results: RowResult[] = [];
  try {
    for (const row of wantedRows().filter(({ engines: names }) => names.includes(name)))
      results.push(await runSeeds(ground, row));
  } finally {
    await ground.close();
  }
  return results;
};

const main = async (): Promise<void> => {
  if (values.help) return console.log(USAGE);
  const results: RowResult[] = [];
  for (const name of wantedEngines()) results.push(...(await runEngine(name)));
  console.log(`\n${table(results)}\n`);
  for (const finding of findings(results)) console.log(finding);
  if (values['write-docs']) await writeFile(DOCUMENT, documentOf(results, process.argv.slice(2)));
  process.exitCode = results.some(isBroken) || !results.length ? 1 : 0;
};

await main();
