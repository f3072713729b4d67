import { parseArgs } from 'node:util';

/** One shape of load. */
export interface Shape {
  readonly connections: number;
  /** Messages in each request. */
  readonly batch: number;
}

/** What a run does. */
export interface Plan {
  readonly shapes: readonly Shape[];
  /** Of each measurement. */
  readonly seconds: number;
  /** So many messages are in the store before. */
  readonly prefill: number;
  /** Filling ends after this, with what is there then. */
  readonly prefillSeconds: number;
  readonly writeDocs: boolean;
}

export const USAGE = `node test/bench/relay/main.ts [--quick] [--seconds 3] [--prefill 10000000] [--prefill-seconds 900] [--write-docs]`;

const CONNECTIONS = [1, 16, 128];
const BATCHES = [1, 20, 100];

const all: readonly Shape[] = CONNECTIONS.flatMap((connections) => BATCHES.map((batch) => ({ connections, batch })));
const few: readonly Shape[] = [
  { connections: 1, batch: 1 },
  { connections: 16, batch: 20 },
  { connections: 128, batch: 100 },
];

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  seconds: { type: 'string' },
  prefill: { type: 'string', default: '0' },
  'prefill-seconds': { type: 'string', default: '900' },
  'write-docs': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const number = (name: string, given: string): number => {
  const value = Number(given);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${name}: "${given}" came; expected a whole number`);
};

/** Undefined: only the usage is wanted. */
export const readPlan = (): Plan | undefined => {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return undefined;
  return {
    shapes: values.quick ? few : all,
    seconds: number('seconds', values.seconds ?? (values.quick ? '1' : '3')),
    prefill: number('prefill', values.prefill),
    prefillSeconds: number('prefill-seconds', values['prefill-seconds']),
    writeDocs: values['write-docs'],
  };
};
