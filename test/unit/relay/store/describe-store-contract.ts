import { describe } from 'vitest';
import type { DestinationNeeds, RelayStore } from '../../../../src/relay/store/store.ts';
import { describeDedupe } from './contract/dedupe.ts';
import { describeErasing } from './contract/erasing.ts';
import { describeFeed } from './contract/feed.ts';
import { describeLanes } from './contract/lanes.ts';
import { describeLeases } from './contract/leases.ts';
import { describeForgetting } from './contract/forgetting.ts';
import { describeLate } from './contract/late.ts';
import { describeMerges } from './contract/merges.ts';
import { describeNotes } from './contract/notes.ts';
import { describeRetention } from './contract/retention.ts';
import { describePersons } from './contract/persons.ts';

/**
 * A store under test. `reopen` closes it without ceremony, as a crash would, and opens another on the same data; a store in
 * memory has none to open.
 */
export interface StoreUnderTest {
  readonly store: RelayStore;
  readonly reopen?: () => Promise<RelayStore>;
}

/** Makes a fresh, open store with one destination, `cio`; what it leaves behind is removed after the test. */
export type CreateStore = (needs?: readonly DestinationNeeds[]) => Promise<StoreUnderTest>;

/** What every engine of the relay store has to do, whatever is inside it. */
export const describeStoreContract = (name: string, create: CreateStore): void => {
  describe(name, () => {
    describeDedupe(create);
    describePersons(create);
    describeLanes(create);
    describeLate(create);
    describeForgetting(create);
    describeRetention(create);
    describeErasing(create);
    describeLeases(create);
    describeMerges(create);
    describeNotes(create);
    describeFeed(create);
  });
};
