import type { Json } from './facts.ts';

/** What the destination was told of the shop's objects since the relay started. */
export interface Catalogue {
  /** True when these attributes are other than those it was told, and not older. */
  readonly isNews: (key: string, attributes: Json, at: number) => boolean;
  readonly told: (key: string, attributes: Json, at: number) => void;
}

interface Told {
  readonly text: string;
  readonly at: number;
}

/** Objects of a large shop; of one that is forgotten the destination is told once more. */
const KEPT = 50_000;

export const createCatalogue = (): Catalogue => {
  const known = new Map<string, Told>();
  return {
    isNews: (key, attributes, at) => {
      const told = known.get(key);
      return !told || (told.at <= at && told.text !== JSON.stringify(attributes));
    },
    told: (key, attributes, at) => {
      known.delete(key); // to the end: the latest are kept
      known.set(key, { text: JSON.stringify(attributes), at });
      const [oldest] = known.keys();
      if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    },
  };
};
