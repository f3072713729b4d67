import { createRemembered, type Remembered } from '../sending/remembered.ts';
import type { Json } from './facts.ts';

/** What the destination was told of the shop's objects. */
export interface Catalogue extends Pick<Remembered, 'load' | 'save'> {
  /** True when these attributes are other than those it was told, and not older. */
  readonly isNews: (key: string, attributes: Json, at: number) => boolean;
  readonly told: (key: string, attributes: Json, at: number) => void;
}

/** Objects of a large shop; of one that is forgotten the destination is told once more. */
const KEPT = 50_000;

const read = (text: string): { readonly at: number; readonly attributes: string } => {
  const [at = '', ...rest] = text.split(' ');
  return { at: Number(at), attributes: rest.join(' ') };
};

/** Remembers what was told as "<seconds> <attributes as JSON>", by "type/object". */
export const createCatalogue = (): Catalogue => {
  const { load, save, get, set } = createRemembered('object/', KEPT);
  return {
    load,
    save,
    isNews: (key, attributes, at) => {
      const text = get(key);
      const told = text === undefined ? undefined : read(text);
      return !told || (told.at <= at && told.attributes !== JSON.stringify(attributes));
    },
    told: (key, attributes, at) => set(key, `${at} ${JSON.stringify(attributes)}`),
  };
};
