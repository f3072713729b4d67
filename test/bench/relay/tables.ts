import { bytes, markdown } from '../client/tables.ts';
import type { Loaded } from './measure.ts';
import type { Filled, Line, Results } from './run.ts';

/** What the project asks of itself. */
const SHARE_OF_BOUND = 0.5;
const HALF_LOAD_P99_MS = 50;
const MOST_MB = 200;
/** Two runs on one machine differ by a tenth or two. */
const FLAT = 0.8;

const ms = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '–' : value < 10 ? value.toFixed(1) : value.toFixed(0);
const bound = ({ bareServer, bareStore }: Line): number => Math.min(bareServer, bareStore);
const share = (line: Line): number => line.full.eventsPerSecond / bound(line);
const percent = (value: number): string => `${Math.round(value * 100)} %`;
const nameOf = ({ shape }: Loaded): string => `${shape.connections} × ${shape.batch}`;

/** One line for each shape of load. */
export const loadTable = ({ lines }: Results): string =>
  markdown(
    [
      'connections × batch',
      'events/s, durable',
      'p50, ms',
      'p99, ms',
      'p50 at half load',
      'p99 at half load',
      'bare server, events/s',
      'bare store, events/s',
      'of the tighter bound',
      'failed',
    ],
    lines.map((line) => [
      nameOf(line),
      bytes(line.full.eventsPerSecond),
      ms(line.full.p50Ms),
      ms(line.full.p99Ms),
      ms(line.half.p50Ms),
      ms(line.half.p99Ms),
      bytes(line.bareServer),
      bytes(line.bareStore),
      percent(share(line)),
      String(line.full.failed + line.half.failed),
    ]),
  );

const worst = <T extends Loaded>(lines: readonly T[], of: (line: T) => number): T =>
  lines.toSorted((a, b) => of(b) - of(a))[0]!;

/** How much of the empty store's speed is left. */
const speedKept = (lines: readonly Line[], { loads }: Filled): readonly (Loaded & { readonly kept: number })[] =>
  loads.map((load, index) => ({
    ...load,
    kept: load.full.eventsPerSecond / (lines[index]?.full.eventsPerSecond ?? NaN),
  }));

/** The relay on a filled store, beside the same on an empty one. */
export const filledTable = ({ lines, filled }: Results): string => {
  if (!filled) return '';
  const rows = filled.rows.toLocaleString('en-US');
  return markdown(
    [
      'connections × batch',
      'events/s, empty',
      `events/s, ${rows} stored`,
      'of the empty one',
      'p99 at half load, empty',
      `p99 at half load, ${rows} stored`,
    ],
    speedKept(lines, filled).map(({ full, half, kept, ...loaded }, index) => [
      nameOf({ full, half, ...loaded }),
      bytes(lines[index]?.full.eventsPerSecond ?? NaN),
      bytes(full.eventsPerSecond),
      percent(kept),
      ms(lines[index]?.half.p99Ms ?? NaN),
      ms(half.p99Ms),
    ]),
  );
};

const verdict = (isMet: boolean): string => (isMet ? 'met' : '**missed**');

const flatRow = ({ lines, filled }: Results): string[][] => {
  if (!filled) return [];
  const slowest = worst(speedKept(lines, filled), ({ kept }) => -kept);
  const measured = `${percent(slowest.kept)} of the empty one's speed at ${nameOf(slowest)}, the worst`;
  const name = `flat: ${filled.rows.toLocaleString('en-US')} stored keep ≥ ${percent(FLAT)} of the speed`;
  return [[name, measured, verdict(slowest.kept >= FLAT)]];
};

/** The relay against its own targets. */
export const targetTable = (results: Results): string => {
  const { lines, memory, filled } = results;
  const slowest = worst<Loaded>([...lines, ...(filled?.loads ?? [])], ({ half }) => half.p99Ms);
  const least = worst(lines, (line) => -share(line));
  const most = Math.max(memory.most, filled?.memory.most ?? 0);
  return markdown(
    ['target', 'measured', ''],
    [
      [
        'at least 50 % of the tighter bound',
        `${percent(share(least))} at ${nameOf(least)}, the worst`,
        verdict(lines.every((line) => share(line) >= SHARE_OF_BOUND)),
      ],
      [
        `p99 at half load ≤ ${HALF_LOAD_P99_MS} ms`,
        `${ms(slowest.half.p99Ms)} ms at ${nameOf(slowest)}, the worst`,
        verdict(slowest.half.p99Ms <= HALF_LOAD_P99_MS),
      ],
      [`≤ ${MOST_MB} MB resident`, `at most ${most.toFixed(0)} MB`, verdict(most <= MOST_MB)],
      ...flatRow(results),
    ],
  );
};
