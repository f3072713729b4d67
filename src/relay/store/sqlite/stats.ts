import type { DeliveryState, StoreStats } from '../store.ts';
import { readDrift } from './drift.ts';
import { readErasures } from './erasures.ts';
import type { Tables } from './tables.ts';

const noDeliveries: Readonly<Record<DeliveryState, number>> = {
  held: 0,
  pending: 0,
  delivered: 0,
  withheld: 0,
  dead: 0,
};

const deliveryStats = ({ sql, destinations }: Tables): StoreStats['deliveries'] => {
  const counted = sql.all<{ destination: string; state: DeliveryState; n: number }>('select * from delivery_counters');
  const states = (name: string): [DeliveryState, number][] =>
    counted.filter(({ destination }) => destination === name).map(({ state, n }) => [state, n]);
  return Object.fromEntries(
    destinations.map(({ name }) => [name, { ...noDeliveries, ...Object.fromEntries(states(name)) }]),
  );
};

export const readStats = (tables: Tables): StoreStats => {
  const counters = tables.sql.all<{ name: string; n: number }>('select * from counters');
  const counted = (name: string): number => counters.find((counter) => counter.name === name)?.n ?? 0;
  const dropped = tables.sql.all<{ reason: string; n: number }>(
    `select reason, sum(n) as n from (select reason, count as n from drop_reports
       union all select substr(name, ?), n from counters where name like 'dropped:%') group by reason`,
    'dropped:'.length + 1,
  );
  return {
    messages: counted('messages'),
    duplicates: counted('duplicates'),
    conflicts: counted('conflicts'),
    quarantined: counted('quarantined'),
    persons: counted('persons'),
    visitors: counted('visitors'),
    deliveries: deliveryStats(tables),
    dropped: Object.fromEntries(dropped.map(({ reason, n }) => [reason, n])),
    missing: counted('missing'),
    tooOld: counted('too_old'),
    erasures: readErasures(tables),
    drift: readDrift(tables),
  };
};
