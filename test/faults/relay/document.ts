import { format } from 'prettier';
import { findings, table, type RowResult } from './report.ts';
import { absent, rows } from './rows/index.ts';

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

const introduction = (command: string, date: string, minutes: number): string => `# The fault matrix of the relay

Written by \`${command}\` on ${date}, in ${minutes.toFixed(0)} minutes. Do not edit: run it again.

Each row does something to the relay's process, its disk, its clock or its destination, and then asks one question. The
relay is \`dist/cli.js relay\` in a process of its own with an SQLite file; the destination is the stand-in for Customer.io's
Track API, which applies an event id once and says what must never be sent; the visitors send each batch again until the
relay has named its messages, as the browser's outbox does. After the fault is over:

- every acknowledged message is in the store, once;
- the destination has applied each once, whatever was sent to it again under the same id;
- no event came to it before an earlier one of the same visitor;
- nothing is pending any more, nothing is a dead letter that should not be, and nothing was sent that must not be.

Some rows have bounds of their own besides. The process is killed by SIGKILL, by its id. Every run has a seed, which
chooses numbers, sizes, moments and, where a row has several, the form of the fault.

The columns: *sent* messages that visitors made; *acknowledged* named by an answer; *lost* acknowledged and not in the
store, or stored and never at the destination; *doubled* stored or applied more than once; *repeated* sent to the
destination again under the same id, which it ignored; *worst recovery* from the end of the fault until nothing was
pending; *said* what the last run had to say.`;

const remarks = (results: readonly RowResult[]): string[] =>
  rows
    .filter((row) => row.how !== undefined && results.some((result) => result.row === row))
    .map(({ id, how }) => `**${id}**: ${how}.`);

const notThere = (): string =>
  absent.length === 0
    ? ''
    : `## Rows that are not there\n\n${list(absent.map(({ id, title, why }) => `**${id}**, ${title}: ${why}.`))}\n`;

/** docs/fault-matrix-relay.md, from the results of a run, as `npm run format` would leave it. */
export const documentOf = (
  results: readonly RowResult[],
  args: readonly string[],
  minutes: number,
  now: Date = new Date(),
): Promise<string> => {
  const broken = findings(results);
  const command = ['npm run test:faults:relay', ...(args.length ? ['--', ...args] : [])].join(' ');
  const failures = broken.length ? `\n\n## What does not hold today\n\n${list(broken)}` : '';
  const text = `${introduction(command, now.toISOString().slice(0, 10), minutes)}

## Results

${table(results)}${failures}

## How some rows are done, and in what they are less than they could be

${list(remarks(results))}

${notThere()}`;
  return format(text, { parser: 'markdown' });
};
