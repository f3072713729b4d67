import type { EngineName } from './engines/engine.ts';
import type { Tally } from './oracle.ts';
import type { Row } from './row.ts';
import type { Arrival } from './wire.ts';

/** All runs of one row in one engine. */
export interface RowResult {
  readonly row: Row;
  readonly engine: EngineName;
  readonly tallies: readonly Tally[];
}

const sum = (tallies: readonly Tally[], of: (tally: Tally) => number): number =>
  tallies.reduce((total, tally) => total + of(tally), 0);
const most = (tallies: readonly Tally[], of: (tally: Tally) => number): number => Math.max(0, ...tallies.map(of));

export const seconds = (ms: number): string => (ms < 1_000 ? `${Math.max(0, ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

export const isBroken = ({ tallies }: RowResult): boolean => tallies.some(({ broken }) => broken.length);

/** One line for a run. */
export const runLine = (row: Row, engine: EngineName, seed: number, tally: Tally, tookMs: number): string => {
  const { sent, lost, stuck, doubled, extra, requests, recoveryMs, broken, notes } = tally;
  const verdict = broken.length ? `BROKEN: ${broken.join('; ')}` : 'ok';
  const said = notes.length ? ` [${notes.join(', ')}]` : '';
  return `${row.id.padEnd(5)} ${engine} seed ${seed}: ${verdict}; sent ${sent}, lost ${lost}, stuck ${stuck}, doubled ${doubled}, extra ${extra}, requests ${requests}, recovery ${seconds(recoveryMs)}, run ${seconds(tookMs)}${said}`;
};

/** One line for a request that came over the wire. */
export const wireLine = (
  { at, bytes, messages, concurrent, fault, stored, dropped }: Arrival,
  start: number,
): string => {
  const labels = messages.map(({ label, type }) => label?.split('-').at(-1) ?? type);
  const reports = dropped.map(({ reason, count }) => `${count} ${reason}`);
  return `+${at - start} ms ${fault}${stored ? ', stored' : ''}: ${bytes} B, ${concurrent} at once, ${messages.length} messages ${labels.slice(0, 12).join(' ')} ${reports.join(' ')}`;
};

const header = [
  'row',
  'what is done',
  'engine',
  'runs',
  'sent',
  'lost',
  'stuck',
  'dropped',
  'doubled',
  'extra on the wire',
  'worst recovery',
  'verdict',
];

const cells = (result: RowResult): string[] => {
  const { row, engine, tallies } = result;
  const allowed = sum(tallies, (tally) => tally.allowed);
  const failing = tallies.filter(({ broken }) => broken.length).length;
  return [
    row.id,
    row.title,
    engine,
    tallies.length,
    sum(tallies, (tally) => tally.sent),
    `${sum(tallies, (tally) => tally.lost)}${allowed ? ` (+${allowed} that died before the commit)` : ''}`,
    sum(tallies, (tally) => tally.stuck),
    sum(tallies, (tally) => tally.dropped),
    sum(tallies, (tally) => tally.doubled),
    sum(tallies, (tally) => tally.extra),
    seconds(most(tallies, (tally) => tally.recoveryMs)),
    failing ? `**fails ${failing} of ${tallies.length}**` : 'holds',
  ].map(String);
};

const line = (values: readonly string[]): string =>
  `| ${values.map((value) => value.replaceAll('|', '\\|')).join(' | ')} |`;

/** The results as a Markdown table. */
export const table = (results: readonly RowResult[]): string =>
  [line(header), line(header.map(() => '---')), ...results.map((result) => line(cells(result)))].join('\n');

/** What was broken, each finding once with the seeds that show it. */
export const findings = (results: readonly RowResult[]): string[] =>
  results.filter(isBroken).flatMap(({ row, engine, tallies }) => {
    const seen = new Map<string, number>();
    for (const { broken } of tallies) for (const what of broken) seen.set(what, (seen.get(what) ?? 0) + 1);
    return [...seen].map(([what, times]) => `${row.id} (${engine}): ${what}${times > 1 ? ` — ${times} runs` : ''}`);
  });
