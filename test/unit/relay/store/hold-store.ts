import { createSqliteStore } from '../../../../src/relay/store/sqlite/sqlite-store.ts';
import { batchOf, identify } from './new-message.ts';

const store = createSqliteStore({ path: process.argv[2] ?? '' });
await store.open([{ name: 'cio', anonymous: 'hold' }]);
await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' })));
const [lane] = await store.claim('cio', { lanes: 1, perLane: 1, leaseMs: 3_600_000, now: Date.UTC(2100, 0) });
process.send?.({ messageId: lane?.messages[0]?.messageId, token: lane?.token });
// until it is killed
setInterval(() => undefined, 1_000);
