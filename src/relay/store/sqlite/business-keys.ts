import type { Tables } from './tables.ts';
import { withholdRows } from './messages.ts';

interface Holder {
  readonly seq: number;
  readonly person: string | null;
  readonly from_server: number;
}

/** What reports an order or a refund: it is told to destinations once, whoever reports it. */
export interface Report {
  readonly seq: number;
  readonly businessKey: string;
  readonly person: string;
  readonly fromServer: boolean;
}

const holderOf = ({ sql }: Tables, businessKey: string): Holder | undefined =>
  sql.get<Holder>(
    `select m.seq, m.person, m.from_server from business_keys k join messages m on m.seq = k.seq
     where k.business_key = ?`,
    businessKey,
  );

const take = ({ sql }: Tables, { businessKey, seq }: Report): void => {
  sql.run('insert into business_keys values (?, ?) on conflict do update set seq = excluded.seq', businessKey, seq);
};

/** A destination that dedupes has heard of the wrong person's under the key already, and would ignore the right one. */
const renew = ({ sql }: Tables, { businessKey, seq }: Report): void => {
  sql.run('update messages set delivery_key = ? where seq = ?', `${businessKey}/server`, seq);
};

/**
 * Takes the business key for a report of a known person, or says why it is not the one that stands for it. Only reports
 * of known persons take keys, so that nobody can occupy the order ids to come; and where a page has named one person,
 * the server's word that it was another wins.
 */
export const takeBusinessKey = (tables: Tables, report: Report): string | undefined => {
  const holder = holderOf(tables, report.businessKey);
  if (holder && holder.seq !== report.seq) {
    const isOverruled = report.fromServer && holder.from_server === 0 && holder.person !== report.person;
    if (!isOverruled) return `${report.businessKey} was reported before`;
    withholdRows(tables, holder.seq, `${report.businessKey}: the server names another person`);
    renew(tables, report);
  }
  take(tables, report);
  return undefined;
};
