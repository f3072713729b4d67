import type { Entry, EntryState } from '../ledger.ts';
import { problemKinds } from '../problems.ts';
import { nameOf, summaryOf } from '../summary.ts';
import { clockTime } from '../times.ts';
import { element } from './element.ts';
import { jsonView } from './json-view.ts';
import { createKeyedList } from './keyed-list.ts';

const words: Readonly<Record<EntryState, string>> = {
  queued: 'queued',
  memory: 'in memory',
  sending: 'sending',
  accepted: 'accepted',
  given_up: 'given up',
};

const meanings: Readonly<Record<EntryState, string>> = {
  queued: 'In the outbox; it waits to be sent.',
  memory: 'Not in storage; it is sent from memory.',
  sending: 'On its way to the relay.',
  accepted: 'The relay has it; it left the outbox.',
  given_up: 'It is not sent any more.',
};

const notes = ({ findings, why, state }: Entry): HTMLElement[] => [
  ...(why ? [element('p', { class: 'why', 'data-level': 'problem' }, why)] : []),
  // What the relay said is what the panel found, in the same words
  ...findings
    .filter(({ detail }) => state !== 'given_up' || detail !== why)
    .map(({ code, detail }) => element('p', { class: 'why', 'data-level': problemKinds[code].level }, detail)),
];

const createRow = (entry: Entry): { readonly node: HTMLElement; readonly update: (entry: Entry) => void } => {
  const name = element('b', {}, nameOf(entry.body));
  const chip = element('span', { class: 'chip' });
  const mark = element('span', { class: 'mark' });
  const says = summaryOf(entry.body);
  const time = element('time', { datetime: new Date(entry.at).toISOString() }, clockTime(entry.at));
  const summary = element(
    'summary',
    {},
    time,
    element('span', {}, name, mark),
    chip,
    says && element('span', { class: 'says' }, says),
  );
  const facts = element('div', { class: 'notes' });
  const body = element('div', { class: 'body' }, facts);
  const node = element('details', { class: 'entry' }, summary, body);
  const update = ({ state, findings, why, ...rest }: Entry): void => {
    chip.textContent = words[state];
    chip.title = meanings[state];
    chip.dataset['state'] = state;
    const isBad = why !== undefined || findings.some(({ code }) => problemKinds[code].level === 'problem');
    mark.dataset['level'] = isBad ? 'problem' : findings[0] ? 'note' : '';
    facts.replaceChildren(...notes({ state, findings, why, ...rest }));
  };
  update(entry);
  // The JSON is made when it is first looked at.
  node.addEventListener('toggle', () => node.open && body.children.length < 2 && body.append(jsonView(entry.body)));
  return { node, update };
};

/** The events, newest first. */
export const createEventsView = (): {
  readonly node: HTMLElement;
  readonly render: (entries: readonly Entry[]) => void;
} => {
  const list = element('div', { class: 'entries' });
  const empty = element('p', { class: 'empty' }, 'No events yet. What the page tracks shows up here.');
  const sync = createKeyedList<Entry>(list, ({ id }) => id, createRow);
  return {
    node: element('div', {}, empty, list),
    render: (entries) => {
      empty.hidden = entries.length > 0;
      sync(entries);
    },
  };
};
