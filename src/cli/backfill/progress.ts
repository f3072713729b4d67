import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a long work has come. */
export interface Progress {
  readonly at: (done: number) => void;
  readonly end: () => void;
}

const FORMAT = '{what} {bar} {percentage} % | {value} of {total} {unit} | {eta_formatted} to go';
/** Where nobody watches a bar (a log, a pipe), a line now and then. */
const LINE_MS = 10_000;

/** Begins a progress bar on stderr. */
export const startProgress = (what: string, unit: string, total: number): Progress => {
  const bar = new SingleBar(
    { format: FORMAT, hideCursor: true, stream: process.stderr, noTTYOutput: true, notTTYSchedule: LINE_MS },
    Presets.shades_classic,
  );
  bar.start(total, 0, { what, unit });
  return { at: (done) => bar.update(done), end: () => bar.stop() };
};
