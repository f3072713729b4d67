import { sharedClient } from './client/browser/create-cartline.ts';
import type { TimedClient } from './client/core/client.ts';

type Call = [method: string, ...args: unknown[]];
/** What stands at `window.cartline`: the inline stub's queue first, then this. */
type Global = ((...call: Call) => unknown) & { q?: [time: number, call: Call][]; client?: unknown };

const page = window as unknown as { cartline?: Global };
const script = document.currentScript as HTMLScriptElement | null; // a script element; never an SVG's

/** Finds "cart.set" in the client and calls it. An unknown method is said in the console: it is a mistake in the shop's page. */
const run = ({ client, calledAt }: TimedClient, [method, ...args]: Call, time?: number): unknown => {
  const target = String(method)
    .split('.')
    .reduce<unknown>((object, key) => (object as Record<string, unknown> | undefined)?.[key], client);
  if (typeof target !== 'function') return console.error(`cartline: no method "${method}"`);
  calledAt(time);
  const result = (target as (...args: unknown[]) => unknown)(...args);
  calledAt(undefined);
  return result;
};

// A script included twice finds the first one's client and leaves it alone.
if (script && !page.cartline?.client) {
  const { dataset, src } = script;
  const timed = sharedClient({ relay: dataset['relay'] ?? new URL(src).origin, writeKey: dataset['writeKey'] ?? '' });
  const calls = page.cartline?.q ?? [];
  page.cartline = Object.assign((...call: Call) => run(timed, call), { client: timed.client });
  for (const [time, call] of calls) run(timed, call, time);
}
