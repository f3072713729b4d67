import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { documentOf } from './document.ts';
import { readPlan, USAGE } from './plan.ts';
import { runPlan } from './run.ts';
import { filledTable, loadTable, targetTable } from './tables.ts';

const DOCUMENT = fileURLToPath(new URL('../../../docs/benchmarks-relay.md', import.meta.url));
/** A run that hangs ends itself; filling the store before is not part of it. */
const LONGEST_RUN_MS = 6 * 60_000;

const main = async (): Promise<void> => {
  const plan = readPlan();
  if (!plan) return console.log(USAGE);
  const patienceMs = plan.prefill > 0 ? 2 * LONGEST_RUN_MS + plan.prefillSeconds * 1_000 : LONGEST_RUN_MS;
  setTimeout(() => {
    console.error(`Still not done after ${Math.round(patienceMs / 60_000)} minutes: given up.`);
    process.exit(1);
  }, patienceMs).unref();
  const start = Date.now();
  const results = await runPlan(plan);
  const minutes = (Date.now() - start) / 60_000;
  console.log(
    `\n${loadTable(results)}\n\n${targetTable(results)}\n\n${filledTable(results)}\n\nTook ${minutes.toFixed(1)} minutes.`,
  );
  if (plan.writeDocs) await writeFile(DOCUMENT, await documentOf(results, plan, process.argv.slice(2), minutes));
  const loads = [...results.lines, ...(results.filled?.loads ?? [])];
  process.exitCode = loads.some(({ full, half }) => full.failed + half.failed > 0) ? 1 : 0;
};

await main();
