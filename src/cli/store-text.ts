import type { StoreReport } from '../relay/store/sqlite/inspect/report.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** "12.3 MB" */
export const bytesText = (bytes: number): string => {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power] ?? ''}`;
};

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

const age = (at: number | undefined, now: number): string => {
  if (at === undefined) return 'none';
  const hours = Math.floor((now - at) / HOUR_MS);
  const text = hours < 2 * DAY_HOURS ? `${hours} h` : `${Math.floor(hours / DAY_HOURS)} days`;
  return `${new Date(at).toISOString()} (${text})`;
};

const row = (name: string, value: string | number): string =>
  `  ${name.padEnd(24)} ${typeof value === 'number' ? value.toLocaleString('en') : value}`;

const section = (title: string, rows: readonly string[]): string[] => (rows.length > 0 ? [title, ...rows, ''] : []);

const entries = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts).map(([name, count]) => row(name, count));

const losses = ({ missing, dropped, tooOld }: StoreReport['stats']): string[] => [
  row('missing', `${missing.toLocaleString('en')} numbers of tabs that never came (those on their way count)`),
  ...Object.entries(dropped).map(([reason, count]) => row(`dropped: ${reason}`, count)),
  row('too old', tooOld),
];

const erasures = ({ waiting, refused }: StoreReport['stats']['erasures'], now: number): string[] =>
  waiting + refused.length === 0
    ? []
    : [
        row('waiting', waiting),
        ...refused.map(({ destination, reason, at }) => row(destination, `refused ${age(at, now)}: ${reason}`)),
      ];

const DRIFT_ROWS = 10;

/** A report for people; `now` is Unix milliseconds. */
export const storeText = (
  { path, tablesVersion, bytes, rows, oldest, newestMessage, stats }: StoreReport,
  now: number,
): string =>
  [
    ...section(path, [
      row('file', `${bytesText(bytes.file)}, of it free ${bytesText(bytes.free)}`),
      row('log', bytesText(bytes.log)),
      row('tables', `version ${tablesVersion}`),
    ]),
    ...section('Accepted', [
      row('messages', stats.messages),
      row('duplicates', stats.duplicates),
      row('conflicts', stats.conflicts),
      row('persons', stats.persons),
      row('visitors', stats.visitors),
      row('in quarantine', stats.quarantined),
    ]),
    ...Object.entries(stats.deliveries).flatMap(([name, states]) => section(`For ${name}`, entries(states))),
    ...section('Losses', losses(stats)),
    ...section('Erasures to be passed on', erasures(stats.erasures, now)),
    ...section('Ages', [
      row('newest message', age(newestMessage, now)),
      row('oldest message', age(oldest.message, now)),
      row('oldest held', age(oldest.held, now)),
      row('oldest pending', age(oldest.pending, now)),
      row('oldest in quarantine', age(oldest.quarantined, now)),
    ]),
    ...section(
      'Drift, the latest',
      stats.drift
        .slice(0, DRIFT_ROWS)
        .map(({ source, from, to, count }) => row(source, `${from} → ${to}: ${count.toLocaleString('en')}`)),
    ),
    ...section('Rows', entries(rows)),
  ]
    .join('\n')
    .trimEnd();
