import { eventNames, isEventName } from './events.ts';
import { editDistance } from './nearest.ts';

/** Edits (insert, delete, replace) up to which a name counts as a near-miss: "add_to_cart" is 2 from "added_to_cart". */
const NEAR = 2;

const squash = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The canonical event that this name nearly is ("AddedToCart", "add_to_cart"), if any. A canonical name is not similar to itself. */
export const similarEventName = (name: string): string | undefined => {
  if (isEventName(name)) return undefined;
  const squashed = squash(name);
  return eventNames.find((known) => {
    const target = squash(known);
    return Math.abs(target.length - squashed.length) <= NEAR && editDistance(target, squashed) <= NEAR;
  });
};
