import { resolve } from 'node:path';
import { openForReading, type StoreReader } from '../relay/store/sqlite/inspect/open-for-reading.ts';
import type { DestinationNeeds } from '../relay/store/store.ts';
import { findConfig } from './find-config.ts';
import { UserError } from './problem.ts';
import { readConfig } from './read-config.ts';
import { storePathOf } from './store-path.ts';

/** Options by which a command finds the store. */
export interface StoreAddress {
  readonly config?: string;
  readonly store?: string;
}

export interface StorePlace {
  readonly path: string;
  readonly destinations: readonly DestinationNeeds[];
}

/** Where the store is: of the command line, else of the configuration. */
export const findStore = async ({ config, store }: StoreAddress): Promise<StorePlace> => {
  if (store !== undefined) return { path: resolve(store), destinations: [] };
  const found = readConfig(await findConfig(config, process.cwd(), process.env));
  const destinations = found.destinations.map(({ name, anonymous, linkTokens = false }) => ({
    ...{ name, anonymous, linkTokens },
  }));
  return { path: storePathOf(found), destinations };
};

const asUserError = (error: unknown): unknown => {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  return new UserError(error.message);
};

/** Does something with a store that may be in use. What goes wrong is a UserError: a file is the user's to mend. */
export const withStore = async <T>(
  { path, destinations }: StorePlace,
  use: (reader: StoreReader) => T | Promise<T>,
): Promise<T> => {
  try {
    const reader = await openForReading(path, destinations);
    try {
      return await use(reader);
    } finally {
      reader.close();
    }
  } catch (error) {
    throw asUserError(error);
  }
};
