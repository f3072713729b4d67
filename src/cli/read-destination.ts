import * as v from 'valibot';
import type { Destination } from '../relay/destinations/destination.ts';
import { nearest } from '../schema/nearest.ts';
import { destinationKinds } from './destination-schemas.ts';
import { explain } from './explain.ts';

import { UserError } from './problem.ts';

/** True for what a destination's function gave. */
const isDestination = (value: unknown): value is Destination =>
  typeof value === 'object' && value !== null && 'deliver' in value && typeof value.deliver === 'function';

const kindNames = Object.keys(destinationKinds);

const wrongType = (index: number, type: unknown): UserError => {
  const came = type === undefined ? 'nothing' : JSON.stringify(type);
  const meant = typeof type === 'string' ? nearest(type, kindNames) : undefined;
  const expected = kindNames.map((name) => `"${name}"`).join(', ');
  return new UserError(
    `destinations[${index}].type: ${came} came; expected one of ${expected}${meant ? `; did you mean "${meant}"?` : ''}`,
  );
};

const create = (make: () => Destination, index: number): Destination => {
  try {
    return make();
  } catch (error) {
    if (error instanceof TypeError) throw new UserError(`destinations[${index}]: ${error.message}`);
    throw error;
  }
};

/** One entry of `destinations`: what a destination's function gave, or its description. Throws UserErrors. */
export const readDestination = (value: unknown, index: number): Destination => {
  if (isDestination(value)) return value;
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  const kind = typeof type === 'string' && Object.hasOwn(destinationKinds, type) ? destinationKinds[type] : undefined;
  if (!kind) throw wrongType(index, type);
  const parsed = v.safeParse(kind.schema, value, { abortEarly: true });
  if (!parsed.success) throw new UserError(explain(kind.schema, parsed.issues[0], ['destinations', index]));
  return create(() => kind.create(parsed.output), index);
};
