import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleOf } from './bundle.ts';
import { createCalm } from './calm.ts';
import { documentOf } from './document.ts';
import { checkBuild, installPeers } from './install.ts';
import { readPlan, USAGE, type Plan } from './plan.ts';
import { emptyResult, type Results } from './results.ts';
import { runPlan } from './run.ts';
import { floor, nothing } from './sdks.ts';
import { burstTable, deliveryTable, shortTable, sizeTable, startupTable, trackTable, wireTable } from './tables.ts';
import { readVersions } from './versions.ts';

const DOCUMENT = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url));
/** A run that hangs ends itself. */
const LONGEST_RUN_MS = 30 * 60_000;

const prepare = async ({ sdks, patienceMs }: Plan): Promise<Results> => {
  installPeers();
  checkBuild();
  console.log('Bundling.');
  const bundles = [];
  for (const sdk of sdks) bundles.push(await bundleOf(sdk));
  return {
    sdks: bundles.map(emptyResult),
    baseline: emptyResult(await bundleOf(nothing)),
    floor: emptyResult(await bundleOf(floor)),
    calm: createCalm(patienceMs),
    failures: [],
  };
};

const print = (results: Results): void => {
  const tables = [sizeTable, startupTable, trackTable, burstTable, wireTable, deliveryTable, shortTable];
  for (const table of tables) console.log(`\n${table(results)}`);
  for (const failure of results.failures) console.log(`\nDid not run: ${failure}`);
};

const main = async (): Promise<void> => {
  const plan = readPlan();
  if (!plan) return console.log(USAGE);
  setTimeout(() => {
    console.error(`Still not done after ${LONGEST_RUN_MS / 60_000} minutes: given up.`);
    process.exit(1);
  }, LONGEST_RUN_MS).unref();
  const start = Date.now();
  const results = await prepare(plan);
  await runPlan(plan, results);
  print(results);
  const minutes = (Date.now() - start) / 60_000;
  console.log(`\nTook ${minutes.toFixed(1)} minutes.`);
  if (plan.writeDocs)
    await writeFile(
      DOCUMENT,
      await documentOf(results, { ...(await readVersions()), args: process.argv.slice(2), minutes }),
    );
  process.exitCode = results.failures.length ? 1 : 0;
};

await main();
