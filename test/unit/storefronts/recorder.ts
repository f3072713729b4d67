import type { ShopClient } from '../../../src/storefronts/page-client.ts';

/** What an adapter said to the client, in order, as it would stand in JSON. */
export interface Recorder {
  readonly client: ShopClient;
  readonly calls: readonly (readonly unknown[])[];
  /** The names of the events that were tracked, and `identify` and `cart` for the others. */
  readonly names: () => string[];
}

export const createRecorder = (): Recorder => {
  const calls: unknown[][] = [];
  const note =
    (...what: string[]) =>
    (...args: unknown[]): void =>
      void calls.push([...what, ...(JSON.parse(JSON.stringify(args)) as unknown[])]);
  return {
    calls,
    client: { track: note('track'), identify: note('identify'), cart: { set: note('cart') } },
    names: () => calls.map(([method, event]) => `${(method === 'track' ? event : method) as string}`),
  };
};
