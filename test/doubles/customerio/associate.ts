import type { Call } from './log.ts';
import { HISTORY_SECONDS, TRIGGER_WINDOW_SECONDS } from './limits.ts';
import type { TimelineEntry } from './model.ts';
import { addToTimeline, type PersonRecord } from './people.ts';
import { nowSeconds, type Workspace } from './workspace.ts';

/** Whether Customer.io would start a campaign from an event of this time that reaches its person now. */
export const canTrigger = (workspace: Workspace, timestamp: number): boolean =>
  nowSeconds(workspace) - timestamp <= TRIGGER_WINDOW_SECONDS;

/** An anonymous event as it stands in the person's timeline. */
export const asPersons = (workspace: Workspace, entry: TimelineEntry): TimelineEntry => ({
  ...entry,
  via: 'anonymous',
  triggers: canTrigger(workspace, entry.timestamp),
});

/**
 * Links an anonymous id to the person and moves its stored activity of the last 30 days.
 * @returns false when another person has claimed the id before: nothing moves then.
 */
export const associate = (workspace: Workspace, call: Call, person: PersonRecord, anonymousId: string): boolean => {
  const visitor = workspace.visitors.open(anonymousId);
  if (visitor.claim) {
    if (visitor.claim.person === person) return true; // repeated: moves nothing, so late events need a new id
    const text = `anonymous_id ${anonymousId} is claimed by a second person; it must be unique and is not reusable`;
    workspace.log.violate(16, text, call);
    return false;
  }
  visitor.claim = { person, at: workspace.now() };
  const recent = visitor.timeline.filter(({ timestamp }) => nowSeconds(workspace) - timestamp <= HISTORY_SECONDS);
  const deleted = visitor.timeline.length - recent.length;
  if (deleted > 0)
    workspace.log.fail('dropped', `${deleted} anonymous events of ${anonymousId} are older than 30 days`, call);
  visitor.timeline = [];
  addToTimeline(person, ...recent.map((entry) => asPersons(workspace, entry)));
  workspace.objects.handOver({ kind: 'anonymous', anonymousId }, { kind: 'person', cioId: person.cioId });
  return true;
};
