import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isEventName, type CanonicalEvents } from './events.ts';

/** What to do with an event that is neither canonical nor declared. Near-misses of a canonical name are "similar". */
export type UnknownEvents = 'accept' | 'quarantine' | 'quarantine_similar';

export type CustomEvents = Record<string, StandardSchemaV1>;

export interface PlanOptions<E extends CustomEvents> {
  /** Any string; sent as `context.plan` and shown in the activity page. Default "1". */
  readonly version?: string;
  /** The shop's own events: name → schema of its properties (valibot, zod, arktype: any Standard Schema). */
  readonly events?: E;
  /** Default "quarantine_similar". */
  readonly unknownEvents?: UnknownEvents;
  /** Traits that a browser may set beside `email` and `phone`. Default: names, language, address, birthday, source. */
  readonly browserTraits?: readonly string[];
}

/** A tracking plan: which events there are, what they carry, and what a browser may say. */
export interface Plan<E extends CustomEvents = CustomEvents> {
  readonly version: string;
  readonly events: E;
  readonly unknownEvents: UnknownEvents;
  readonly browserTraits: readonly string[];
}

/** Traits that a browser may set unless the plan says otherwise: what a form asks for, nothing that a shop computes. */
export const defaultBrowserTraits: readonly string[] = [
  'email',
  'phone',
  'first_name',
  'last_name',
  'name',
  'language',
  'country',
  'city',
  'postal_code',
  'birthday',
  'gender',
  'source',
];

/** Properties by event name: the canonical events and the plan's own. */
export type PlanEvents<P extends Plan = Plan<Record<never, never>>> = CanonicalEvents & {
  [N in keyof P['events']]: StandardSchemaV1.InferInput<P['events'][N]>;
};

const customName = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

const checkCustomName = (name: string): void => {
  if (isEventName(name)) {
    throw new TypeError(`definePlan: events.${name} is a canonical event and cannot be declared again`);
  }
  if (!customName.test(name)) {
    throw new TypeError(`definePlan: events.${name} came; expected a name in snake_case, such as quiz_finished`);
  }
};

/**
 * Declares a shop's tracking plan. The canonical events are always part of it.
 * Throws a TypeError that names the event when a custom name is not snake_case or is canonical already.
 *
 * @example
 * const plan = definePlan({ events: { quiz_finished: v.object({ skin_type: v.string() }) } });
 */
export const definePlan = <const E extends CustomEvents = Record<never, never>>(
  options: PlanOptions<E> = {},
): Plan<E> => {
  const events = options.events ?? ({} as E); // no events given means E is its default, the empty record
  Object.keys(events).forEach(checkCustomName);
  return {
    version: options.version ?? '1',
    events,
    unknownEvents: options.unknownEvents ?? 'quarantine_similar',
    browserTraits: ['email', 'phone', ...(options.browserTraits ?? defaultBrowserTraits)],
  };
};
