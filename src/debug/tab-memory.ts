import type { KeptEntry } from './ledger.ts';
import { objectOf, parseJson } from './read-json.ts';

const KEY = 'cl_debug';

/** What the panel remembers from one page of this tab to the next. */
export interface TabMemory {
  readonly isOpen: boolean;
  readonly side: 'left' | 'right';
  readonly tab: string;
  readonly entries: readonly KeptEntry[];
}

const nothing: TabMemory = { isOpen: false, side: 'right', tab: 'events', entries: [] };

/** Reads what the page before left; the defaults where there is nothing, or where sessionStorage is refused. */
export const readTabMemory = (storage: () => Storage): TabMemory => {
  try {
    return { ...nothing, ...(objectOf(parseJson(storage().getItem(KEY))) as Partial<TabMemory>) }; // written by us alone
  } catch {
    return nothing; // refused in sandboxes
  }
};

export const writeTabMemory = (storage: () => Storage, memory: TabMemory): void => {
  try {
    storage().setItem(KEY, JSON.stringify(memory));
  } catch {
    // refused or full: the next page begins anew
  }
};
