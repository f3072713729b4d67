import { sharedClient, type CartlineOptions } from './client/browser/create-cartline.ts';
import type { LivingClient } from './client/core/api.ts';

type Call = [method: string, ...args: unknown[]];
/** What stands at `window.cartline`: the inline stub's queue and link token first, then this. */
type Global = ((...call: Call) => unknown) & { q?: [time: number, call: Call][]; cl?: string; client?: unknown };

const page = window as unknown as { cartline?: Global };
const script = document.currentScript as HTMLScriptElement | null; // a script element; never an SVG's

/** Calls "track" or "cart.set" of the client. An unknown method does nothing; the debug panel names it. */
const run = ({ client, calledAt }: LivingClient, [method, ...args]: Call, time?: number): unknown => {
  const [name = '', inner] = String(method).split('.');
  const owner = (inner ? client[name as 'cart'] : client) as unknown as
    Record<string, undefined | ((...args: unknown[]) => unknown)> | undefined;
  calledAt(time);
  const result = owner?.[inner ?? name]?.(...args);
  calledAt();
  return result;
};

// A script included twice finds the first one's client and leaves it alone.
if (script && !page.cartline?.client) {
  const { dataset, src } = script;
  // Every option can stand on the tag as data-*: `data-write-key`, `data-consent="pending"`, `data-spa`.
  const options = { relay: new URL(src).origin, ...dataset } as unknown as CartlineOptions;
  const flags = __EXTRAS__ && { spa: 'spa' in dataset, debug: 'debug' in dataset };
  const living = sharedClient({ ...options, ...flags }, page.cartline?.cl);
  const calls = page.cartline?.q ?? [];
  page.cartline = Object.assign((...call: Call) => run(living, call), { client: living.client });
  for (const [time, call] of calls) run(living, call, time);
}
