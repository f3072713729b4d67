import { cpus, loadavg } from 'node:os';
import { format } from 'prettier';
import { VISITORS } from './messages.ts';
import type { Plan } from './plan.ts';
import type { Results } from './run.ts';
import { filledTable, loadTable, targetTable } from './tables.ts';

const filledText = (results: Results): string => {
  const { filled } = results;
  if (!filled)
    return 'The store was empty before. `--prefill 10000000` measures it again after so many messages, written by its own append.';
  const rows = filled.rows.toLocaleString('en-US');
  return `## A store that has grown

The same loads on a store with ${rows} messages of ${VISITORS.toLocaleString('en-US')} visitors, which it holds for persons to come: written before,
in ${filled.seconds.toFixed(0)} s, by the store's own append in transactions of 10,000. Memory there: at most ${filled.memory.most.toFixed(0)} MB.

${filledTable(results)}`;
};

const textOf = (results: Results, plan: Plan, args: readonly string[], minutes: number): string => {
  const command = ['npm run bench:relay', ...(args.length ? ['--', ...args] : [])].join(' ');
  const { length } = cpus();
  return `# Benchmarks of the relay

Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}, in ${minutes.toFixed(1)} minutes, on a virtual machine with ${length}
processors (${cpus()[0]?.model.trim()}) that it shares with others: load average ${loadavg()[0]?.toFixed(1)} at the end. Node.js ${process.versions.node},
SQLite ${process.versions.sqlite}, everything on loopback and on one disk. Do not edit: run it again.

${loadTable(results)}

${targetTable(results)}

${filledText(results)}

## What is measured

- *The relay*: \`dist/cli.js relay\` in a process of its own with an SQLite file. An event counts when the answer that names it
  has come, which is after the commit and its sync. Events are \`product_viewed\`, of ${VISITORS.toLocaleString('en-US')} visitors whom nobody knows
  yet, each under a new ULID: they are checked, deduplicated, stored and held. Nothing is delivered meanwhile. Each process is
  warm: it has been loaded for some seconds before.
- *As much as it takes*: autocannon in a process of its own, ${plan.seconds} s for each figure, each connection one request after the
  other, without pauses. Latency there is the queue of one's own making: connections × batch over events a second.
- *Half load*: half of the requests a second that this shape of load reached, at moments drawn by chance (a Poisson process),
  whether others are answered or not: customers do not wait for each other. Latency counts from the drawn moment, so that
  a request that waits for one of the connections is not left out. Twice as long, for enough requests to speak of a p99.
- *Memory* is what the system counts as resident of the relay's process (\`VmHWM\`), the most of the whole run.
- *Bare server*: the same HTTP server, which reads the body and answers 200 with as many bytes as the relay's answer has.
- *Bare store*: the same rows by the store's own append in a process without HTTP, as many at once as there are connections.
- The tighter bound is the lower of the two, each measured right after the relay. With both of them on one thread, as they are in the relay, even a perfect relay
  stays below it: two stages of equal speed one after the other reach half of either.
- Generator and relay share the processors: on a machine with few of them the generator's work is part of every figure.
`;
};

/** docs/benchmarks-relay.md, from the results of a run, as \`npm run format\` would leave it. */
export const documentOf = (results: Results, plan: Plan, args: readonly string[], minutes: number): Promise<string> =>
  format(textOf(results, plan, args, minutes), { parser: 'markdown' });
