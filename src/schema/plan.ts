import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isEventName, type CanonicalEvents } from './events.ts';
import { checkRenames, type PlanRenames } from './renames.ts';

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
  /**
   * Hosts that links and images of a page's products may point to: "shop.example", or "*.shop.example" with all below it.
   * Others are removed, so that a forged cart cannot lead a recovery mail elsewhere. Default: the hosts of the key's origins.
   */
  readonly hosts?: readonly string[];
  /** Names that were changed since an older version: they stay aliases, and may be sent beside the new ones for a while. */
  readonly renamed?: {
    readonly [K in keyof PlanRenames]?: PlanRenames[K] | undefined;
  };
}

/** A tracking plan: which events there are, what they carry, and what a browser may say. */
export interface Plan<E extends CustomEvents = CustomEvents> {
  readonly version: string;
  readonly events: E;
  readonly unknownEvents: UnknownEvents;
  readonly browserTraits: readonly string[];
  readonly hosts: readonly string[];
  readonly renamed: PlanRenames;
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

const hostName = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/;

const checkHost = (host: string): void => {
  if (!hostName.test(host))
    throw new TypeError(
      `definePlan: hosts: "${host}" came; expected a host in lower case, such as "shop.example" or "*.shop.example"`,
    );
};

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
 * Throws a TypeError that names what is wrong: a custom name that is not snake_case or is canonical already, a host, a renaming.
 *
 * @example
 * const plan = definePlan({ events: { quiz_finished: v.object({ skin_type: v.string() }) } });
 */
export const definePlan = <const E extends CustomEvents = Record<never, never>>(
  options: PlanOptions<E> = {},
): Plan<E> => {
  const events = options.events ?? ({} as E); // no events given means E is its default, the empty record
  Object.keys(events).forEach(checkCustomName);
  options.hosts?.forEach(checkHost);
  const renamed = { events: options.renamed?.events ?? {}, properties: options.renamed?.properties ?? {} };
  checkRenames(renamed, (name) => isEventName(name) || Object.hasOwn(events, name));
  return {
    version: options.version ?? '1',
    events,
    unknownEvents: options.unknownEvents ?? 'quarantine_similar',
    browserTraits: ['email', 'phone', ...(options.browserTraits ?? defaultBrowserTraits)],
    hosts: options.hosts ?? [],
    renamed,
  };
};
