import { watchActivity, type Activity } from './activity.ts';
import { installClock, type PageClock } from './clock.ts';
import { readOutbox } from './outbox-view.ts';
import { real, turn } from './real.ts';

/** What the shop tells the page about this run. */
export interface LabOptions {
  readonly writeKey: string;
  /** Milliseconds ahead of the real time; the page has a clock of its own when it is given. */
  readonly clockMs?: number;
}

interface Client {
  readonly flush: () => Promise<void>;
  readonly anonymousId: string;
}

/** The SDK's global, as the script tag gives it. */
export type CartlineGlobal = ((method: string, ...args: unknown[]) => unknown) & { readonly client?: Client };

/** What a test does in the page, and what it sees there. */
export interface Lab {
  /** Tracks one event for each label, all in this task; the name of the product is so long, of chance letters or of `fill`. */
  readonly track: (labels: readonly string[], bytes?: number, fill?: string) => void;
  readonly listen: () => void;
  readonly page: (labels: readonly string[]) => void;
  readonly identify: (email: string, label: string) => void;
  readonly order: (orderId: string, label: string) => void;
  /** Resolves when the SDK is there, and its storage is open or known to be refused. */
  readonly ready: () => Promise<void>;
  /** Labels of the rows in IndexedDB. */
  readonly rows: () => Promise<string[]>;
  /** Resolves when IndexedDB has these. */
  readonly stored: (labels: readonly string[]) => Promise<void>;
  readonly drops: { reason: string; messages: number }[];
  readonly problems: { code: string }[];
  readonly fetches: Activity;
  readonly clock: PageClock | undefined;
  /** Milliseconds of each task that took more than 50. */
  readonly longTasks: number[];
}

declare global {
  interface Window {
    lab: Lab;
    readonly labOptions: LabOptions;
    cartline: CartlineGlobal;
  }
}

const report = (text: string): void => void navigator.sendBeacon('/error', text);
addEventListener('error', ({ message }) => report(message));
addEventListener('unhandledrejection', ({ reason }) => report(`unhandled: ${String(reason)}`));

const { writeKey, clockMs } = window.labOptions;
const fetches = watchActivity();
const clock = clockMs === undefined ? undefined : installClock(clockMs, fetches.isBusy);
const longTasks: number[] = [];
if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  });
}

/** Text that compression does not make smaller. */
const noise = (characters: number): string => {
  let text = '';
  while (text.length < characters) text += Math.random().toString(36).slice(2);
  return text.slice(0, characters);
};
const event = (label: string, bytes: number, fill: string): object => ({
  product_id: label,
  name: fill ? fill.repeat(bytes) : noise(bytes),
  price: 1,
  currency: 'EUR',
});
const rows = (): Promise<string[]> => readOutbox(`cartline:${writeKey}:1`);
const drops: Lab['drops'] = [];
const problems: Lab['problems'] = [];

/** Not a timer: a page that is hidden or has a clock of its own would wait long for it. */
const until = async (test: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await test())) await turn();
};

const afterReal = (ms: number): Promise<void> => new Promise((resolve) => real.setTimeout(resolve, ms));

/** Through the stub, so that nothing is missed that the SDK says at its start. */
const listen = (): void => {
  window.cartline('on', 'drop', (drop: Lab['drops'][number]) => drops.push(drop));
  window.cartline('on', 'error', ({ code }: Lab['problems'][number]) => problems.push({ code }));
};

const ready = async (): Promise<void> => {
  await until(() => !!window.cartline?.client);
  await Promise.race([window.cartline.client?.flush(), afterReal(700)]); // a flush waits for storage first, and then perhaps for the relay
};

window.lab = {
  track: (labels, bytes = 1, fill = '') =>
    labels.forEach((label) => window.cartline('track', 'product_viewed', event(label, bytes, fill))),
  listen,
  page: (labels) => labels.forEach((label) => window.cartline('page', { title: label })),
  identify: (email, label) => void window.cartline('identify', { email, source: label }),
  order: (orderId, label) =>
    void window.cartline('track', 'order_completed', {
      order_id: orderId,
      currency: 'EUR',
      total: 10,
      items: [{ product_id: label, name: 'x', price: 10, quantity: 1 }],
    }),
  ready,
  rows,
  stored: (labels) => until(async () => rows().then((there) => labels.every((label) => there.includes(label)))),
  drops,
  problems,
  fetches,
  clock,
  longTasks,
};
