import { toMajor } from '../../relay/identity/money.ts';
import type { Tally } from './tally.ts';
import type { What } from './formats/format.ts';

/** What a check of the files has found. */
export interface Report extends Tally {
  readonly what: What;
  readonly files: readonly { readonly name: string; readonly size: number; readonly delimiter: string }[];
  readonly persons: number;
  readonly exportedAt: number;
  readonly rejectedPath?: string;
}

const whole = new Intl.NumberFormat('en');
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const moment = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const MARK: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' };

const line = (name: string, value: number | string): string =>
  `  ${name.padEnd(44)} ${typeof value === 'number' ? whole.format(value) : value}`;

const lines = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, count]) => line(name, count));

const totalOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);

const section = (title: string, body: readonly string[]): string[] => (body.length === 0 ? [] : [title, ...body, '']);

const money = (sums: ReadonlyMap<string, number>): string =>
  [...sums]
    .filter(([, minor]) => minor !== 0)
    .map(([currency, minor]) => `${currency} ${toMajor(minor, currency).toLocaleString('en')}`)
    .join(' · ');

const holds = (report: Report): string[] => [
  line('rows', report.rows),
  line(report.what, report.groups),
  line('people', report.persons),
  ...(report.what === 'orders' && report.first !== undefined && report.last !== undefined
    ? [line('first and last', `${day(report.first)} … ${day(report.last)}`)]
    : []),
  ...(money(report.paid) ? [line('paid, of orders that were not cancelled', money(report.paid))] : []),
  ...(money(report.refunded) ? [line('given back of it', money(report.refunded))] : []),
  line('on record as of', moment(report.exportedAt)),
];

const warning = ({ attributes }: Report): string[] => [
  `This changes, at every destination: ${[...attributes].toSorted().join(', ')}.`,
  'Segments by these attributes will move, and campaigns that start by such a segment will start. Pause those campaigns',
  'first, and leave history out of triggers by event: every event of it carries "backfill": true.',
  '',
];

/** The report in words, for a terminal. */
export const reportText = (report: Report): string =>
  [
    ...report.files.map(
      ({ name, size, delimiter }) =>
        `${name} (${whole.format(size)} bytes, separated by ${MARK[delimiter] ?? delimiter})`,
    ),
    ...section('', holds(report)),
    ...section(`To be sent: ${whole.format(totalOf(report.messages))} messages`, [
      ...lines(report.messages),
      ...(report.asState > 0
        ? [
            line(
              'of these as state only: younger than 96 h',
              `${whole.format(report.asState)} (destinations may say history: "all")`,
            ),
          ]
        : []),
    ]),
    ...section('Of these', lines(report.notes)),
    ...section('Left out on purpose', lines(report.skipped)),
    ...section(
      `Refused: ${whole.format(report.refusedRows)} rows${report.rejectedPath === undefined ? '' : `, with reasons in ${report.rejectedPath}`}`,
      lines(report.refused),
    ),
    ...(report.attributes.size > 0 ? warning(report) : []),
  ].join('\n');

/** The report for a program: one JSON object. */
export const reportJson = (report: Report): string =>
  JSON.stringify({
    ...report,
    ...Object.fromEntries(
      Object.entries(report)
        .filter(([, value]) => value instanceof Map || value instanceof Set)
        .map(([name, value]) => [name, value instanceof Map ? Object.fromEntries(value) : [...(value as Set<string>)]]), // filtered above
    ),
  });
