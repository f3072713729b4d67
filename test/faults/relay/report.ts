import { seconds } from '../report.ts';
import type { Tally } from './oracle.ts';
import type { Row } from './row.ts';

/** All runs of one row. */
export interface RowResult {
  readonly row: Row;
  readonly tallies: readonly Tally[];
}

type Counted = 'sent' | 'acknowledged' | 'lost' | 'doubled' | 'extra';

const sum = (tallies: readonly Tally[], of: Counted): number => tallies.reduce((total, tally) => total + tally[of], 0);

export const isBroken = ({ tallies }: RowResult): boolean => tallies.some(({ broken }) => broken.length > 0);

/** One line for a run. */
export const runLine = (row: Row, seed: number, tally: Tally, tookMs: number): string => {
  const { sent, acknowledged, lost, doubled, extra, recoveryMs, broken, notes } = tally;
  const verdict = broken.length ? `BROKEN: ${broken.join('; ')}` : 'ok';
  const said = notes.length ? ` [${notes.join(', ')}]` : '';
  return `${row.id.padEnd(10)} seed ${seed}: ${verdict}; sent ${sent}, acknowledged ${acknowledged}, lost ${lost}, doubled ${doubled}, extra ${extra}, recovery ${seconds(recoveryMs)}, run ${seconds(tookMs)}${said}`;
};

const header = [
  'row',
  'what is done',
  'runs',
  'sent',
  'acknowledged',
  'lost',
  'doubled',
  'repeated under the same id',
  'worst recovery',
  'said',
  'verdict',
];

const cells = ({ row, tallies }: RowResult): string[] => {
  const failing = tallies.filter(({ broken }) => broken.length).length;
  return [
    row.id,
    row.title,
    tallies.length,
    ...(['sent', 'acknowledged', 'lost', 'doubled', 'extra'] as const).map((name) => sum(tallies, name)),
    seconds(Math.max(0, ...tallies.map(({ recoveryMs }) => recoveryMs))),
    [...new Set(tallies.at(-1)?.notes)].join(', ') || '–',
    failing ? `**fails ${failing} of ${tallies.length}**` : 'holds',
  ].map(String);
};

const line = (values: readonly string[]): string => `| ${values.join(' | ')} |`;

/** The results as a Markdown table. */
export const table = (results: readonly RowResult[]): string =>
  [line(header), line(header.map(() => '---')), ...results.map((result) => line(cells(result)))].join('\n');

/** What was broken, each finding once with the number of runs that show it. */
export const findings = (results: readonly RowResult[]): string[] =>
  results.filter(isBroken).flatMap(({ row, tallies }) => {
    const seen = new Map<string, number>();
    for (const { broken } of tallies) for (const what of broken) seen.set(what, (seen.get(what) ?? 0) + 1);
    return [...seen].map(([what, times]) => `${row.id}: ${what}${times > 1 ? ` (${times} runs)` : ''}`);
  });
