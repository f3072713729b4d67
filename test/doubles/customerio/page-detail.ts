import { html } from 'hono/html';
import type { AnonymousVisitor, Json, Person, TimelineEntry } from './model.ts';
import { inline, plural, rawJson, timeOf, type Markup } from './page-parts.ts';
import { isUnixSeconds } from './parse-event.ts';
import { summarise } from './summary.ts';

/** The newest so many entries are shown; the rest is counted. */
const SHOWN_ENTRIES = 200;
const MS_PER_SECOND = 1000;

const TOO_OLD =
  'It reached this person more than 72 hours after it happened: it feeds segments, but starts no campaign.';
const MERGED = 'It came with a merged profile: such events start no campaign.';
const ANONYMOUS = 'Anonymous events start no campaign until they belong to a person.';

const whyNoTrigger = ({ via }: TimelineEntry, anonymous: boolean): string =>
  anonymous ? ANONYMOUS : via === 'merge' ? MERGED : TOO_OLD;

const marks = (entry: TimelineEntry, anonymous: boolean): Markup =>
  html` ${entry.via === 'anonymous' && !anonymous ? html`<span class="mark" title="Recorded before the visitor was known">was anonymous</span>` : ''}
  ${entry.via === 'merge' ? html`<span class="mark">merged</span>` : ''}
  ${entry.triggers ? '' : html`<span class="mark mark-quiet" title="${whyNoTrigger(entry, anonymous)}">cannot trigger a campaign</span>`}`;

const timelineEntry = (entry: TimelineEntry, key: string, now: number, anonymous: boolean): Markup =>
  html` <li class="entry entry-${entry.kind}">
    ${timeOf(entry.timestamp * MS_PER_SECOND, now, `received ${new Date(entry.receivedAt).toISOString()}`)}
    <div class="entry-body">
      <p class="entry-head">
        <strong>${entry.name}</strong>
        ${entry.kind === 'event' ? '' : html`<span class="mark mark-kind">${entry.kind === 'identify' ? 'profile' : entry.kind}</span>`}
        ${marks(entry, anonymous)}
      </p>
      <p class="entry-summary">${summarise(entry)}</p>
      ${rawJson(key, 'JSON', { ...(entry.id === undefined ? {} : { id: entry.id }), timestamp: entry.timestamp, data: entry.data })}
    </div>
  </li>`;

const timeline = (owner: string, entries: readonly TimelineEntry[], now: number, anonymous = false): Markup => {
  const numbered = entries.map((entry, index) => ({
    entry,
    key: `${owner} ${entry.id ?? `${entry.receivedAt} ${index}`}`,
  }));
  const shown = numbered.slice(-SHOWN_ENTRIES).reverse();
  const older = entries.length - shown.length;
  return html` <h3>Timeline <span class="count">${entries.length}</span></h3>
    ${entries.length === 0 ? html`<p class="quiet">No activity yet.</p>` : ''}
    <ol class="timeline">
      ${shown.map(({ entry, key }) => timelineEntry(entry, key, now, anonymous))}
    </ol>
    ${older > 0 ? html`<p class="quiet">and ${plural(older, 'older entry', 'older entries')}</p>` : ''}`;
};

const attributeRow = (name: string, value: unknown): Markup => {
  const isTime = isUnixSeconds(value) && /(_at|_on|date|time(stamp)?)$/.test(name);
  const hint = isTime ? new Date(Number(value) * MS_PER_SECOND).toISOString().replace('.000', '') : '';
  return html`<div>
    <dt>${name}</dt>
    <dd>${inline(value)} ${hint && html`<small>${hint}</small>`}</dd>
  </div>`;
};

const attributes = (values: Json): Markup =>
  html` <h3>Attributes <span class="count">${Object.keys(values).length}</span></h3>
    <dl class="attributes">${Object.entries(values).map(([name, value]) => attributeRow(name, value))}</dl>`;

const relationships = (person: Person): Markup | '' =>
  person.relationships.length === 0
    ? ''
    : html` <h3>Related objects <span class="count">${person.relationships.length}</span></h3>
        <ul class="relations">
          ${person.relationships.map(
            (relation) =>
              html`<li>
                <strong>${relation.objectId}</strong> <span class="mark mark-kind">type ${relation.objectTypeId}</span>
                <span class="quiet"
                  >${Object.entries(relation.attributes)
                    .map(([name, value]) => `${name}: ${inline(value)}`)
                    .join(' · ')}</span
                >
              </li>`,
          )}
        </ul>`;

const identifiersOf = ({ id, email, phone, cioId }: Person): Json =>
  Object.fromEntries(Object.entries({ email, id, phone, cio_id: cioId }).filter(([, value]) => value !== undefined));

/** The name to show for a person. */
export const nameOf = (person: Person): string => {
  const { first_name: first, last_name: last, name } = person.attributes;
  const full = [first, last].filter((part) => typeof part === 'string' && part !== '').join(' ');
  return full || (typeof name === 'string' && name) || (person.email ?? person.id ?? person.phone ?? person.cioId);
};

export const personDetail = (person: Person, now: number): Markup =>
  html` <header class="detail-head">
      <h2>${nameOf(person)}</h2>
      <p class="quiet">
        ${person.email && nameOf(person) !== person.email ? `${person.email} · ` : ''}since
        ${timeOf(person.createdAt, now)}
      </p>
    </header>
    <div class="detail-body">
      <div>${timeline(person.cioId, person.timeline, now)}</div>
      <div>${attributes({ ...identifiersOf(person), ...person.attributes })} ${relationships(person)}</div>
    </div>`;

export const visitorDetail = (visitor: AnonymousVisitor, now: number): Markup =>
  html` <header class="detail-head">
      <h2>Anonymous visitor</h2>
      <p class="quiet">
        ${visitor.anonymousId}${visitor.claimedBy ? ' · known by now, but these events came too late to follow' : ''}
      </p>
    </header>
    ${timeline(visitor.anonymousId, visitor.timeline, now, true)}`;
