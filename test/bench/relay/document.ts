import { cpus, loadavg } from 'node:os';
import { format } from 'prettier';
import type { Plan } from './plan.ts';
import type { Results } from './run.ts';
import { loadTable, targetTable } from './tables.ts';

const prefilledText = ({ prefilled }: Results): string =>
  prefilled
    ? `The store held ${prefilled.rows.toLocaleString('en-US')} messages before, written by its own append in transactions of 10,000 (${prefilled.seconds.toFixed(0)} s).`
    : 'The store was empty before. `--prefill 10000000` fills it first, by its own append in transactions of 10,000.';

const textOf = (results: Results, plan: Plan, args: readonly string[], minutes: number): string => {
  const command = ['npm run bench:relay', ...(args.length ? ['--', ...args] : [])].join(' ');
  const { length } = cpus();
  return `# Benchmarks of the relay

Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}, in ${minutes.toFixed(1)} minutes, on a virtual machine with ${length}
processors (${cpus()[0]?.model.trim()}) that it shares with others: load average ${loadavg()[0]?.toFixed(1)} at the end. Node.js ${process.versions.node},
SQLite ${process.versions.sqlite}, everything on loopback and on one disk. Do not edit: run it again.

${loadTable(results)}

${targetTable(results)}

${prefilledText(results)}

## What is measured

- *The relay*: \`dist/cli.js relay\` in a process of its own with an SQLite file. An event counts when the answer that names it
  has come, which is after the commit and its sync. Events are \`product_viewed\` of 1,000 visitors whom nobody knows yet, each
  under a new id: they are checked, deduplicated, stored and held. Nothing is delivered meanwhile.
- *The load*: autocannon in a process of its own, ${plan.seconds} s for each figure, each connection one request after the other, without
  pauses. *Half load*: half of the requests a second that this shape of load reached.
- *Bare server*: the same HTTP server, which reads the body and answers 200 with as many bytes as the relay's answer has.
- *Bare store*: the same rows by the store's own append in a process without HTTP, as many at once as there are connections.
- The tighter bound is the lower of the two. With both of them on one thread, as they are in the relay, even a perfect relay
  stays below it: two stages of equal speed one after the other reach half of either.
- Generator and relay share the processors: on a machine with few of them the generator's work is part of every figure.
`;
};

/** docs/benchmarks-relay.md, from the results of a run, as \`npm run format\` would leave it. */
export const documentOf = (results: Results, plan: Plan, args: readonly string[], minutes: number): Promise<string> =>
  format(textOf(results, plan, args, minutes), { parser: 'markdown' });
