/** @jsxImportSource hono/jsx */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { FeedEntry } from '../../store/store.ts';
import { standingsOf, type Standing } from '../entry-state.ts';
import { nameOf, summaryOf, whoOf } from '../summary.ts';
import { Details, Time } from './details.tsx';

const SEARCHED_CHARACTERS = 4000;

/** What the text filter looks through: all that the line shows, and the body. */
const searched = (entry: FeedEntry): string => {
  const shown = [
    nameOf(entry),
    summaryOf(entry),
    whoOf(entry).label,
    entry.source,
    entry.messageId,
    entry.anonymousId,
    entry.rejection?.reason,
  ];
  return `${shown.join(' ')} ${JSON.stringify(entry.body) ?? ''}`.slice(0, SEARCHED_CHARACTERS).toLowerCase();
};

const Badge = ({ standing, named }: { readonly standing: Standing; readonly named: boolean }) => (
  <span class="badge" data-state={standing.state}>
    {named && standing.destination ? `${standing.destination}: ` : ''}
    {standing.state}
  </span>
);

const Why = ({ standing: { state, why, nextAttemptAt } }: { readonly standing: Standing }) => (
  <span class="why" data-state={state}>
    {why}
    {nextAttemptAt !== undefined && (
      <>
        {why ? ' · ' : ''}next attempt at <Time at={nextAttemptAt} short />
      </>
    )}
  </span>
);

const hasMore = ({ why, nextAttemptAt }: Standing): boolean => why !== undefined || nextAttemptAt !== undefined;

/** One line of the stream; opened, it shows everything that is known of the message. */
export const Line = ({ entry }: { readonly entry: FeedEntry }): JSX.Element => {
  const standings = standingsOf(entry);
  const who = whoOf(entry);
  return (
    <details
      class="entry"
      id={`${entry.kind}-${entry.seq}`}
      data-revision={entry.revision}
      data-order={entry.receivedAt}
      data-states={standings.map(({ state }) => state).join(' ')}
      data-text={searched(entry)}
    >
      <summary>
        <Time at={entry.receivedAt} short />
        <span>
          <span class="name">{nameOf(entry)}</span>
          <span class="says">{summaryOf(entry)}</span>
        </span>
        <span class="who" data-known={who.isKnown ? 'yes' : 'no'} title={who.label}>
          {who.label}
        </span>
        <span class="source">{entry.source}</span>
        <span class="badges">
          {standings.map((standing) => (
            <Badge standing={standing} named={standings.length > 1} />
          ))}
        </span>
        {standings.filter(hasMore).map((standing) => (
          <Why standing={standing} />
        ))}
        {entry.incomplete.length > 0 && (
          <span class="why" data-state="incomplete">
            incomplete: came without {entry.incomplete.join(', ')}
          </span>
        )}
      </summary>
      <Details entry={entry} />
    </details>
  );
};
