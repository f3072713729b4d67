import type { Tables } from './tables.ts';

/** SQL order of the messages in a lane: corrected time, then the place in the tab, then the order of arrival. */
export const LANE_ORDER = 'moment, tab, tab_index, seq';

/** What a lane has to wait for, if for anything: its first message's next attempt, or nothing but the person's new state. */
const DUE = `
  with head as (
    select next_at from outbox where destination = ?1 and lane = ?2 and state = 'pending'
    order by ${LANE_ORDER} limit 1
  )
  update lanes set due_at = case
    when exists (select 1 from releases where person = ?2) then null
    when exists (select 1 from head) then max(not_before, (select next_at from head))
    when (select version from persons where id = ?2 and merged_into is null) > delivered_version then not_before
    when exists (select 1 from erasures where destination = ?1 and lane = ?2 and refused is null) then not_before
  end
  where destination = ?1 and lane = ?2`;

/** Computes anew when a lane falls due, after anything about it has changed. */
export const refreshLane = ({ sql }: Tables, destination: string, lane: string): void => {
  sql.run('insert into lanes (destination, lane) values (?, ?) on conflict do nothing', destination, lane);
  sql.run(DUE, destination, lane);
};

/** Wakes a person's lanes at all destinations. */
export const wakeLanes = (tables: Tables, lane: string): void => {
  tables.destinations.forEach(({ name }) => refreshLane(tables, name, lane));
};
