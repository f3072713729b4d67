import { createInMemoryUnderTest, createSqliteUnderTest } from './sqlite-files.ts';
import { describeStoreContract } from './describe-store-contract.ts';

describeStoreContract('the SQLite store', createSqliteUnderTest);
describeStoreContract('the store in memory', createInMemoryUnderTest);
