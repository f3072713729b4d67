import { parseArgs } from 'node:util';
import { cartline, peers, type Sdk } from './sdks.ts';

export const partNames = ['startup', 'track', 'burst', 'visit', 'delivery'] as const;
export type Part = (typeof partNames)[number];

/** What a run does, and how often. */
export interface Plan {
  readonly sdks: readonly Sdk[];
  readonly parts: readonly Part[];
  readonly quick: boolean;
  readonly writeDocs: boolean;
  readonly startups: number;
  readonly trackRounds: number;
  readonly trackCalls: number;
  readonly bursts: number;
  readonly burstEvents: number;
  /** So long a page is watched after a burst, and its events waited for. */
  readonly burstWatchMs: number;
  /** So long may the run wait for other programs to be quiet, all in all. */
  readonly patienceMs: number;
  /** More than one makes times coarse. */
  readonly timedAtOnce: number;
  /** Runs of each fault row. */
  readonly deliveries: number;
  /** Browsers at the same time where nothing is timed: they mostly wait. */
  readonly atOnce: number;
}

export const USAGE = `node test/bench/client/main.ts [--quick] [--sdk segment,mixpanel] [--only ${partNames.join(',')}] [--runs 3] [--write-docs]`;

const chosen = <T>(
  option: string,
  given: string | undefined,
  all: readonly T[],
  nameOf: (one: T) => string,
): readonly T[] => {
  if (given === undefined) return all;
  return given.split(',').map((name) => {
    const one = all.find((candidate) => nameOf(candidate) === name.trim());
    if (one === undefined) throw new Error(`--${option}: "${name}" came; expected ${all.map(nameOf).join(', ')}`);
    return one;
  });
};

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  sdk: { type: 'string' },
  only: { type: 'string' },
  runs: { type: 'string' },
  'write-docs': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Undefined: only the usage is wanted. */
export const readPlan = (): Plan | undefined => {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return undefined;
  const { quick } = values;
  const runs = Number(values.runs ?? (quick ? 1 : 3));
  if (!(runs >= 1)) throw new Error(`--runs: "${values.runs}" came; expected a number from 1 up`);
  return {
    sdks: chosen('sdk', values.sdk, [cartline, ...peers], ({ key }) => key),
    parts: chosen('only', values.only, partNames, (name) => name),
    quick,
    writeDocs: values['write-docs'],
    startups: quick ? 1 : 5,
    trackRounds: quick ? 1 : 2,
    trackCalls: quick ? 100 : 200,
    bursts: quick ? 1 : 2,
    burstEvents: quick ? 200 : 1_000,
    burstWatchMs: quick ? 6_000 : 8_000,
    patienceMs: quick ? 0 : 60_000,
    timedAtOnce: quick ? 3 : 1,
    deliveries: runs,
    atOnce: quick ? 4 : 7,
  };
};
