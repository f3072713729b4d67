import { wakeLanes } from '../lanes.ts';
import { refreshPerson } from '../persons.ts';
import type { Tables } from '../tables.ts';
import { scan, type Step } from './chunk.ts';

/** A checkout is forgotten with its cart; one whose cart nobody has seen, when it was bought so long ago. */
export const purgeCheckouts = (tables: Tables, before: number): Step => {
  const { old, isEnd } = scan(
    tables,
    'checkouts',
    `select checkout_id as id, coalesce(closed_at, 0) < ?2
       and not exists (select 1 from carts c where c.cart_id = k.cart_id) as is_old
     from checkouts k where checkout_id > ?1`,
    before,
  );
  tables.sql.run('delete from checkouts where checkout_id in (select value from json_each(?))', JSON.stringify(old));
  return { removed: old.length, isDone: isEnd };
};

/** Carts that nobody has touched for so long. Whoever had one open is told to have none: it can no longer be bought back. */
export const purgeCarts = (tables: Tables, before: number, now: number): Step => {
  const { sql } = tables;
  const { old, isEnd } = scan(
    tables,
    'carts',
    `select cart_id as id, max(coalesce(intent_at, 0), coalesce(closed_at, 0)) < ?2 as is_old
     from carts where cart_id > ?1`,
    before,
  );
  const list = JSON.stringify(old);
  const owners = sql.all<{ person: string }>(
    'select distinct person from carts where person is not null and cart_id in (select value from json_each(?))',
    list,
  );
  sql.run('delete from cart_visitors where cart_id in (select value from json_each(?))', list);
  sql.run('delete from carts where cart_id in (select value from json_each(?))', list);
  owners.forEach(({ person }) => {
    refreshPerson(tables, person, now);
    wakeLanes(tables, person);
  });
  return { removed: old.length, isDone: isEnd };
};
