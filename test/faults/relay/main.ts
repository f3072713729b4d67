import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { documentOf } from './document.ts';
import { findings, isBroken, runLine, table, type RowResult } from './report.ts';
import type { Row } from './row.ts';
import { rows } from './rows/index.ts';
import { runRow } from './run-row.ts';

const USAGE = `node test/faults/relay/main.ts [--seeds 1] [--first 1] [--rows R1,R3] [--long] [--kills 200] [--write-docs]`;
const DOCUMENT = fileURLToPath(new URL('../../../docs/fault-matrix-relay.md', import.meta.url));

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    rows: { type: 'string' },
    long: { type: 'boolean', default: false },
    kills: { type: 'string', default: '200' },
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const number = (name: 'seeds' | 'first' | 'kills'): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`--${name}: "${values[name]}" came; expected a whole number from 1 up`);
};

/** "R11" means all its forms. */
const isMeant = ({ id }: Row, wanted: string): boolean => id === wanted || id.startsWith(`${wanted} `);

const wantedRows = (): readonly Row[] => {
  const ids = values.rows?.split(',').map((id) => id.trim());
  const unknown = ids?.filter((id) => !rows.some((row) => isMeant(row, id))) ?? [];
  if (unknown.length)
    throw new Error(`--rows: there is no ${unknown.join(', ')}; there are ${rows.map(({ id }) => id).join(', ')}`);
  return rows.filter((row) => !ids || ids.some((id) => isMeant(row, id)));
};

const runSeeds = async (row: Row): Promise<RowResult> => {
  const tallies = [];
  const first = number('first');
  for (let seed = first; seed < first + number('seeds'); seed++) {
    const start = Date.now();
    const tally = await runRow(row, { seed, isLong: values.long, kills: number('kills') });
    console.log(runLine(row, seed, tally, Date.now() - start));
    tallies.push(tally);
  }
  return { row, tallies };
};

const main = async (): Promise<void> => {
  if (values.help) return console.log(USAGE);
  const start = Date.now();
  const results: RowResult[] = [];
  for (const row of wantedRows()) results.push(await runSeeds(row));
  const minutes = (Date.now() - start) / 60_000;
  console.log(`\n${table(results)}\n`);
  for (const finding of findings(results)) console.log(finding);
  console.log(`Took ${minutes.toFixed(1)} minutes.`);
  if (values['write-docs']) await writeFile(DOCUMENT, await documentOf(results, process.argv.slice(2), minutes));
  process.exitCode = results.some(isBroken) || !results.length ? 1 : 0;
};

await main();
