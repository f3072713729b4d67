import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSqliteStore } from '../../../../src/relay/store/sqlite/sqlite-store.ts';
import type { DestinationNeeds, RelayStore } from '../../../../src/relay/store/store.ts';
import type { StoreUnderTest } from './describe-store-contract.ts';

/** A path for a database, in a directory that goes with the test. */
export const newPath = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'cartline-store-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'relay.db');
};

/** Opens a store that closes with the test. */
export const openSqlite = async (
  path: string,
  needs: readonly DestinationNeeds[] = [{ name: 'cio', anonymous: 'hold' }],
): Promise<RelayStore> => {
  const store = createSqliteStore({ path });
  await store.open(needs);
  onTestFinished(() => store.close());
  return store;
};

export const createSqliteUnderTest = async (needs?: readonly DestinationNeeds[]): Promise<StoreUnderTest> => {
  const path = newPath();
  const store = await openSqlite(path, needs);
  const reopen = async (): Promise<RelayStore> => {
    await store.close();
    return openSqlite(path, needs);
  };
  return { store, reopen };
};

/** The store that leaves nothing behind, for the tests of a shop. */
export const createInMemoryUnderTest = async (needs?: readonly DestinationNeeds[]): Promise<StoreUnderTest> => ({
  store: await openSqlite(':memory:', needs),
});
