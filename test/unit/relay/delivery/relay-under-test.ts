import { onTestFinished, vi } from 'vitest';
import { createCustomerioDouble, type CustomerioDouble } from '../../../doubles/customerio/index.ts';
import { createDelivery, type Delivery } from '../../../../src/relay/delivery/create-delivery.ts';
import { customerioTrack } from '../../../../src/relay/destinations/customerio-track/customerio-track.ts';
import type { Destination } from '../../../../src/relay/destinations/destination.ts';
import type { NewMessage, RelayStore } from '../../../../src/relay/store/store.ts';
import { batchOf, START } from '../store/new-message.ts';
import { newPath, openSqlite } from '../store/sqlite-files.ts';

const CREDENTIALS = { siteId: 'site', apiKey: 'key' };

/** A clock that moves when the test says so. */
export interface Clock {
  readonly now: () => number;
  readonly advance: (ms: number) => void;
}

export const createClock = (start: number = START + 60_000): Clock => {
  let time = start;
  return {
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
  };
};

export interface RelayUnderTest {
  readonly store: RelayStore;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly log: readonly string[];
  /** Appends and wakes delivery, as the relay does. */
  readonly accept: (...messages: readonly NewMessage[]) => Promise<void>;
  /** Moves the clock and wakes delivery: what a timer would do. */
  readonly advance: (ms: number) => void;
  /** The same, but only while nothing is under way, and says whether: on a busy machine hours would go by during a request. */
  readonly advanceWhenIdle: (ms: number) => boolean;
}

/** A store and a delivery that is running, with a clock of their own. */
export const startRelay = async (destination: Destination, path: string = newPath()): Promise<RelayUnderTest> => {
  const clock = createClock();
  const log: string[] = [];
  const write = (code: string): void => void log.push(code);
  const store = await openSqlite(path, [{ name: destination.name, anonymous: destination.anonymous }]);
  const logger = { info: write, warn: write, error: write };
  let underWay = 0;
  const deliver: Destination['deliver'] = (lane, context) => {
    underWay += 1;
    return destination.deliver(lane, context).finally(() => (underWay -= 1));
  };
  const counted = { ...destination, deliver };
  const delivery = createDelivery({ store, destinations: [counted], now: clock.now, random: () => 0.5, logger });
  delivery.start();
  onTestFinished(() => delivery.stop());
  return {
    store,
    delivery,
    clock,
    log,
    accept: async (...messages) => {
      await store.append(batchOf(...messages));
      delivery.wake();
    },
    advance: (ms) => {
      clock.advance(ms);
      delivery.wake();
    },
    advanceWhenIdle: (ms) => {
      if (underWay > 0) return false;
      clock.advance(ms);
      delivery.wake();
      return true;
    },
  };
};

export interface Customerio {
  readonly double: CustomerioDouble;
  readonly url: string;
  readonly destination: Destination;
}

/** The stand-in on a real socket, and the destination that is set to it. */
export const startCustomerio = async (
  options: Partial<Parameters<typeof customerioTrack>[0]> = {},
): Promise<Customerio> => {
  const double = createCustomerioDouble({ ...CREDENTIALS, region: 'us' });
  const { url, close } = await double.listen();
  onTestFinished(() => close());
  const destination = customerioTrack({ ...CREDENTIALS, region: 'us', name: 'cio', baseUrl: url, ...options });
  return { double, url, destination };
};

/** The names of a person's events, in order of time. */
export const eventsOf = (double: CustomerioDouble, identifier: string): readonly string[] =>
  double
    .person(identifier)
    ?.timeline.filter(({ kind }) => kind !== 'identify')
    .map(({ name }) => name) ?? [];

/** Waits until the store has nothing left to deliver. */
export const settled = ({ store }: Pick<RelayUnderTest, 'store'>): Promise<void> =>
  vi.waitFor(async () => {
    const { deliveries } = await store.stats();
    const pending = deliveries['cio']?.pending;
    if (pending !== 0) throw new Error(`${pending} messages are pending`);
  }, WAIT);

export const WAIT = { timeout: 20_000, interval: 10 };
