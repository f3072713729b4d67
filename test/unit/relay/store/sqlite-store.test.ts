import { createSqliteUnderTest } from './sqlite-files.ts';
import { describeStoreContract } from './describe-store-contract.ts';

describeStoreContract('the SQLite store', createSqliteUnderTest);
