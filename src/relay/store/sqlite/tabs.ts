import { isRecord } from '../../record.ts';
import { missingIn, withSeen, type Seen } from '../seen.ts';
import type { AppendBatch } from '../store.ts';
import { count, type Tables } from './tables.ts';

interface Place {
  readonly source: string;
  readonly tab: string;
  readonly index: number;
  readonly at: number;
}

/** `context.seq` of a refused message, which may be of any shape. */
const placeIn = (body: unknown): { tab: string; index: number } | undefined => {
  const context = isRecord(body) ? body['context'] : undefined;
  const seq = isRecord(context) ? context['seq'] : undefined;
  if (!Array.isArray(seq)) return undefined;
  const [tab, index] = seq as unknown[];
  return typeof tab === 'string' && typeof index === 'number' ? { tab, index } : undefined;
};

type Came = Pick<AppendBatch, 'messages' | 'quarantined'>;

/** Where everything that came stands in its tab, whatever becomes of it: only what never came is missing. */
const placesOf = ({ messages, quarantined }: Came): readonly Place[] => [
  ...messages.flatMap(({ source, tab, tabIndex, receivedAt: at }) =>
    tab === undefined || tabIndex === undefined ? [] : [{ source, tab, index: tabIndex, at }],
  ),
  ...quarantined.flatMap(({ source, body, receivedAt: at }) => {
    const place = placeIn(body);
    return place ? [{ source, ...place, at }] : [];
  }),
];

const readSeen = ({ sql }: Tables, { source, tab }: Place): Seen => {
  const row = sql.get<{ seen: string }>('select seen from tabs where source = ? and tab = ?', source, tab);
  return row ? (JSON.parse(row.seen) as Seen) : []; // written below
};

const noteTab = (tables: Tables, places: readonly [Place, ...Place[]]): void => {
  const { sql } = tables;
  const [{ source, tab, at }] = places;
  const before = readSeen(tables, places[0]);
  const seen = places.reduce((known, { index }) => withSeen(known, index), before);
  if (seen === before) return;
  sql.run(
    `insert into tabs values (?, ?, ?, ?) on conflict do update set seen = excluded.seen, last_at = excluded.last_at`,
    source,
    tab,
    JSON.stringify(seen),
    at,
  );
  const change = missingIn(seen) - missingIn(before);
  if (change !== 0) count(tables, 'missing', change);
};

/** Takes note of which numbers of each tab have come, so that losses can be told: one row for each tab of a batch. */
export const noteSeen = (tables: Tables, came: Came): void => {
  const tabs = new Map<string, [Place, ...Place[]]>();
  for (const place of placesOf(came)) {
    const name = JSON.stringify([place.source, place.tab]);
    const known = tabs.get(name);
    if (known) known.push(place);
    else tabs.set(name, [place]);
  }
  tabs.forEach((places) => noteTab(tables, places));
};
