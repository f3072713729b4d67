import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What has been seen so far, on disk: a file of any size takes no more memory than a small one. */
export interface Seen {
  /** Where the key was seen first: here, or earlier. */
  readonly first: (key: string, place: string) => string;
  /** Counts a person once. */
  readonly person: (key: string) => void;
  readonly persons: () => number;
  readonly close: () => void;
}

const ROWS_PER_COMMIT = 20_000;

/** Creates an empty memory in a temporary file, which `close` removes. */
export const createSeen = (): Seen => {
  const folder = mkdtempSync(join(tmpdir(), 'cartline-backfill-'));
  const database = new DatabaseSync(join(folder, 'seen.db'));
  database.exec(`pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -2000;
    create table keys (key text primary key, place text not null) strict, without rowid;
    create table persons (key text primary key) strict, without rowid;
    begin`);
  const insertKey = database.prepare('insert into keys values (?, ?) on conflict do nothing');
  const readKey = database.prepare('select place from keys where key = ?');
  const insertPerson = database.prepare('insert into persons values (?) on conflict do nothing');
  let writes = 0;
  let persons = 0;
  const written = (): void => {
    writes += 1;
    if (writes % ROWS_PER_COMMIT === 0) database.exec('commit; begin');
  };
  return {
    first: (key, place) => {
      if (insertKey.run(key, place).changes === 0) return String(readKey.get(key)?.['place']);
      written();
      return place;
    },
    person: (key) => {
      persons += Number(insertPerson.run(key).changes);
      written();
    },
    persons: () => persons,
    close: () => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
