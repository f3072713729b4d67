import { eventNames, isEventName } from './events.ts';

/** Edits (insert, delete, replace) up to which a name counts as a near-miss: "add_to_cart" is 2 from "added_to_cart". */
const NEAR = 2;

const squash = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The canonical event that this name nearly is ("AddedToCart", "add_to_cart"), if any. A canonical name is not similar to itself. */
export const similarEventName = (name: string): string | undefined => {
  if (isEventName(name)) return undefined;
  const squashed = squash(name);
  return eventNames.find((known) => {
    const target = squash(known);
    return Math.abs(target.length - squashed.length) <= NEAR && distance(target, squashed) <= NEAR;
  });
};
