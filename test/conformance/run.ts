import fc from 'fast-check';
import type { Message } from '../../src/schema.ts';
import type { Lane, Person, StoredMessage } from '../../src/relay/store/store.ts';
import { drive, type Driven } from './drive.ts';
import { attributes, personKeys, validMessage } from './messages.ts';
import { probe } from './probes.ts';
import { createTally, type Tally } from './tally.ts';
import { createTargets, type Target } from './targets.ts';

export interface Result {
  readonly tally: Tally;
  readonly messages: number;
  readonly byTarget: ReadonlyMap<string, Driven>;
}

const START = Date.UTC(2026, 10, 22, 10);
/** Messages of a round; then the stand-ins are looked at and begin anew, so that memory stays small. */
const ROUND = 1_000;
/** Every form of every API comes up within so many rounds. */
const LEAST_ROUNDS = 6;
const LANE = 25;
const SPREAD_MS = 3_600_000;

const storedOf = (message: Message, seq: number, person: number): StoredMessage => {
  const own = message.anonymousId ? { ...message, anonymousId: `${message.anonymousId}/${person}` } : message;
  const key = seq % 7 === 0 ? `order_completed:${seq}` : `shop/${seq}`;
  const occurredAt = START - SPREAD_MS + seq;
  return {
    seq,
    source: 'shop',
    messageId: `m${seq}`,
    deliveryKey: key,
    occurredAt,
    receivedAt: START,
    message: own,
    attempts: 0,
  };
};

/** Two persons must not share a key: that is another test's subject. */
const personOf = (index: number, keys: Partial<Person>, about: Person['attributes']): Person => {
  const { email, userId, phone } = keys;
  return {
    id: `person-${index}`,
    ...(email !== undefined && { email: `${index}.${email}` }),
    ...(userId !== undefined && { userId: `${index} ${userId}` }),
    ...(phone !== undefined && { phone: `+4915${String(index).padStart(9, '0')}` }),
    attributes: about,
    version: 1,
    changedAt: START + index,
  };
};

const laneOf = (person: Person, messages: readonly StoredMessage[]): Lane => ({
  lane: person.id,
  token: 1,
  person,
  deliveredVersion: 0,
  memory: {},
  messages,
});

const visitorsOf = (messages: readonly StoredMessage[]): readonly Lane[] => {
  const visitors = new Set(messages.flatMap(({ message }) => message.anonymousId ?? []));
  return [...visitors].map((visitor) => ({
    ...laneOf({ id: `visitor/${visitor}`, attributes: {}, version: 0, changedAt: 0 }, []),
    visitor,
    messages: messages.filter(({ message }) => message.anonymousId === visitor),
  }));
};

/** A person's life: a few events (before anybody knows them, where that is forwarded), then known, then changed. */
const live = async (
  target: Target,
  person: Person,
  messages: readonly StoredMessage[],
  random: () => number,
  driven: Driven,
): Promise<void> => {
  const third = Math.ceil(messages.length / 3);
  const [early, known, later] = [messages.slice(0, third), messages.slice(third, 2 * third), messages.slice(2 * third)];
  const forwards = target.destination.anonymous === 'forward';
  const before = forwards ? visitorsOf(early) : [];
  for (const lane of before) await drive(target, lane, START, random, driven);
  const sent = new Set(before.flatMap((lane) => lane.messages.map(({ seq }) => seq)));
  const held = early.filter(({ seq }) => !sent.has(seq));
  const first = await drive(target, laneOf(person, [...held, ...known]), START, random, driven);
  const changed = {
    ...person,
    version: 2,
    changedAt: person.changedAt + 2_000,
    attributes: { ...person.attributes, seen_again: true },
  };
  await drive(target, { ...first, person: changed, messages: later }, START, random, driven);
};

const newDriven = (): Driven => ({ delivered: 0, refused: new Map(), retried: 0 });

const checkIds = (tally: Tally, target: Target): void => {
  const ids = target.arrived();
  // 6 and 42: what was sent again because an answer was lost is there once
  const statement = target.name.startsWith('Track') ? 6 : 42;
  tally.check(
    statement,
    new Set(ids).size === ids.length,
    () => `${target.name}: ${ids.length - new Set(ids).size} ids are there twice`,
  );
};

/** Sends so many random valid messages to every API and counts, by statement, what was checked and what did not hold. */
export const runConformance = async (
  messages: number,
  seed: number,
  report: (done: number) => void = () => undefined,
): Promise<Result> => {
  const tally = createTally();
  const byTarget = new Map<string, Driven>();
  let state = seed >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const size = Math.min(ROUND, Math.ceil(messages / LEAST_ROUNDS));
  await probe(tally);
  for (let done = 0, round = 0; done < messages; done += size, round += 1) {
    const count = Math.min(size, messages - done);
    const samples = { seed: seed + round };
    const drawn = fc.sample(validMessage, { ...samples, numRuns: count });
    const lives = Math.ceil(count / LANE);
    const keys = fc.sample(personKeys, { ...samples, numRuns: lives });
    const traits = fc.sample(attributes, { ...samples, numRuns: lives });
    for (const target of createTargets({ tally, now: () => START + 1_000 }, round)) {
      const driven = byTarget.get(target.name) ?? newDriven();
      byTarget.set(target.name, driven);
      for (let index = 0; index < lives; index += 1) {
        const own = drawn
          .slice(index * LANE, (index + 1) * LANE)
          .map((message, place) => storedOf(message, index * LANE + place + 1, index));
        await live(target, personOf(index, keys[index] ?? {}, traits[index] ?? {}), own, random, driven);
      }
      checkIds(tally, target);
      target.conclude();
    }
    report(done + count);
  }
  return { tally, messages, byTarget };
};
