import type { Plan, Renaming } from '../../schema.ts';
import { isRecord } from '../record.ts';
import type { DriftLog } from './drift.ts';
import { canonicalEvent } from './event-name.ts';
import { squash } from './spelling.ts';

type Values = Record<string, unknown>;

const findEvent = (name: string, { renamed }: Plan): string | undefined => {
  const exact = Object.hasOwn(renamed.events, name) ? renamed.events[name] : undefined;
  const found = exact ?? Object.entries(renamed.events).find(([old]) => squash(old) === squash(name))?.[1];
  return found?.to;
};

/** What the plan renamed of an event, old property name → where it went. */
export const renamingsOf = (event: string, { renamed }: Plan): Readonly<Record<string, Renaming>> =>
  Object.hasOwn(renamed.properties, event) ? (renamed.properties[event] ?? {}) : {};

const renameProperties = (properties: Values, event: string, plan: Plan, drift: DriftLog): Values => {
  let changed = properties;
  for (const [old, { to }] of Object.entries(renamingsOf(event, plan))) {
    if (changed[old] === undefined || changed[to] !== undefined) continue;
    const { [old]: value, ...rest } = changed;
    changed = { ...rest, [to]: value };
    drift.note('property', old, to);
  }
  return changed;
};

/** A track message under the names of the present plan, where an older version had others. */
export const renamedByPlan = (message: Values, plan: Plan, drift: DriftLog): Values => {
  const { type, event, properties } = message;
  if (type !== 'track' || typeof event !== 'string') return message;
  const isDeclared = Object.hasOwn(plan.events, event);
  const name = isDeclared ? event : (findEvent(event, plan) ?? event);
  if (name !== event) drift.note('event', event, name);
  const known = canonicalEvent(name.trim(), plan)?.event ?? name.trim();
  const renamed = isRecord(properties) ? renameProperties(properties, known, plan, drift) : properties;
  return name === event && renamed === properties ? message : { ...message, event: name, properties: renamed };
};
