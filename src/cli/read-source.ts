import * as v from 'valibot';
import type { Source } from '../relay/sources/source.ts';
import { nearest } from '../schema/nearest.ts';
import { explain } from './explain.ts';
import { UserError } from './problem.ts';
import { sourceKinds } from './source-schemas.ts';

/** True for what a source's function gave. */
const isSource = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && 'toMessages' in value && typeof value.toMessages === 'function';

const kindNames = Object.keys(sourceKinds);

const wrongType = (index: number, type: unknown): UserError => {
  const came = type === undefined ? 'nothing' : JSON.stringify(type);
  const meant = typeof type === 'string' ? nearest(type, kindNames) : undefined;
  const expected = kindNames.map((name) => `"${name}"`).join(', ');
  return new UserError(
    `sources[${index}].type: ${came} came; expected one of ${expected}${meant ? `; did you mean "${meant}"?` : ''}`,
  );
};

const create = (make: () => Source, index: number): Source => {
  try {
    return make();
  } catch (error) {
    if (error instanceof TypeError) throw new UserError(`sources[${index}]: ${error.message}`);
    throw error;
  }
};

const readSource = (value: unknown, index: number): Source => {
  if (isSource(value)) return value;
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  const kind = typeof type === 'string' && Object.hasOwn(sourceKinds, type) ? sourceKinds[type] : undefined;
  if (!kind) throw wrongType(index, type);
  const parsed = v.safeParse(kind.schema, value, { abortEarly: true });
  if (!parsed.success) throw new UserError(explain(kind.schema, parsed.issues[0], ['sources', index]));
  return create(() => kind.create(parsed.output), index);
};

/** `sources` of a configuration: what a source's function gave, or its description. Throws UserErrors. */
export const readSources = (values: readonly unknown[]): readonly Source[] => {
  const sources = values.map(readSource);
  const names = sources.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UserError(
      `sources: two are called "${twice}"; give one of them another "name", which is also its address`,
    );
  return sources;
};
