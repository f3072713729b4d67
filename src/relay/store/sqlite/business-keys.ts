import type { Tables } from './tables.ts';
import { withholdRows } from './messages.ts';

interface Holder {
  readonly seq: number;
  readonly person: string | null;
  readonly from_server: number;
  /** 1: history that was young when it came, which most destinations were told as state only. */
  readonly young_history: number;
}

/** What reports an order or a refund: it is told to destinations once, whoever reports it. */
export interface Report {
  readonly seq: number;
  readonly businessKey: string;
  readonly person: string;
  readonly fromServer: boolean;
  readonly isHistory: boolean;
}

/** History younger than this goes as state, unless a destination says otherwise; see delivery. */
const YOUNG_MS = 96 * 3_600_000;

const holderOf = ({ sql }: Tables, businessKey: string): Holder | undefined =>
  sql.get<Holder>(
    `select m.seq, m.person, m.from_server,
       coalesce(json_extract(m.body, '$.context.backfill'), 0) = 1 and m.received_at - m.occurred_at < ? as young_history
     from business_keys k join messages m on m.seq = k.seq where k.business_key = ?`,
    YOUNG_MS,
    businessKey,
  );

const take = ({ sql }: Tables, { businessKey, seq }: Report): void => {
  sql.run('insert into business_keys values (?, ?) on conflict do update set seq = excluded.seq', businessKey, seq);
};

/** A destination that dedupes has heard of the wrong person's under the key already, and would ignore the right one. */
const renew = ({ sql }: Tables, { businessKey, seq }: Report): void => {
  sql.run('update messages set delivery_key = ? where seq = ?', `${businessKey}/server`, seq);
};

/** The event is still to be told, under the same key: a destination that was told the history as an event ignores it. */
const isFirstLive = (holder: Holder, { isHistory, fromServer }: Report): boolean =>
  holder.young_history === 1 && fromServer && !isHistory;

/**
 * Takes the business key for a report of a known person, or says why it is not the one that stands for it. Only reports
 * of known persons take keys, so that nobody can occupy the order ids to come; and where a page has named one person,
 * the server's word that it was another wins. What a shop
 * tells live after young history is the event that the history was not.
 */
export const takeBusinessKey = (tables: Tables, report: Report): string | undefined => {
  const holder = holderOf(tables, report.businessKey);
  if (holder && holder.seq !== report.seq && !isFirstLive(holder, report)) {
    const isOverruled = report.fromServer && holder.from_server === 0 && holder.person !== report.person;
    if (!isOverruled) return `${report.businessKey} was reported before`;
    withholdRows(tables, holder.seq, `${report.businessKey}: the server names another person`);
    renew(tables, report);
  }
  take(tables, report);
  return undefined;
};
