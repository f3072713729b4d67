import type { NewMessage } from '../store.ts';
import { wakeLanes } from './lanes.ts';
import type { Tables } from './tables.ts';

/**
 * When a message happened, for order and for identity: its corrected time, but after what precedes it in its
 * tab. A clock that was set back meanwhile must not turn a visit around.
 */
export const momentOf = ({ sql }: Tables, { tab, tabIndex, source, occurredAt }: NewMessage): number => {
  if (tab === undefined || tabIndex === undefined) return occurredAt;
  const before = sql.get<{ moment: number }>(
    `select moment from messages where tab = ? and tab_index < ? and source = ?
     order by tab_index desc limit 1`,
    tab,
    tabIndex,
    source,
  );
  return before ? Math.max(occurredAt, before.moment + 1) : occurredAt;
};

/** What follows in the tab and came first must not stand before this one. */
export const pushLater = (tables: Tables, { tab, tabIndex, source }: NewMessage, moment: number): void => {
  if (tab === undefined || tabIndex === undefined) return;
  const later = tables.sql.all<{ seq: number; person: string | null }>(
    'select seq, person from messages where tab = ? and tab_index > ? and source = ? and moment <= ?',
    tab,
    tabIndex,
    source,
    moment,
  );
  later.forEach(({ seq }) => {
    tables.sql.run('update messages set moment = ? where seq = ?', moment + 1, seq);
    tables.sql.run('update outbox set moment = ? where seq = ?', moment + 1, seq);
  });
  new Set(later.flatMap(({ person }) => person ?? [])).forEach((person) => wakeLanes(tables, person));
};
