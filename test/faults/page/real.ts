/** What is taken before anything replaces it. */
export interface Real {
  readonly Date: DateConstructor;
  readonly now: () => number;
  /** performance.now */
  readonly sinceStart: () => number;
  readonly setTimeout: (task: () => void, ms?: number) => number;
  readonly clearTimeout: (timer: number) => void;
  readonly fetch: typeof fetch;
}

/** The page's own time and fetch. */
export const real: Real = {
  Date: window.Date,
  now: Date.now.bind(Date),
  sinceStart: performance.now.bind(performance),
  setTimeout: window.setTimeout.bind(window),
  clearTimeout: window.clearTimeout.bind(window),
  fetch: window.fetch.bind(window),
};

/** One turn of the event loop; unlike a timer, it is not throttled in a hidden page. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
