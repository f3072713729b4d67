import { readFileSync } from 'node:fs';
import { weigh } from './bundle.ts';
import { isHeld, sumOf } from './delivery/tally.ts';
import type { Results, SdkResult } from './results.ts';
import { median } from './statistics.ts';
import { bytes, callsOf, markdown, micros } from './tables.ts';

/** What the project asks of itself. */
const GATE_BYTES = 5_120;
const GOAL_BYTES = 4_096;
const TRACK_US = 150;
const LONG_TASK_MS = 50;

const FULL_SCRIPT = new URL('../../../dist/cartline-full.js', import.meta.url);

type Line = readonly [target: string, measured: string, isMet: boolean];

const trackLines = (own: SdkResult, others: readonly SdkResult[], floor: SdkResult): Line[] => {
  if (!own.tracks.length) return [];
  const cost = median(callsOf(own));
  const persisting = others.filter(({ bundle, tracks }) => bundle.sdk.persists && tracks.length);
  const cheapest = persisting.toSorted((a, b) => median(callsOf(a)) - median(callsOf(b)))[0];
  const against: Line[] = cheapest
    ? [
        [
          '`track()` cheaper than in every peer that persists',
          `${micros(cost)}; ${cheapest.bundle.sdk.title} ${micros(median(callsOf(cheapest)))}`,
          cost < median(callsOf(cheapest)),
        ],
      ]
    : [];
  const least = floor.tracks.length ? `; the put and commit alone ${micros(median(callsOf(floor)))}` : '';
  const target = `\`track()\` ≤ ${TRACK_US} µs median, put and commit included`;
  return [[target, `${micros(cost)}${least}`, cost <= TRACK_US], ...against];
};

const burstLine = ({ bursts }: SdkResult): Line[] => {
  if (!bursts.length) return [];
  const longest = Math.max(...bursts.map(({ longestMs }) => longestMs));
  return [
    [
      `A burst: no task over ${LONG_TASK_MS} ms beyond the caller's loop`,
      longest < LONG_TASK_MS ? 'none' : `${Math.round(longest)} ms`,
      longest < LONG_TASK_MS,
    ],
  ];
};

const deliveryLine = ({ tallies }: SdkResult): Line[] => {
  if (!tallies.size) return [];
  const sum = sumOf([...tallies.values()].flat());
  return [
    [
      'Nothing lost, nothing doubled in any fault row',
      `${sum.lost} lost, ${sum.doubled} doubled of ${sum.sent}`,
      isHeld(sum),
    ],
  ];
};

/** Cartline against its own targets; empty where it was left out. */
export const targetTable = ({ sdks, floor }: Results): string => {
  const own = sdks.find(({ bundle }) => bundle.sdk.packageName === undefined);
  if (!own) return '';
  const { brotli } = own.bundle.weight;
  const full = weigh(readFileSync(FULL_SCRIPT, 'utf8')).brotli;
  const lines: Line[] = [
    [`\`cartline.js\` ≤ ${bytes(GATE_BYTES)} B brotli (gate)`, `${bytes(brotli)} B`, brotli <= GATE_BYTES],
    [`\`cartline-full.js\`, every comfort included, ≤ ${bytes(GATE_BYTES)} B`, `${bytes(full)} B`, full <= GATE_BYTES],
    [`the same ≤ ${bytes(GOAL_BYTES)} B (goal)`, `${bytes(full)} B`, full <= GOAL_BYTES],
    ...trackLines(
      own,
      sdks.filter((one) => one !== own),
      floor,
    ),
    ...burstLine(own),
    ...deliveryLine(own),
  ];
  return markdown(
    ['target', 'measured', ''],
    lines.map(([target, measured, isMet]) => [target, measured, isMet ? 'met' : '**missed**']),
  );
};
