import { real } from './real.ts';

/** What the page has under way: its requests, and what the browser does for it between them. */
export interface Activity {
  /** Requests that were begun, also those that never reached a server. */
  readonly begun: () => number;
  /** How long each request took that is over, by the page's clock. Milliseconds. */
  readonly durations: () => readonly number[];
  /** Sizes in bytes of the keepalive requests in this tab, those of earlier pages included. */
  readonly keepalives: () => number[];
  /** Requests, storage, locks or compression are at work. */
  readonly isBusy: () => boolean;
}

/** Counts work that ends by a promise. */
const counter = (): { count: () => number; track: <T>(work: Promise<T>) => Promise<T> } => {
  let count = 0;
  const end = (): void => void count--;
  return {
    count: () => count,
    track: (work) => {
      count++;
      work.then(end, end);
      return work;
    },
  };
};

type Track = <T>(work: Promise<T>) => Promise<T>;

const onceOf = (target: EventTarget, ...events: readonly string[]): Promise<void> =>
  new Promise((resolve) => events.forEach((name) => target.addEventListener(name, () => resolve(), { once: true })));

const watchStorage = (track: Track): void => {
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...args) {
    const started = transaction.apply(this, args);
    void track(onceOf(started, 'complete', 'abort'));
    return started;
  };
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args);
    void track(onceOf(request, 'success', 'error'));
    return request;
  };
};

/** A lock's request is work until it is granted or refused; what is done under it is not its own. */
const watchLocks = (track: Track): void => {
  if (!('LockManager' in window)) return;
  type Request = (this: LockManager, name: string, ...rest: unknown[]) => Promise<unknown>;
  const request = LockManager.prototype.request as unknown as Request; // both of its forms
  const watched: Request = function (name, ...rest) {
    const task = rest.pop() as (lock: Lock | null) => unknown; // the last argument of both forms
    return new Promise<unknown>((resolve, reject) => {
      const asked = new Promise<void>((granted) => {
        request
          .call(this, name, ...rest, (lock: Lock | null) => {
            granted();
            return task(lock);
          })
          .then(resolve, (error: Error) => {
            granted();
            reject(error);
          });
      });
      void track(asked);
    });
  };
  LockManager.prototype.request = watched; // both of its forms
};

const watchBlobs = (track: Track): void => {
  const { blob } = Response.prototype;
  Response.prototype.blob = function () {
    return track(blob.call(this));
  };
};

const KEEPALIVES = 'lab-keepalives';

const keepalives = (): number[] => JSON.parse(sessionStorage.getItem(KEEPALIVES) ?? '[]') as number[]; // written below

/** Written down at once: the page may be gone after it. */
const noteKeepalive = (body: unknown): void => {
  try {
    sessionStorage.setItem(
      KEEPALIVES,
      JSON.stringify([...keepalives(), new TextEncoder().encode(String(body)).length]),
    );
  } catch {
    // a row without storage, which asks for no sizes
  }
};

/** Replaces the page's fetch by one that counts; a row may put another around it. Watches the rest where it is there. */
export const watchActivity = (): Activity => {
  const requests = counter();
  const work = counter();
  const durations: number[] = [];
  let begun = 0;
  window.fetch = (...args) => {
    begun++;
    if (args[1]?.keepalive) noteKeepalive(args[1].body);
    const start = Date.now();
    const end = (): void => void durations.push(Date.now() - start);
    const request = requests.track(real.fetch(...args));
    request.then(end, end);
    return request;
  };
  watchStorage(work.track);
  watchLocks(work.track);
  watchBlobs(work.track);
  return {
    begun: () => begun,
    durations: () => durations,
    keepalives,
    isBusy: () => requests.count() + work.count() > 0,
  };
};
