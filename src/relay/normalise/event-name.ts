import { eventNames, isEventName, type EventName, type Plan } from '../../schema.ts';
import { eventAliases } from './aliases.ts';
import { squash } from './spelling.ts';

/** What a name stands for. `step` is what the name says beside it. */
export interface KnownEvent {
  readonly event: EventName | 'page';
  readonly step?: string;
}

const known: ReadonlyMap<string, KnownEvent> = new Map([
  ...eventNames.map((event): [string, KnownEvent] => [squash(event), { event }]),
  ...Object.entries(eventAliases).flatMap(([event, aliases]) =>
    aliases.map(({ name, ...rest }): [string, KnownEvent] => [
      squash(name),
      { event: event as KnownEvent['event'], ...rest }, // the table's keys are of this kind
    ]),
  ),
]);

/** The canonical event that a name stands for, if any. The plan's own events are never taken for another. */
export const canonicalEvent = (name: string, plan: Plan): KnownEvent | undefined => {
  if (isEventName(name)) return { event: name };
  return Object.hasOwn(plan.events, name) ? undefined : known.get(squash(name));
};
