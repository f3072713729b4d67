import type { DeliveryState } from '../store.ts';
import type { Sql } from './sql.ts';
import type { Collected } from './writer.ts';

/** Counts of the present transaction, written once at its end: a row of a counter would else be written for every message. */
export interface Tally extends Collected {
  readonly count: (name: string, n: number) => void;
  /** A new row of the outbox; changes of a row's state are counted by triggers. */
  readonly countDelivery: (destination: string, state: DeliveryState) => void;
}

const COUNT = 'insert into counters values (?1, ?2) on conflict do update set n = n + ?2';
const COUNT_DELIVERY = 'insert into delivery_counters values (?1, ?2, ?3) on conflict do update set n = n + ?3';

/** Creates an empty tally. */
export const createTally = (sql: Sql): Tally => {
  const counts = new Map<string, number>();
  const deliveries = new Map<string, Map<DeliveryState, number>>();
  const forget = (): void => {
    counts.clear();
    deliveries.clear();
  };
  return {
    count: (name, n) => void counts.set(name, (counts.get(name) ?? 0) + n),
    countDelivery: (destination, state) => {
      const states = deliveries.get(destination) ?? new Map<DeliveryState, number>();
      deliveries.set(destination, states.set(state, (states.get(state) ?? 0) + 1));
    },
    write: () => {
      counts.forEach((n, name) => sql.run(COUNT, name, n));
      deliveries.forEach((states, destination) =>
        states.forEach((n, state) => sql.run(COUNT_DELIVERY, destination, state, n)),
      );
      forget();
    },
    forget,
  };
};
