import type { Identifier } from '../store.ts';
import { keyColumns } from './persons.ts';
import type { Tables } from './tables.ts';

/** Whose everything is: ids of persons (also of those merged into them), and of the visitors who were nobody else. */
export interface Holding {
  readonly persons: readonly string[];
  readonly visitors: readonly string[];
}

const column = (tables: Tables, text: string, ...values: string[]): string[] =>
  tables.sql.all<{ id: string }>(text, ...values).map(({ id }) => id);

/** The persons whom an identifier names: by a key of now or of before, or as whom a visitor is known. */
const personsOf = (tables: Tables, { key, value }: Identifier): string[] =>
  key === 'anonymousId'
    ? column(
        tables,
        `select distinct l.person as id from links l join visitors v on v.anonymous_id = ?1
         where l.anonymous_id = coalesce(v.joined_to, ?1) and l.person <> ''`,
        value,
      )
    : column(
        tables,
        `select id from persons where ${keyColumns[key]} = ?2
         union select person from former_keys where key = ?1 and value = ?2`,
        key,
        value,
      );

/** With those who were merged into them: what they left behind is theirs. */
const withMerged = (tables: Tables, persons: readonly string[]): string[] =>
  column(
    tables,
    `select id from persons where id in (select value from json_each(?1))
     union select id from persons where merged_into in (select value from json_each(?1))`,
    JSON.stringify(persons),
  );

/** Visitors who were these persons and nobody else, with the ids that their browsers made when they had lost theirs. */
const visitorsOf = (tables: Tables, persons: readonly string[]): string[] =>
  column(
    tables,
    `with own as (
       select distinct anonymous_id as id from links l where person in (select value from json_each(?1))
       and not exists (select 1 from links o where o.anonymous_id = l.anonymous_id and o.person <> ''
         and o.person not in (select value from json_each(?1)))
     )
     select id from own union select anonymous_id from visitors where joined_to in (select id from own)`,
    JSON.stringify(persons),
  );

const unknownVisitor = (tables: Tables, { key, value }: Identifier): string[] =>
  key === 'anonymousId' ? column(tables, 'select anonymous_id as id from visitors where anonymous_id = ?', value) : [];

/** What belongs to the one whom an identifier names. */
const holdingOf = (tables: Tables, identifier: Identifier): Holding => {
  const persons = withMerged(tables, personsOf(tables, identifier));
  if (persons.length === 0) return { persons, visitors: unknownVisitor(tables, identifier) };
  return { persons, visitors: visitorsOf(tables, persons) };
};

export interface Found extends Holding {
  /** The reading that somebody has; the first where nobody does. */
  readonly identifier: Identifier | undefined;
}

/** The first reading of a name that somebody has. */
export const findHolding = (tables: Tables, who: readonly Identifier[]): Found => {
  for (const identifier of who) {
    const holding = holdingOf(tables, identifier);
    if (holding.persons.length + holding.visitors.length > 0) return { ...holding, identifier };
  }
  return { persons: [], visitors: [], identifier: who[0] };
};
