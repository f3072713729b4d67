import { createClient, type TimedClient } from '../../src/client/core/client.ts';
import { createDelivery, type Delivery } from '../../src/client/core/delivery.ts';
import { createEmitter } from '../../src/client/core/emitter.ts';
import { createIdentity } from '../../src/client/core/identity.ts';
import { createOutbox, type Outbox } from '../../src/client/core/outbox.ts';
import type { ClientEvents, Drop, Memory, Row, SendLock, SendResult, Table } from '../../src/client/core/ports.ts';
import { createUlid } from '../../src/client/core/ulid.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** What all tabs of one browser share: storage, the small memory, the send lock. */
export interface FakeBrowser {
  readonly clock: FakeClock;
  readonly rows: Map<string, Row>;
  readonly values: Map<string, string>;
  /** Makes every write to storage fail, as a full disk does. */
  refuseWrites: boolean;
  /** Makes opening storage fail, as a private window may. */
  refuseOpen: boolean;
  lockHeld: boolean;
}

export interface FakeTab extends TimedClient {
  readonly outbox: Outbox;
  readonly delivery: Delivery;
  readonly drops: Drop[];
  readonly errors: ClientEvents['error'][];
  readonly requests: SentRequest[];
}

export interface SentMessage {
  readonly messageId: string;
  readonly type: string;
  readonly event?: string;
  readonly anonymousId: string;
  readonly userId?: string;
  readonly timestamp: string;
  readonly properties?: Record<string, unknown>;
  readonly traits?: Record<string, unknown>;
  readonly context: { readonly seq: [string, number]; readonly fresh?: boolean; readonly reset?: boolean };
}

export interface SentRequest {
  readonly at: number;
  readonly keepalive: boolean;
  readonly batch: readonly SentMessage[];
  readonly dropped: readonly { readonly id: string; readonly reason: string; readonly count: number }[];
}

/** A relay's side of one request: what it answers. */
export type Answering = (request: SentRequest) => SendResult | Promise<SendResult>;

export const acceptAll: Answering = ({ batch }) => ({
  status: 'ok',
  done: batch.map(({ messageId }) => messageId),
  rejected: [],
});

export const createFakeBrowser = (random?: () => number): FakeBrowser => ({
  clock: createFakeClock(undefined, random),
  rows: new Map(),
  values: new Map(),
  refuseWrites: false,
  refuseOpen: false,
  lockHeld: false,
});

const memoryOf = ({ values }: FakeBrowser): Memory => ({
  get: (key) => values.get(key) ?? null,
  set: (key, value) => void (value === null ? values.delete(key) : values.set(key, value)),
});

const byId = (a: Row, b: Row): number => (a.id < b.id ? -1 : 1);

/** Storage as IndexedDB gives it: a change is visible to others when its promise resolves, not before. */
const tableOf = (browser: FakeBrowser): Table => {
  const leases = new Map<string, number>();
  const change = async (apply: () => void): Promise<void> => {
    if (browser.refuseWrites) throw new Error('QuotaExceededError');
    apply();
    await Promise.resolve();
  };
  return {
    store: (rows) => change(() => rows.forEach(({ id, body, rank }) => browser.rows.set(id, { id, body, rank }))),
    lease: (ids, at) => change(() => ids.forEach((id) => leases.set(id, at))),
    remove: (ids) => change(() => ids.forEach((id) => browser.rows.delete(id))),
    read: async (most) => {
      await Promise.resolve();
      const rows = [...browser.rows.values()].sort(byId).slice(0, most);
      return rows.map((row) => ({ ...row, stored: true, leasedAt: leases.get(row.id) ?? 0 }));
    },
  };
};

const tables = new WeakMap<FakeBrowser, Table>();
const sharedTable = (browser: FakeBrowser): Table => {
  const table = tables.get(browser) ?? tableOf(browser);
  tables.set(browser, table);
  return table;
};

const lockOf =
  (browser: FakeBrowser): SendLock =>
  async (task) => {
    if (browser.lockHeld) return false;
    browser.lockHeld = true;
    await task().finally(() => (browser.lockHeld = false));
    return true;
  };

let made = 0;
const uuid = (): string => `visitor-${++made}`;

/** Opens a page of the shop in a browser: the real client over fake parts. */
export const openTab = (browser: FakeBrowser, answer: Answering, tab: string = `tab${++made}`): FakeTab => {
  const { clock } = browser;
  const memory = memoryOf(browser);
  const { on, emit } = createEmitter<ClientEvents>();
  const [drops, errors, requests]: [Drop[], ClientEvents['error'][], SentRequest[]] = [[], [], []];
  on('drop', (drop) => drops.push(drop));
  on('error', (error) => errors.push(error));
  const ulid = createUlid(clock.now, (count) => Uint8Array.from({ length: count }, () => Math.random() * 256), 0);
  const outbox = createOutbox({
    open: () =>
      browser.refuseOpen ? Promise.reject(new Error('SecurityError')) : Promise.resolve(sharedTable(browser)),
    clock,
    memory,
    onStorageError: (detail) => emit('error', { code: 'storage', detail }),
  });
  const identity = createIdentity({ read: () => undefined, write: () => undefined }, memory, uuid);
  const delivery = createDelivery({
    writeKey: 'wk',
    outbox,
    transport: async (body, _ids, keepalive) => {
      const { batch, dropped } = JSON.parse(body) as SentRequest; // our own client wrote it
      const request = { at: clock.now(), keepalive, batch, dropped };
      requests.push(request);
      return answer(request);
    },
    lock: lockOf(browser),
    clock,
    memory,
    newId: ulid.next,
    isHidden: () => false,
    emit,
    onAnswer: identity.settle,
  });
  const timed = createClient({
    clock,
    memory,
    identity,
    newId: ulid.next,
    tab,
    version: 'test',
    pageView: () => ({ url: 'https://shop.example/p?x=1', path: '/p', title: 'P', referrer: '' }),
    enqueue: (row) => {
      outbox.put(row);
      delivery.notify(row);
    },
    drop: delivery.drop,
    flush: delivery.flush,
    on,
    emit,
  });
  return { ...timed, outbox, delivery, drops, errors, requests };
};
