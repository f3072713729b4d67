import type { Row, Table } from '../../src/client/core/ports.ts';
import type { FakeClock } from './fake-clock.ts';
import type { PageGate } from './page-gate.ts';

/** The outbox's table of one browser, as IndexedDB keeps it: a row under its id, its lease under a key right behind it. */
export interface FakeStorage {
  readonly rows: Map<string, Row>;
  readonly leases: Map<string, number>;
  readonly buried: Row[];
  /** Makes every write that grows fail, as a full disk does. */
  refuseWrites: boolean;
  /** Makes opening fail, as a private window may. */
  refuseOpen: boolean;
  /** How long a transaction takes; with 0 it is done when the call returns. */
  latencyMs: number;
  /** Ids of rows that storage has taken: the transaction was issued, and a tab's death does not stop it. */
  readonly taken: Set<string>;
  /** Rows of transactions that were issued and are not done: a crash of the whole browser stops them. */
  readonly issued: Set<readonly Row[]>;
  /** Counts crashes: a transaction of an earlier life is never done. */
  life: number;
}

export const createFakeStorage = (): FakeStorage => ({
  rows: new Map(),
  leases: new Map(),
  buried: [],
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
  for (const { id } of [...storage.issued].flat()) if (!storage.rows.has(id)) storage.taken.delete(id);
  storage.issued.clear();
};

/** As the real table reads: a scan of twice as many keys, since a row may have its lease behind it. */
const scan = ({ rows, leases }: FakeStorage, most: number): Row[] => {
  const keys = [...rows.keys(), ...[...leases.keys()].map((id) => `${id}~`)].sort().slice(0, most * 2);
  const found: Row[] = [];
  for (const key of keys) {
    const row = rows.get(key);
    const last = found.at(-1);
    if (row) found.push({ ...row, stored: true });
    else if (last && key === `${last.id}~`) last.leasedAt = leases.get(last.id) ?? 0;
  }
  return found.slice(0, most);
};

/** One tab's connection. Transactions of all tabs are done one after the other, in the order in which they were issued. */
export const connect = (storage: FakeStorage, clock: FakeClock, page: PageGate): Table => {
  const { rows, leases, buried, issued, taken } = storage;

  const transaction = <T>(apply: () => T, grows: boolean, added: readonly Row[] = []): Promise<T> =>
    new Promise((resolve, reject) => {
      if (page.isDead()) return;
      const refused = grows && storage.refuseWrites;
      const { life } = storage;
      if (!refused) {
        issued.add(added);
        for (const { id } of added) taken.add(id);
      }
      const finish = (): void => {
        issued.delete(added);
        if (storage.life !== life) return;
        if (refused) return page.deliver(() => reject(new Error('QuotaExceededError')));
        const value = apply();
        page.deliver(() => resolve(value));
      };
      if (storage.latencyMs) clock.after(storage.latencyMs, finish);
      else finish();
    });

  const forget = (id: string): void => {
    rows.delete(id);
    leases.delete(id);
  };
  const put = ({ id, body, rank }: Row): void => void rows.set(id, { id, body, rank });
  return {
    store: (added) => transaction(() => added.forEach(put), true, added),
    lease: (ids, at) => transaction(() => ids.forEach((id) => leases.set(id, at)), true),
    remove: (ids) => transaction(() => (ids ?? [...rows.keys(), ...leases.keys()]).forEach(forget), false),
    bury: (row) => transaction(() => void buried.push(row), true),
    read: (most) => transaction(() => scan(storage, most), false),
  };
};
