import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { openTable } from '../../../src/client/browser/idb-table.ts';
import { readOutbox } from '../../../src/debug/read-outbox.ts';

const names = async (): Promise<(string | undefined)[]> => (await indexedDB.databases()).map(({ name }) => name);

describe("reading the client's outbox", () => {
  let made = 0;
  const writeKey = (): string => `wk_${++made}`;
  const real = globalThis.indexedDB;
  afterEach(() => {
    globalThis.indexedDB = real;
  });

  it('gives rows with their leases, and what was given up', async () => {
    const key = writeKey();
    const table = await openTable(`cartline:${key}:1`);
    await table.write([
      ['01A', '1{"messageId":"01A"}'],
      ['01B', '1{"messageId":"01B"}'],
      ['01B~', 77],
      ['~7', '{"messageId":"01C"}'],
    ]);
    expect(await readOutbox(key)).toEqual({
      rows: [
        { id: '01A', body: '{"messageId":"01A"}', leasedAt: 0 },
        { id: '01B', body: '{"messageId":"01B"}', leasedAt: 77 },
      ],
      buried: ['{"messageId":"01C"}'],
      more: false,
    });
  });

  it('makes no database where there is none: nothing may be kept before consent', async () => {
    const key = writeKey();
    expect(await readOutbox(key)).toBeUndefined();
    expect(await names()).not.toContain(`cartline:${key}:1`);
  });

  it('stands a browser that refuses', async () => {
    globalThis.indexedDB = {
      open: () => {
        throw new DOMException('refused', 'SecurityError');
      },
    } as unknown as IDBFactory; // what a sandbox does
    expect(await readOutbox(writeKey())).toBeUndefined();
  });
});
