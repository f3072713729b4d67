import { html } from 'hono/html';
import type { AnonymousVisitor, Failure, Person, TimelineEntry, Violation } from './model.ts';
import { nameOf, personDetail, visitorDetail } from './page-detail.ts';
import { plural, rawJson, timeOf, type Markup } from './page-parts.ts';

/** What the page shows, and which entry of the list is open: `p:<cio id>` or `a:<anonymous id>`. */
export interface PageState {
  readonly persons: readonly Person[];
  readonly anonymous: readonly AnonymousVisitor[];
  readonly violations: readonly Violation[];
  readonly failures: readonly Failure[];
  readonly objects: number;
  readonly requests: number;
  readonly open: string | undefined;
  readonly now: number;
}

const SHOWN_NOTES = 5;
const SHOWN_ROWS = 200;
const MS_PER_SECOND = 1000;

const lastSeen = (timeline: readonly TimelineEntry[]): number =>
  Math.max(0, ...timeline.slice(-1).map(({ timestamp }) => timestamp * MS_PER_SECOND));

const eventsOf = (timeline: readonly TimelineEntry[]): number =>
  timeline.filter(({ kind }) => kind !== 'identify').length;

const ruleOf = ({ statement }: Violation): string => (statement === 'openapi' ? 'OpenAPI' : `statement ${statement}`);

const note = (kind: string, index: number, entry: Violation | Failure, now: number): Markup =>
  html` <li>
    ${timeOf(entry.at, now)}
    <div>
      <p>${'statement' in entry ? html`<span class="mark mark-red">${ruleOf(entry)}</span>` : ''} ${entry.message}</p>
      ${rawJson(`${kind} ${index}`, `${entry.request.method} ${entry.request.path}`, entry.request.body)}
    </div>
  </li>`;

const notes = (kind: string, entries: readonly (Violation | Failure)[], now: number): Markup => {
  const shown = entries
    .map((entry, index) => note(kind, index, entry, now))
    .slice(-SHOWN_NOTES)
    .reverse();
  const more = entries.length - shown.length;
  return html`<ul class="notes">
      ${shown}
    </ul>
    ${more > 0 ? html`<p class="more">and ${more} before</p>` : ''}`;
};

const verdict = ({ violations, failures, requests, now }: PageState): Markup =>
  html` ${
    violations.length === 0
      ? html`<section class="verdict verdict-good" role="status">
          <h2>No violations</h2>
          <p>${requests === 0 ? 'Nothing arrived yet.' : 'Every request kept to what Customer.io documents.'}</p>
        </section>`
      : html`<section class="verdict verdict-bad" role="alert">
          <h2>${plural(violations.length, 'violation')}</h2>
          ${notes('violation', violations, now)}
        </section>`
  }
  ${
    failures.length === 0
      ? ''
      : html`<section class="verdict verdict-warn">
          <h2>${plural(failures.length, 'update')} answered with 200 and not applied</h2>
          ${notes('failure', failures, now)}
        </section>`
  }`;

const counts = ({ persons, anonymous, objects, requests }: PageState): Markup => {
  const events = [...persons, ...anonymous].reduce((sum, { timeline }) => sum + eventsOf(timeline), 0);
  const cell = (count: number, one: string, many = `${one}s`): Markup =>
    html`<div>
      <dd>${count}</dd>
      <dt>${count === 1 ? one : many}</dt>
    </div>`;
  return html`<dl class="counts">
    ${cell(persons.length, 'person')} ${cell(anonymous.length, 'anonymous', 'anonymous')} ${cell(events, 'event')}
    ${cell(objects, 'object')} ${cell(requests, 'request')}
  </dl>`;
};

const row = (key: string, name: string, second: string, timeline: readonly TimelineEntry[], state: PageState): Markup =>
  html` <li>
    <a
      href="/?open=${encodeURIComponent(key)}"
      data-open="${key}"
      ${state.open === key ? html`aria-current="true"` : ''}
    >
      <span class="row-name">${name}</span>
      <span class="row-time">${timeline.length > 0 ? timeOf(lastSeen(timeline), state.now) : ''}</span>
      <span class="row-second">${second}</span>
      <span class="row-count">${plural(eventsOf(timeline), 'event')}</span>
    </a>
  </li>`;

const byLastSeen = (a: { timeline: readonly TimelineEntry[] }, b: { timeline: readonly TimelineEntry[] }): number =>
  lastSeen(b.timeline) - lastSeen(a.timeline);

const personRow = (person: Person, state: PageState): Markup => {
  const name = nameOf(person);
  const second = [person.email, person.id, person.phone].find((value) => value !== undefined && value !== name) ?? '';
  return row(`p:${person.cioId}`, name, second, person.timeline, state);
};

const visitorRow = ({ anonymousId, timeline }: AnonymousVisitor, state: PageState): Markup =>
  row(`a:${anonymousId}`, anonymousId, 'nobody yet', timeline, state);

const list = (state: PageState): Markup => {
  const persons = [...state.persons].sort(byLastSeen);
  const visitors = [...state.anonymous].sort(byLastSeen);
  return html`<nav class="list" data-scroll="list" aria-label="Persons">
    <h3>Persons <span class="count">${persons.length}</span></h3>
    ${persons.length === 0 ? html`<p class="quiet">Only anonymous visitors so far.</p>` : ''}
    <ul>
      ${persons.slice(0, SHOWN_ROWS).map((person) => personRow(person, state))}
    </ul>
    ${
      visitors.length === 0
        ? ''
        : html`<h3>Anonymous visitors <span class="count">${visitors.length}</span></h3>
            <ul>
              ${visitors.slice(0, SHOWN_ROWS).map((visitor) => visitorRow(visitor, state))}
            </ul>`
    }
  </nav>`;
};

const detail = ({ persons, anonymous, open, now }: PageState): Markup => {
  const person = persons.find(({ cioId }) => open === `p:${cioId}`);
  const visitor = anonymous.find(({ anonymousId }) => open === `a:${anonymousId}`);
  if (person) return personDetail(person, now);
  if (visitor) return visitorDetail(visitor, now);
  return html`<p class="choose">
    ${open ? 'This entry is gone: merged, deleted, or reset.' : 'Choose a person on the left to see what Customer.io would know.'}
  </p>`;
};

const empty = html`<section class="empty">
  <h2>Nobody here yet</h2>
  <p>Leave your email in the shop's popup, and you appear here, with everything that you looked at before.</p>
  <p class="quiet">
    Until then the relay keeps your events to itself: Customer.io need not know of visitors without a name.
  </p>
</section>`;

/** The part of the page that changes: it is rendered here and swapped in as it is. */
export const renderFragment = (state: PageState): Markup => {
  const isEmpty = state.persons.length === 0 && state.anonymous.length === 0;
  return html`${counts(state)} ${verdict(state)}
  ${
    isEmpty
      ? empty
      : html`<div class="layout">
          ${list(state)}
          <section class="detail" aria-live="off">${detail(state)}</section>
        </div>`
  }`;
};
