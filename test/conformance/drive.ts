import type { Lane, StoredMessage } from '../../src/relay/store/store.ts';
import type { Fault } from '../doubles/wire/faults.ts';
import type { Target } from './targets.ts';

/** What became of the messages of a lane. */
export interface Driven {
  delivered: number;
  /** By reason, digits and quoted parts taken out. */
  readonly refused: Map<string, number>;
  retried: number;
}

const FAULTS: readonly Fault[] = [
  { kind: 'reset-after-processing', times: 1 },
  { kind: 'reset-before-processing', times: 1 },
  { kind: 'truncated-body', times: 1 },
  { status: 429, retryAfter: 1, times: 1 },
  { status: 503, times: 1 },
  { status: 408, times: 1 },
];
const FAULT_CHANCE = 0.4;
/** A lane is a few requests: the person's, then the events'. */
const LATEST_REQUEST = 4;
const MOST_ATTEMPTS = 50;

/** A fault that meets one of the next requests. */
const anyFault = (random: () => number): Fault => {
  const fault = FAULTS[Math.floor(random() * FAULTS.length)] ?? { status: 500, times: 1 };
  let left = Math.floor(random() * LATEST_REQUEST);
  return { ...fault, when: () => (left -= 1) < 0 };
};

const signal = new AbortController().signal;
const word = (reason: string): string =>
  reason
    .replaceAll(/"[^"]*"/g, '"…"')
    .replaceAll(/\d+/g, 'n')
    .slice(0, 110);

/** Delivers a lane as the relay does: what has to be tried again is, what is done is not; a fault meets some requests. */
export const drive = async (
  target: Target,
  first: Lane,
  now: number,
  random: () => number,
  driven: Driven,
): Promise<Lane> => {
  let lane = first;
  const stop = random() < FAULT_CHANCE ? target.inject(anyFault(random)) : undefined;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const { person, messages } = await target.destination.deliver(lane, { signal, now });
    const isTold = person?.verdict.status === 'ok' || person?.verdict.status === 'reject';
    if (person && !isTold) driven.retried += 1;
    const done = new Set<StoredMessage['seq']>();
    for (const { seq, verdict } of messages) {
      if (verdict.status === 'ok') driven.delivered += 1;
      else if (verdict.status === 'reject')
        driven.refused.set(word(verdict.reason), (driven.refused.get(word(verdict.reason)) ?? 0) + 1);
      else driven.retried += 1;
      if (verdict.status === 'ok' || verdict.status === 'reject') done.add(seq);
    }
    lane = {
      ...lane,
      messages: lane.messages.filter(({ seq }) => !done.has(seq)),
      ...(isTold && { deliveredVersion: lane.person.version, memory: person.memory }),
    };
    if (lane.messages.length === 0) break;
  }
  stop?.();
  if (lane.messages.length > 0)
    throw new Error(`${target.name}: ${lane.messages.length} messages are left after ${MOST_ATTEMPTS} attempts`);
  return lane;
};
