import type { Stamp } from '../../../relay/sources/stamp.ts';
import { stampOf } from '../../../relay/sources/stamp.ts';

const line = /^\s*([^:\n]+?)\s*:\s*(.+?)\s*$/;

/** Reads "key: value" lines: what the shop's page has put into the cart says which visitor and which cart it was. */
export const readStamp = (notes: string): Stamp =>
  stampOf(
    notes.split(/\r?\n/).flatMap((text) => {
      const [, name, value] = line.exec(text) ?? [];
      return name !== undefined && value !== undefined ? [{ name, value }] : [];
    }),
  );
