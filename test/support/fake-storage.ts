import { LEASE, type Entry, type Row, type Table } from '../../src/client/core/ports.ts';
import type { FakeClock } from './fake-clock.ts';
import type { PageGate } from './page-gate.ts';

/** The outbox's table of one browser, as IndexedDB keeps it. */
export interface FakeStorage {
  readonly rows: Map<string, Row>;
  readonly leases: Map<string, number>;
  /** JSON of what was given up, by its key. */
  readonly buried: Map<string, string>;
  /** Makes every write that grows fail, as a full disk does. */
  refuseWrites: boolean;
  /** Makes opening fail, as a private window may. */
  refuseOpen: boolean;
  /** How long a transaction takes; with 0 it is done when the call returns. */
  latencyMs: number;
  /** Ids of rows that storage has taken: the transaction was issued, and a tab's death does not stop it. */
  readonly taken: Set<string>;
  /** Ids of rows in transactions that were issued and are not done: a crash of the whole browser stops them. */
  readonly issued: Set<readonly string[]>;
  /** Counts crashes: a transaction of an earlier life is never done. */
  life: number;
}

export const createFakeStorage = (): FakeStorage => ({
  rows: new Map(),
  leases: new Map(),
  buried: new Map(),
  refuseWrites: false,
  refuseOpen: false,
  latencyMs: 0,
  taken: new Set(),
  issued: new Set(),
  life: 0,
});

/** The browser's processes end: what is not done is not done, and no longer counts as taken. */
export const crashStorage = (storage: FakeStorage): void => {
  storage.life++;
  for (const id of [...storage.issued].flat()) if (!storage.rows.has(id)) storage.taken.delete(id);
  storage.issued.clear();
};

const read = ({ rows, leases }: FakeStorage): Row[] => {
  for (const id of leases.keys()) if (!rows.has(id)) leases.delete(id); // leased after its row was gone
  return [...rows.values()]
    .map((row) => ({ ...row, leasedAt: leases.get(row.id) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
};

const put = ({ rows, leases, buried }: FakeStorage, key: string, value: string | number): void => {
  if (key.startsWith(LEASE)) buried.set(key, String(value));
  else if (key.endsWith(LEASE)) leases.set(key.slice(0, -1), Number(value));
  else rows.set(key, { id: key, rank: Number(String(value)[0]), body: String(value).slice(1) });
};

/** Deletes a row and its lease; with "", all there is. */
const forget = ({ rows, leases, buried }: FakeStorage, key: string): void => {
  rows.delete(key);
  leases.delete(key.replace(LEASE, ''));
  if (key === '') [rows, leases, buried].forEach((kept) => kept.clear());
};

/** One tab's connection. Transactions of all tabs are done one after the other, in the order in which they were issued. */
export const connect = (storage: FakeStorage, clock: FakeClock, page: PageGate): Table => {
  const { issued, taken } = storage;

  const transaction = <T>(apply: () => T, entries: readonly Entry[] = []): Promise<T> =>
    new Promise((resolve, reject) => {
      if (page.isDead()) return;
      const refused = storage.refuseWrites && entries.some(([, value]) => value !== undefined);
      const { life } = storage;
      const ids = refused ? [] : entries.flatMap(([key, value]) => (value && !key.includes(LEASE) ? [key] : []));
      issued.add(ids);
      for (const id of ids) taken.add(id);
      const finish = (): void => {
        issued.delete(ids);
        if (storage.life !== life) return;
        if (refused) return page.deliver(() => reject(new Error('QuotaExceededError')));
        const value = apply();
        page.deliver(() => resolve(value));
      };
      if (storage.latencyMs) clock.after(storage.latencyMs, finish);
      else finish();
    });

  return {
    write: (entries) =>
      transaction(() => {
        for (const [key, value] of entries) {
          if (value === undefined) forget(storage, key);
          else put(storage, key, value);
        }
      }, entries),
    read: () => transaction(() => read(storage)),
  };
};
