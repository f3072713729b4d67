import type { Row } from '../sql.ts';
import type { Tables } from '../tables.ts';

/** Statements that count what must not be, and what it is. */
const RULES: readonly (readonly [text: string, problem: string])[] = [
  [
    'select count(*) as n from outbox where seq not in (select seq from messages)',
    'deliveries of messages that are not there',
  ],
  [
    'select count(*) as n from messages where person is not null and person not in (select id from persons)',
    'messages of persons who are not there',
  ],
  [
    `select count(*) as n from links where person <> '' and person not in (select id from persons)`,
    'visitors who are linked to persons who are not there',
  ],
  [
    `select count(*) as n from outbox o where state = 'pending' and not exists (
       select 1 from lanes l where l.destination = o.destination and l.lane = o.lane)`,
    'deliveries that no lane leads to',
  ],
  [
    `select count(*) as n from outbox o join messages m on m.seq = o.seq where o.state = 'held' and m.person is not null`,
    'deliveries that are held although their person is known',
  ],
  [
    `select coalesce(sum(abs(d)), 0) as n from (select sum(n) as d from (
       select destination, state, n from delivery_counters
       union all select destination, state, -count(*) from outbox group by destination, state) group by destination, state)`,
    'deliveries that the counters count differently',
  ],
];

/** What SQLite itself finds, and what contradicts the relay's own rules; in sentences. */
export const findProblems = ({ sql }: Tables): readonly string[] => {
  const damage = sql
    .all<Row>('pragma integrity_check(20)')
    .map((row) => String(Object.values(row)[0]))
    .filter((text) => text !== 'ok');
  if (damage.length > 0) return damage.map((text) => `the file is damaged: ${text}`);
  return RULES.flatMap(([text, problem]) => {
    const n = sql.get<{ n: number }>(text)?.n ?? 0;
    return n > 0 ? [`${n} ${problem}`] : [];
  });
};
