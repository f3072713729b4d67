import type { DeliveriesStore } from '../deliveries.ts';
import {
  findDelivery,
  joinMethodOf,
  keepDelivery,
  nextDeliveryDue,
  settleDelivery,
  sourceNumbers,
  waitingDeliveries,
} from './deliveries.ts';
import { forgetDeliveries, purgeDeliveries } from './deliveries-forget.ts';
import type { Tables } from './tables.ts';

/** What sources have delivered, in SQLite. `write` puts work into the next commit. */
export const createDeliveriesStore = (
  tables: () => Tables,
  write: <T>(work: (tables: Tables) => T) => Promise<T>,
): DeliveriesStore => ({
  keep: (delivery) => write((all) => keepDelivery(all, delivery)),
  waiting: async (source, now, limit) => waitingDeliveries(tables(), source, now, limit),
  nextDue: async (source) => nextDeliveryDue(tables(), source),
  find: async (source, deliveryId) => findDelivery(tables(), source, deliveryId),
  settle: (result) => write((all) => settleDelivery(all, result)),
  joinedBy: async (keys) => joinMethodOf(tables(), keys),
  numbers: async (source) => sourceNumbers(tables(), source),
  forget: (texts) => write((all) => forgetDeliveries(all, texts)),
  purge: (before) => write((all) => purgeDeliveries(all, before)),
});
