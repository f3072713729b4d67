import { asPersons, canTrigger } from './associate.ts';
import { LATE_ANONYMOUS_MS } from './limits.ts';
import type { Call } from './log.ts';
import type { TimelineEntry } from './model.ts';
import { overridesOf, type EventInput } from './parse-event.ts';
import type { Identifier } from './parse-identifier.ts';
import { addToTimeline, type PersonRecord } from './people.ts';
import { nowSeconds, type Workspace } from './workspace.ts';

/**
 * The person whom a call other than identify addresses, made if nobody has the identifier; undefined, and logged,
 * when the call is dropped: an unknown cio_id, or an identifier that is suppressed.
 */
export const openKnownPerson = (workspace: Workspace, call: Call, addressed: Identifier): PersonRecord | undefined => {
  const { people, log } = workspace;
  const known = people.find(addressed);
  if (known) return known;
  const suppressed = workspace.suppressions.covers([addressed]);
  if (addressed.kind === 'cio_id' || suppressed) {
    const why = suppressed ? 'is suppressed' : 'belongs to nobody';
    log.fail('dropped', `${addressed.kind} ${addressed.value} ${why}`, call);
    return undefined;
  }
  const person = people.create(workspace.now());
  people.assign(person, addressed, nowSeconds(workspace));
  return person;
};

const noteOverrides = (workspace: Workspace, call: Call, event: EventInput): void => {
  const overrides = overridesOf(event);
  if (overrides.length === 0) return;
  workspace.log.violate(
    24,
    `event ${event.name} carries ${overrides.join(', ')}: that overrides the campaign's settings`,
    call,
  );
};

const isRepeated = (workspace: Workspace, event: EventInput): boolean =>
  event.id !== undefined && workspace.eventIds.has(event.id);

const remember = (workspace: Workspace, event: EventInput): void => {
  if (event.id !== undefined) workspace.eventIds.add(event.id);
};

const toEntry = (workspace: Workspace, event: EventInput, via: TimelineEntry['via']): TimelineEntry => {
  const timestamp = event.timestamp ?? nowSeconds(workspace);
  const triggers = via === 'known' && canTrigger(workspace, timestamp); // anonymous events alone never do
  return { ...event, timestamp, receivedAt: workspace.now(), triggers, via };
};

/** Stores an event of a known person, once for each id. */
export const trackKnown = (workspace: Workspace, call: Call, addressed: Identifier, event: EventInput): void => {
  noteOverrides(workspace, call, event);
  if (isRepeated(workspace, event)) return;
  const person = openKnownPerson(workspace, call, addressed);
  if (!person) return;
  remember(workspace, event);
  addToTimeline(person, toEntry(workspace, event, 'known'));
};

/**
 * Stores an anonymous event. If the visitor was identified at most five minutes ago it goes to that person;
 * later it stays anonymous, whatever identify calls follow with the same id.
 */
export const trackAnonymous = (workspace: Workspace, call: Call, anonymousId: string, event: EventInput): void => {
  noteOverrides(workspace, call, event);
  if (isRepeated(workspace, event)) return;
  remember(workspace, event);
  const visitor = workspace.visitors.open(anonymousId);
  const entry = toEntry(workspace, event, 'anonymous');
  const { claim } = visitor;
  const follows = claim && workspace.people.has(claim.person) && workspace.now() - claim.at <= LATE_ANONYMOUS_MS;
  if (follows) addToTimeline(claim.person, asPersons(workspace, entry));
  else addToTimeline(visitor, entry);
};
