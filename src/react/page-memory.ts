import type { CartlineOptions } from '../index.ts';

/** What outlives a component and a bundle: two copies of this module in one page must find the same. */
interface PageMemory {
  options?: CartlineOptions;
  /** By client and topic: what was last said. */
  readonly said: WeakMap<object, Record<string, string>>;
}

const MEMORY = Symbol.for('cartline.react');

/** The page's memory; made when it is first asked for, since importing does nothing. */
export const pageMemory = (): PageMemory =>
  ((globalThis as { [MEMORY]?: PageMemory })[MEMORY] ??= { said: new WeakMap() });

const textOf = (value: unknown): string => {
  try {
    return JSON.stringify(value);
  } catch {
    return ''; // a cycle or a BigInt: the client says so, once
  }
};

/**
 * True when this is not what was said last of the topic. StrictMode runs effects twice, pages render for many reasons, and
 * another tab may know better than a page that has slept: only what is new to this page is said.
 */
export const isNews = (client: object, topic: 'cart' | 'page' | 'person', value: unknown): boolean => {
  const { said } = pageMemory();
  const topics = said.get(client) ?? {};
  said.set(client, topics);
  return topics[topic] !== (topics[topic] = textOf(value));
};
