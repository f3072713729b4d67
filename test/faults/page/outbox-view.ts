/** A row stands under its ULID; leases and what was given up stand under other keys. */
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
/** How the labels of this suite look, wherever they stand: "L-B12-7-31". */
const LABEL = /L-\w+-\d+-\d+/;

const open = (name: string): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('not opened'));
  });

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('not read'));
  });

const valuesOf = async (db: IDBDatabase): Promise<unknown[]> => {
  const transaction = db.transaction('outbox', 'readonly');
  const store = transaction.objectStore('outbox');
  const results = [resultOf(store.getAllKeys()), resultOf<unknown[]>(store.getAll())] as const;
  transaction.commit();
  const [keys, values] = await Promise.all(results);
  return values.filter((_, i) => ULID.test(keys[i] as string)); // the SDK's keys are texts
};

/** Labels of the rows in the SDK's outbox. Looks only where there is a database: to open one would make it. */
export const readOutbox = async (name: string): Promise<string[]> => {
  const databases = await indexedDB.databases();
  if (!databases.some((one) => one.name === name)) return [];
  const db = await open(name);
  try {
    if (!db.objectStoreNames.contains('outbox')) return [];
    const texts = (await valuesOf(db)).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
    return texts.flatMap((text) => LABEL.exec(text)?.[0] ?? []);
  } finally {
    db.close();
  }
};
