import { mergeProfiles } from '../../identity/profile.ts';
import { keepFormerKey } from './former-keys.ts';
import { keyColumns, profileOf, readPerson, setProfile, type PersonRow } from './persons.ts';
import type { Tables } from './tables.ts';

const PERSON_KEYS = ['email', 'userId', 'phone'] as const;

const takeKeys = (tables: Tables, giver: PersonRow, taker: PersonRow): void => {
  const { sql } = tables;
  const [from, to] = [giver.id, taker.id];
  PERSON_KEYS.forEach((key) => keepFormerKey(tables, to, key, giver[keyColumns[key]]));
  sql.run('update or replace former_keys set person = ? where person = ?', to, from);
  sql.run('update persons set email = null, user_id = null, phone = null, merged_into = ? where id = ?', to, from);
  sql.run('update persons set merged_into = ? where merged_into = ?', to, from);
  const missing = Object.values(keyColumns).filter((column) => taker[column] === null && giver[column] !== null);
  missing.forEach((column) => sql.run(`update persons set ${column} = ? where id = ?`, giver[column], to));
};

const OWNED = ['messages', 'orders', 'carts', 'links'] as const;

/** What each destination knows of the one is kept beside the lane of the other, until it has merged the two as well. */
const moveLanes = ({ sql, destinations }: Tables, from: string, to: string): void => {
  destinations.forEach(({ name }) => {
    sql.run('insert into lanes (destination, lane) values (?, ?) on conflict do nothing', name, to);
    sql.run(
      `update lanes set absorbed_by = ?1, due_at = case when lane = ?2 then null else due_at end
       where destination = ?3 and (lane = ?2 or absorbed_by = ?2)`,
      to,
      from,
      name,
    );
    sql.run('update outbox set lane = ? where destination = ? and lane = ?', to, name, from);
  });
};

/** Makes two persons one: the later keeps their keys and gains those they lack, and everything of the earlier. */
export const mergePersons = (
  tables: Tables,
  { from, to }: { readonly from: string; readonly to: string },
  at: number,
): string[] => {
  const { sql } = tables;
  const [giver, taker] = [readPerson(tables, from), readPerson(tables, to)];
  setProfile(tables, to, mergeProfiles(profileOf(giver), profileOf(taker)));
  takeKeys(tables, giver, taker);
  OWNED.forEach((table) => sql.run(`update ${table} set person = ? where person = ?`, to, from));
  sql.run('update or replace releases set person = ? where person = ?', to, from);
  sql.run('update carts set buyer = ? where buyer = ?', to, from);
  moveLanes(tables, from, to);
  sql.run('update persons set version = version + 1, changed_at = max(changed_at, ?) where id = ?', at, to);
  return [to];
};
