import { nearest } from '../schema/nearest.ts';
import type { Finding } from './problems.ts';
import { objectOf, textOf } from './read-json.ts';

/** What stands at `window.cartline`: a function with the client; `q` are the calls that were made before it was there. */
export type GlobalCartline = ((...call: unknown[]) => unknown) & {
  readonly client?: unknown;
  readonly q?: readonly (readonly [time: number, call: readonly unknown[]])[];
};

/** Names that can be called: "track", "cart.set". */
const methodsOf = (client: object, prefix = ''): string[] =>
  Object.entries(client).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'function' ? [prefix + name] : methodsOf(objectOf(value), `${prefix}${name}.`),
  );

/** What is wrong with a call of `cartline('…')` that the message does not show, because there is none. */
export const checkCall = (client: unknown, [method, first]: readonly unknown[]): Finding | undefined => {
  const methods = methodsOf(objectOf(client));
  const name = textOf(method) ?? String(method);
  if (!methods.includes(name)) {
    const meant = nearest(name, methods);
    const way = meant ? `did you mean '${meant}'?` : `there are ${methods.join(', ')}`;
    return { code: 'method_unknown', detail: `cartline('${name}') does nothing: ${way}`, about: name };
  }
  if (name !== 'cart.set' || textOf(objectOf(first)['cart_id'])) return undefined;
  return { code: 'cart_without_id', detail: "cartline('cart.set') came without cart_id", about: name };
};

/**
 * Looks at each call of the page's global before it is made. Returns what to call again when another script may have
 * replaced the global.
 */
export const watchCalls = (
  page: { cartline?: GlobalCartline },
  report: (finding: Finding, call: readonly unknown[]) => void,
): (() => void) => {
  let watched: GlobalCartline | undefined;
  const check = (client: unknown, call: readonly unknown[]): void => {
    const finding = checkCall(client, call);
    if (finding) report(finding, call);
  };
  return () => {
    const original = page.cartline;
    if (!original?.client || original === watched) return;
    for (const [, call] of original.q ?? []) check(original.client, call);
    watched = Object.assign((...call: unknown[]) => {
      check(original.client, call);
      return original(...call);
    }, original);
    page.cartline = watched;
  };
};
