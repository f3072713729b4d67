import type { Row } from './ports.ts';

/** The order of sending: ids are ULIDs, which begin with their time. */
export const byId = (a: Row, b: Row): number => (a.id < b.id ? -1 : 1);

/** What has an id that is not among others. */
export const without = <T extends { readonly id: string }>(
  rows: readonly T[],
  gone: readonly { readonly id: string }[],
): T[] => {
  const ids = new Set(gone.map(({ id }) => id)); // a thousand rows without a thousand others are still no long task
  return rows.filter(({ id }) => !ids.has(id));
};
