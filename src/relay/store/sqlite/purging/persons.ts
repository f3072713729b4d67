import { discount, type Tables } from '../tables.ts';
import { visitorLane } from '../visitor-lane.ts';
import { scan, type Step } from './chunk.ts';

const IN = 'in (select value from json_each(?))';

const REMOVALS: readonly string[] = [
  `delete from business_keys where business_key in
     (select e || ':' || order_id from orders, (select 'order_completed' as e union select 'order_cancelled') where person ${IN})`,
  `delete from orders where person ${IN}`,
  `update carts set person = null where person ${IN}`,
  `update carts set buyer = null where buyer ${IN}`,
  `delete from link_tokens where person ${IN}`,
  `delete from former_keys where person ${IN}`,
  `delete from linked_persons where one ${IN}`,
  `delete from linked_persons where other ${IN}`,
  `delete from releases where person ${IN}`,
  `update links set person = '' where person ${IN}`,
  `delete from lanes where lane ${IN}`,
  `delete from persons where id ${IN}`,
];

/**
 * Persons of whom nothing has come for so long, with their orders. Destinations keep what they know: this forgets, and
 * erases nobody.
 */
export const purgePersons = (tables: Tables, before: number): Step => {
  const { sql } = tables;
  const { old, isEnd } = scan(
    tables,
    'persons',
    `select id, changed_at < ?2 and not exists (select 1 from messages m where m.person = p.id)
       and not exists (select 1 from carts c where c.person = p.id) as is_old
     from persons p where id > ?1`,
    before,
  );
  if (old.length > 0) REMOVALS.forEach((text) => sql.run(text, JSON.stringify(old)));
  discount(tables, 'persons', old.length);
  return { removed: old.length, isDone: isEnd };
};

/** Visitors of whom nothing is held, and who are nobody. One who comes again is a new one under the same id. */
export const purgeVisitors = (tables: Tables, before: number): Step => {
  const { sql } = tables;
  const { old, isEnd } = scan(
    tables,
    'visitors',
    `select anonymous_id as id, first_seen_at < ?2
       and not exists (select 1 from messages m where m.anonymous_id = v.anonymous_id and m.person is null)
       and not exists (select 1 from messages m where m.anonymous_id = v.anonymous_id and m.by_link = 1)
       and not exists (select 1 from cart_visitors c where c.anonymous_id = v.anonymous_id)
       and not exists (select 1 from links l where l.anonymous_id = coalesce(v.joined_to, v.anonymous_id)
         and l.person <> '') as is_old
     from visitors v where anonymous_id > ?1`,
    before,
  );
  if (old.length === 0) return { removed: 0, isDone: isEnd };
  const list = JSON.stringify(old);
  sql.run(`delete from links where anonymous_id ${IN}`, list);
  sql.run(`delete from lanes where lane in (select '${visitorLane('')}' || value from json_each(?))`, list);
  discount(tables, 'visitors', sql.run(`delete from visitors where joined_to is null and anonymous_id ${IN}`, list));
  sql.run(`delete from visitors where anonymous_id ${IN}`, list);
  return { removed: old.length, isDone: isEnd };
};
