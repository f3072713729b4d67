import type { FamilyItem } from '../segment-family/item.ts';

interface Rejection {
  readonly messageId?: unknown;
  readonly message?: unknown;
}

const rejectionsIn = (text: string): readonly Rejection[] => {
  try {
    const { rejected } = JSON.parse(text) as { rejected?: unknown }; // looked at in the next line
    return Array.isArray(rejected) ? (rejected as Rejection[]) : [];
  } catch {
    return []; // Segment itself answers without a list; a 2xx then takes them all
  }
};

/** The items that an answer with a list `rejected` names, as another Cartline relay gives one. */
export const rejectedItems = (text: string, items: readonly unknown[]): ReadonlyMap<number, string> =>
  new Map(
    rejectionsIn(text).flatMap(({ messageId, message }): [number, string][] => {
      const index = items.findIndex((item) => (item as FamilyItem).messageId === messageId); // made by the mapping
      return index < 0 ? [] : [[index, `the endpoint rejected it: ${String(message)}`]];
    }),
  );
