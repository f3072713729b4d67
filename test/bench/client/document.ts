import { format } from 'prettier';
import { configuredList, remarks } from './remarks.ts';
import type { Results } from './results.ts';
import { burstTable, deliveryTable, shortTable, sizeTable, startupTable, trackTable, wireTable } from './tables.ts';
import { targetTable } from './targets.ts';
import type { Versions } from './versions.ts';

/** How the numbers came about. */
export interface Circumstances extends Versions {
  readonly args: readonly string[];
  readonly minutes: number;
}

const commandOf = (args: readonly string[]): string =>
  ['npm run bench:client', ...(args.length ? ['--', ...args] : [])].join(' ');

const runsOf = ({ sdks }: Results): string => {
  const runs = Math.max(0, ...sdks.flatMap(({ tallies }) => [...tallies.values()].map((list) => list.length)));
  return `${runs} ${runs === 1 ? 'run' : 'runs'}`;
};

const failuresOf = ({ failures }: Results): string =>
  failures.length ? `\n## What did not run\n\n${failures.map((failure) => `- ${failure}`).join('\n')}\n` : '';

const textOf = (
  results: Results,
  { args, minutes, chromium, node, processors }: Circumstances,
): string => `# Benchmarks of the browser SDK

Written by \`${commandOf(args)}\` on ${new Date().toISOString().slice(0, 10)}, in ${minutes.toFixed(1)} minutes, on a virtual machine
with ${processors} processors that it shares with others: Chromium ${chromium} (new headless mode), Node.js ${node}, everything on loopback.
Each measurement starts a browser with a new profile, a shop and a collector of its own. Figures in brackets are the least and
the most; the others are medians. Before what is timed, the run waits for other programs to be quiet, for a while:
${results.calm.counts.inVain} of ${results.calm.counts.waits} times it began all the same while they used more than 30 % of the processors.

${shortTable(results)}

Lower is better, but for the last column. A fault row is held when nothing was lost and nothing came twice under two ids.

## Cartline against its targets

${targetTable(results)}

## Size

Bytes. A peer is bundled from npm with the configuration below by esbuild, rollup and terser into one script; what it imports
only on demand is left out. Cartline is \`dist/cartline.js\` as it is shipped.

${sizeTable(results)}

## Start, at a processor four times slower

The script's text stands in the page, so that neither network nor code cache counts. *Eval + init* ends when the starting call
returns; *main thread* is all work within 2 s, what was put off included, and the page's own (see the last line).

${startupTable(results)}

## One \`track()\`

Calls 20 ms apart, each in a task of its own, after a warm-up, at full speed, in a cross-origin isolated page (clock steps of
5 µs). The call ends when it returns: what an SDK puts off is in the last column, where the page's own work (last line) counts too.

${trackTable(results)}

## A burst: 1,000 events in one loop (200 in a quick run)

Long tasks as the browser reports them, from 50 ms up. What the loop's own task goes on doing after the loop counts as beyond it.
*Arrived*: within 8 s after the loop, the page still open.

${burstTable(results)}

## On the wire

A visit of 20 events in five clicks, 3 s apart, and a page view; bodies as they came, compressed or not.

${wireTable(results)}

## Delivery under faults

Ten events in each run, ${runsOf(results)} of each row; then all is well again, and the visitor comes back once and tracks one more event. A
round trip to the collector takes 50 ms. *Lost*: it did not come within 20 s of the revisit (30 s after the longest outage).
*Late*: it came only with the revisit. *Doubled*: it came again under another id. *Copies*: it came again under the same id, which
a receiver that compares ids drops (Cartline's relay does for 90 days).

${deliveryTable(results)}

## What was configured

${configuredList(results)}

## What these numbers do not say

${remarks}
${failuresOf(results)}`;

/** docs/benchmarks.md, from the results of a run, as `npm run format` would leave it. */
export const documentOf = (results: Results, circumstances: Circumstances): Promise<string> =>
  format(textOf(results, circumstances), { parser: 'markdown' });
