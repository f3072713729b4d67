import type { UnwinnableRow } from './row.ts';

/** What no client can win, and why. */
export const unwinnable: readonly UnwinnableRow[] = [];
