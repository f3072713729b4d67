import type { RecordedRun } from './record.ts';
import { findings, table, type RowResult } from './report.ts';
import { rows } from './rows/index.ts';
import { unwinnable } from './unwinnable.ts';

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** Each command once, with the days on which it ran and how many runs it made. */
const commandsOf = (runs: readonly RecordedRun[]): string[] =>
  [...new Set(runs.map(({ command }) => command))].map((command) => {
    const made = runs.filter((run) => run.command === command);
    const dates = [...new Set(made.map(({ date }) => date))].join(', ');
    return `\`${command}\` on ${dates}: ${made.length} ${made.length === 1 ? 'run' : 'runs'}`;
  });

const introduction = (runs: readonly RecordedRun[]): string => `# The fault matrix, in real browsers

Written by the harness (\`--write-docs\`) from these runs. Do not edit: run them again.

${list(commandsOf(runs))}

Each row does something to the visitor's browser, to the network or to the relay that loses or doubles messages in other
clients, and then asks one question. After the fault is over and the visitor has come back **once**:

- the relay holds every message that was tracked, each once; a real relay process, asked by its own activity feed;
- Customer.io's stand-in has applied each once, in the order of the visitor's doing;
- no error reached the shop's page;
- \`tracked = stored + dropped and reported + still in the outbox\`.

Some rows have bounds of their own besides: so many requests, so many bytes, within so many seconds.

Browsers are killed by SIGKILL for the whole process tree, tabs by SIGKILL for their renderer, suspended by SIGSTOP; a
browser that was killed is started again with its profile on disk. The shop and the relay are on different origins. Hours
and days pass on a clock of the page that is taken ahead from timer to timer, each with its real requests, locks and
storage. Every run has a seed, which chooses numbers, sizes, times and, where a row has several, the form of the fault.

The columns: *sent* messages that were tracked; *lost* nowhere to be found; *stuck* still in the outbox 30 s after the
visitor came back; *dropped* given up and reported; *doubled* stored or applied more than once; *extra on the wire*
messages that reached the relay again, which it recognised by their ids; *worst recovery* from the end of the fault, or
the visitor's return, until the relay had everything (by the page's clock where it has one of its own).`;

const lesserForms: readonly string[] = [
  'B7, B8 in WebKitGTK: under automation its profile is in memory, so that a browser that was killed comes back empty. Rows that kill a browser or a renderer run in Chromium, B7 and B8 in Firefox too.',
  'B12 in Firefox and WebKitGTK: there is no switch for it; the page is told that it is offline, and the relay refuses.',
  'B1 in WebKitGTK: a tab cannot close itself there, so the driver closes it right after the call.',
  'B31 in Firefox and WebKitGTK: Web Locks are taken away by a script; in Chromium the shop is served by a name that is no secure context.',
  'B46: there is no second major version yet. The row runs this script under the next one’s database name between two visits.',
  'B49: the id comes back from the first-party cookie that the script has set. A cookie that only the relay can read needs a relay on the shop’s own site.',
  'B50: the back end’s copy of the order goes to the relay without a browser, under the write key.',
  ...rows.flatMap(({ id, longOnly }) => (longOnly === undefined ? [] : [`${id} only in the long form: ${longOnly}.`])),
];

/** docs/fault-matrix.md, from runs and what they came to. */
export const documentOf = (results: readonly RowResult[], runs: readonly RecordedRun[]): string => {
  const broken = findings(results);
  const failures = broken.length ? `\n\n## What does not hold today\n\n${list(broken)}` : '';
  return `${introduction(runs)}

## Results

${table(results)}${failures}

## What no client can win

${list(unwinnable.map(({ what, reason }) => `**${what}**: ${reason}`))}

## Rows that are less than they could be

${list(lesserForms)}
`;
};
