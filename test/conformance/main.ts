import { runConformance } from './run.ts';
import { failures, refusals, statementTable, targetTable } from './table.ts';

const LONG_FORM = 100_000;
const { CARTLINE_RUNS, CARTLINE_SEED } = process.env;

const messages = Number(CARTLINE_RUNS ?? LONG_FORM);
const seed = Number(CARTLINE_SEED ?? Date.now() % 2 ** 31);
const begun = Date.now();

console.log(`${messages} random valid messages to each API, CARTLINE_SEED=${seed}`);
const result = await runConformance(messages, seed, (done) => {
  if (done % 10_000 === 0) console.log(`  ${done} after ${Math.round((Date.now() - begun) / 1000)} s`);
});
console.log(`\n${statementTable(result)}\n\n${targetTable(result)}\n\nRefused by us, with the reason:`);
refusals(result).forEach((reason) => console.log(`- ${reason}`));
const failed = failures(result);
failed.forEach((failure) => console.error(failure));
console.log(
  `\n${failed.length === 0 ? 'All 44 statements hold' : `${failed.length} failures`}; ${Math.round((Date.now() - begun) / 1000)} s`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
