import type { ClientOptions, LivingClient } from '../../src/client/core/api.ts';
import { createClient } from '../../src/client/core/client.ts';
import type { Arrival } from '../../src/client/core/identity.ts';
import type { ClientEvents, Drop, Reply, World } from '../../src/client/core/ports.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { connect, createFakeStorage, type FakeStorage } from './fake-storage.ts';
import { createPageGate } from './page-gate.ts';

/** What all tabs of one browser share: storage, small values, the cookie, the send lock. */
export interface FakeBrowser extends FakeStorage {
  readonly clock: FakeClock;
  readonly values: Map<string, string>;
  cookie: string | undefined;
  lockHeld: boolean;
  /** Random bytes and ids: the same in every run. */
  made: number;
}

export interface FakeTab extends LivingClient {
  readonly drops: Drop[];
  readonly errors: ClientEvents['error'][];
  readonly requests: SentRequest[];
  hidden: boolean;
  /** The visitor closes the page: it leaves, and nothing of it runs any more. */
  readonly close: () => void;
  /** The page dies without a word, as when the system ends its process. */
  readonly kill: () => void;
  /** The page leaves and stands still until `thaw`: what happens meanwhile it hears of then. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly isFrozen: () => boolean;
}

export interface SentMessage {
  readonly messageId: string;
  readonly type: string;
  readonly event?: string;
  readonly anonymousId: string;
  readonly userId?: string;
  readonly timestamp: string;
  readonly proof?: string;
  readonly properties?: Record<string, unknown>;
  readonly traits?: Record<string, unknown>;
  readonly context: {
    readonly seq: [string, number];
    readonly plan?: string;
    readonly page?: object;
    readonly locale?: string;
    readonly fresh?: boolean;
    readonly reset?: boolean;
    readonly link?: string;
    readonly sessionId?: string;
    readonly campaign?: Record<string, string>;
    readonly referrer?: string;
    readonly first?: { readonly campaign?: Record<string, string>; readonly referrer?: string };
  };
}

export interface SentRequest {
  readonly at: number;
  readonly keepalive: boolean;
  readonly writeKey: string;
  readonly sentAt: string;
  readonly bytes: number;
  readonly batch: readonly SentMessage[];
  readonly dropped: readonly { readonly id: string; readonly reason: string; readonly count: number }[];
}

/** A relay's side of one request: what it answers. */
export type Answering = (request: SentRequest) => Reply | Promise<Reply>;

/** Our relay's answer that names these ids. */
export const answer = (
  accepted: readonly string[],
  rejected: readonly string[] = [],
  duplicates: readonly string[] = [],
): Reply => {
  const rejections = rejected.map((messageId) => ({ messageId, index: 0, code: 'wrong_type', path: '', message: '' }));
  return { code: 200, text: JSON.stringify({ accepted, duplicates, rejected: rejections }) };
};
export const acceptAll: Answering = ({ batch }) => answer(batch.map(({ messageId }) => messageId));
/** Nothing answered. */
export const nothing: Reply = { code: 0, text: '' };
export const never: Answering = () => new Promise<Reply>(() => undefined);

export const createFakeBrowser = (random?: () => number): FakeBrowser => ({
  ...createFakeStorage(),
  clock: createFakeClock(undefined, random),
  values: new Map(),
  cookie: undefined,
  lockHeld: false,
  made: 0,
});

type TabOptions = Partial<ClientOptions> & {
  readonly arrival?: Arrival;
  readonly prerendered?: boolean;
  readonly openTable?: World['openTable'];
};

/** Opens a page of the shop in a browser: the real client over fake parts. */
export const openTab = (browser: FakeBrowser, answering: Answering, options: TabOptions = {}): FakeTab => {
  const { clock, values } = browser;
  const gate = createPageGate();
  const table = connect(browser, clock, gate);
  const [drops, errors, requests]: [Drop[], ClientEvents['error'][], SentRequest[]] = [[], [], []];
  const page = { hidden: false };
  let holdsLock = false;
  const freeLock = (): void => {
    if (holdsLock) browser.lockHeld = false;
    holdsLock = false;
  };
  const open = (): ReturnType<World['openTable']> =>
    browser.refuseOpen ? Promise.reject(new Error('SecurityError')) : Promise.resolve(table);
  const world: World = {
    ...clock,
    after: (delayMs, task) => clock.after(delayMs, () => gate.deliver(task)),
    newUuid: () => `00000000-0000-4000-8000-${String(++browser.made).padStart(12, '0')}`,
    get: (key) => values.get(key) ?? null,
    set: (key, value) => {
      if (gate.isDead()) return;
      if (value === null) values.delete(key);
      else values.set(key, value);
    },
    readCookie: () => browser.cookie,
    writeCookie: (id) => {
      if (!gate.isDead()) browser.cookie = id || undefined;
    },
    openTable: options.openTable ?? open,
    transport: (body, keepalive) =>
      new Promise((resolve) => {
        if (gate.isDead()) return;
        const sent = JSON.parse(body) as Pick<SentRequest, 'writeKey' | 'sentAt' | 'batch' | 'dropped'>; // our own client wrote it
        const request = { ...sent, at: clock.now(), keepalive, bytes: new TextEncoder().encode(body).length };
        requests.push(request);
        void Promise.resolve(answering(request)).then((reply) => gate.deliver(() => resolve(reply)));
      }),
    lock: (task) => {
      if (gate.isDead()) return new Promise(() => undefined);
      if (browser.lockHeld) return Promise.resolve(null);
      browser.lockHeld = holdsLock = true;
      return task().finally(freeLock);
    },
    isHidden: () => page.hidden,
    pageView: () => ({ url: 'https://shop.example/p?x=1', path: '/p', title: 'P', referrer: '' }),
    surroundings: { locale: 'de' },
  };
  const { arrival = {}, prerendered, openTable: _, ...rest } = options;
  const living = createClient(world, { writeKey: 'wk', ...rest }, arrival);
  living.client.on('drop', (drop) => void (gate.isDead() || drops.push(drop)));
  living.client.on('error', (error) => errors.push(error));
  if (!prerendered) living.activate();
  const kill = (): void => {
    freeLock();
    gate.kill();
  };
  return Object.assign(page, living, {
    drops,
    errors,
    requests,
    kill,
    isFrozen: gate.isFrozen,
    close: () => {
      living.leave();
      kill();
    },
    freeze: () => {
      living.leave();
      gate.freeze();
    },
    thaw: () => {
      gate.thaw();
      living.wake(false);
    },
  });
};
