import type { Message, Plan } from '../../schema.ts';
import { renamingsOf } from '../normalise/plan-renames.ts';
import type { NewMessage } from '../store/store.ts';

/** True while an old name is sent beside the new one. `now` is Unix milliseconds. */
const isSent = (dualSendUntil: string | undefined, now: number): boolean =>
  dualSendUntil !== undefined && now < Date.parse(dualSendUntil);

/** A message with its renamed properties under their old names too, for as long as the plan says. */
export const withOldProperties = (message: Message, plan: Plan, now: number): Message => {
  if (message.type !== 'track' || !message.properties) return message;
  const { properties, event } = message;
  const old = Object.entries(renamingsOf(event, plan)).filter(
    ([name, { to, dualSendUntil }]) =>
      isSent(dualSendUntil, now) && properties[to] !== undefined && properties[name] === undefined,
  );
  if (old.length === 0) return message;
  return {
    ...message,
    properties: { ...properties, ...Object.fromEntries(old.map(([name, { to }]) => [name, properties[to]])) },
  };
};

const copyOf = (entry: NewMessage, old: string): NewMessage => {
  const { drift: _, ...rest } = entry;
  return {
    ...rest,
    messageId: `${entry.messageId}~${old}`,
    message: { ...entry.message, event: old }, // a track message: only those are copied
    ...(entry.businessKey !== undefined && { businessKey: `${entry.businessKey}~${old}` }),
  };
};

/** Copies of a message under the old names of its event. Destinations see both; in the relay only the new name counts. */
export const oldNames = (entry: NewMessage, plan: Plan, now: number): NewMessage[] => {
  const { message } = entry;
  if (message.type !== 'track') return [];
  return Object.entries(plan.renamed.events)
    .filter(([, { to, dualSendUntil }]) => to === message.event && isSent(dualSendUntil, now))
    .map(([old]) => copyOf(entry, old));
};
