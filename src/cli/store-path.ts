import { resolve } from 'node:path';
import type { ReadConfig } from './read-config.ts';

const DEFAULT_STORE = './.cartline/relay.db';

/** Where the store of a configuration is. */
export const storePathOf = ({ store }: Pick<ReadConfig, 'store'>): string => resolve(store?.path ?? DEFAULT_STORE);
