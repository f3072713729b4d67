import type { Tables } from './tables.ts';

/** Of one destination: the objects of a large shop. A note is some hundred bytes. */
export const NOTES_KEPT = 100_000;

export const notesSchema = `
create table notes (
  destination text not null,
  name text not null,
  value text not null,
  at integer not null,
  primary key (destination, name)
) strict, without rowid;
create index notes_by_age on notes (destination, at);
`;

/** The texts under these names. */
export const readNotes = (
  { sql }: Tables,
  destination: string,
  names: readonly string[],
): ReadonlyMap<string, string> =>
  new Map(
    sql
      .all<{ name: string; value: string }>(
        'select name, value from notes where destination = ? and name in (select value from json_each(?))',
        destination,
        JSON.stringify(names),
      )
      .map(({ name, value }) => [name, value]),
  );

export const writeNotes = (
  { sql }: Tables,
  destination: string,
  notes: ReadonlyMap<string, string>,
  now: number,
): void => {
  notes.forEach((value, name) =>
    sql.run(
      `insert into notes values (?, ?, ?, ?)
       on conflict do update set value = excluded.value, at = excluded.at`,
      destination,
      name,
      value,
      now,
    ),
  );
};

/** Forgets so many of the oldest, of each destination that has more than it may; returns how many. */
export const purgeNotes = ({ sql }: Tables, most: number, kept: number = NOTES_KEPT): number =>
  sql
    .all<{ destination: string; n: number }>('select destination, count(*) as n from notes group by destination')
    .reduce(
      (sum, { destination, n }) =>
        sum +
        sql.run(
          `delete from notes where destination = ?1 and name in
             (select name from notes where destination = ?1 order by at limit ?2)`,
          destination,
          Math.min(most, Math.max(0, n - kept)),
        ),
      0,
    );
