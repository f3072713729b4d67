import { bytes, markdown } from '../client/tables.ts';
import type { Line, Results } from './run.ts';

/** What the project asks of itself. */
const SHARE_OF_BOUND = 0.5;
const HALF_LOAD_P99_MS = 50;
const MOST_MB = 200;

const ms = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '–' : value < 10 ? value.toFixed(1) : value.toFixed(0);
const bound = ({ bareServer, bareStore }: Line): number => Math.min(bareServer, bareStore);
const share = (line: Line): number => line.relay.eventsPerSecond / bound(line);
const percent = (value: number): string => `${Math.round(value * 100)} %`;
const nameOf = ({ shape }: Line): string => `${shape.connections} × ${shape.batch}`;

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
      bytes(line.relay.eventsPerSecond),
      ms(line.relay.p50Ms),
      ms(line.relay.p99Ms),
      ms(line.half.p50Ms),
      ms(line.half.p99Ms),
      bytes(line.bareServer),
      bytes(line.bareStore),
      percent(share(line)),
      String(line.relay.failed + line.half.failed),
    ]),
  );

const worst = (lines: readonly Line[], of: (line: Line) => number): Line => lines.toSorted((a, b) => of(b) - of(a))[0]!;

/** The relay against its own targets. */
export const targetTable = ({ lines, memory }: Results): string => {
  const slowest = worst(lines, ({ half }) => half.p99Ms);
  const least = worst(lines, (line) => -share(line));
  const verdict = (isMet: boolean): string => (isMet ? 'met' : '**missed**');
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
      [
        `≤ ${MOST_MB} MB resident`,
        `at most ${memory.most.toFixed(0)} MB, ${memory.now.toFixed(0)} MB in the end`,
        verdict(memory.most <= MOST_MB),
      ],
    ],
  );
};
