import * as v from 'valibot';
import type { Destination } from '../relay/destinations/destination.ts';
import type { Source } from '../relay/sources/source.ts';
import { definePlan, type CustomEvents, type Plan } from '../schema.ts';
import { configSchema, type ConfigShape } from './config-schema.ts';
import { explain } from './explain.ts';
import type { FoundConfig } from './find-config.ts';
import { UserError } from './problem.ts';
import { readDestination } from './read-destination.ts';
import { readSources } from './read-source.ts';

/** A checked configuration. */
export interface ReadConfig extends Omit<ConfigShape, 'destinations' | 'plan' | 'sources'> {
  readonly plan: Plan;
  readonly sources: readonly Source[];
  readonly destinations: readonly Destination[];
}

const readPlan = ({
  version,
  events,
  unknownEvents,
  browserTraits,
  hosts,
  renamed,
}: NonNullable<ConfigShape['plan']>): Plan =>
  definePlan({
    ...(version !== undefined && { version }),
    events: (events ?? {}) as CustomEvents, // any Standard Schema; a wrong one shows at its first event
    ...(unknownEvents && { unknownEvents }),
    ...(browserTraits && { browserTraits }),
    ...(hosts && { hosts }),
    ...(renamed && { renamed }),
  });

const checkNames = (destinations: readonly Destination[]): void => {
  const names = destinations.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UserError(`destinations: two are called "${twice}"; give one of them another "name"`);
};

const checkOrders = ({ orders, keys }: ConfigShape, sources: readonly Source[]): void => {
  if (orders || keys.some(({ kind }) => kind === 'server') || sources.some(({ tellsOrders }) => tellsOrders)) return;
  throw new UserError(
    'orders: nothing came, and there is no server key and no source; expected "server" (a back end reports orders with a server key, or "sources" do) or ' +
      '"browser" (the page is believed, which anybody can forge: for demos and shops without a back end)',
  );
};

const check = (value: unknown): ReadConfig => {
  const parsed = v.safeParse(configSchema, value, { abortEarly: true });
  if (!parsed.success) throw new UserError(explain(configSchema, parsed.issues[0]));
  const sources = readSources(parsed.output.sources ?? []);
  checkOrders(parsed.output, sources);
  const destinations = parsed.output.destinations.map(readDestination);
  checkNames(destinations);
  return { ...parsed.output, destinations, sources, plan: readPlan(parsed.output.plan ?? {}) };
};

/** Checks a configuration. Throws one UserError that names the file, the key, what came and what was expected. */
export const readConfig = ({ path, value }: FoundConfig): ReadConfig => {
  try {
    return check(value);
  } catch (error) {
    if (error instanceof UserError || error instanceof TypeError)
      throw new UserError(`${path}: ${error.message}. Mend it there and start again.`);
    throw error;
  }
};
