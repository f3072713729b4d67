import type { Json } from './model.ts';
import { isJson } from './problem.ts';

// The OpenAPI file is kept as it was published; here is what is demonstrably wrong in it, so that a correct request passes.
// It is looser than the API in places (`batch` and an object's `identifiers` are optional): the statements judge those.
// It allows only strings as ids, where the API says "must be a string or a number"; strings satisfy both, so that stays.

type Mutable = Record<string, unknown>;

/** The node at this path of a parsed JSON; an error says that the file has changed. */
const at = (root: unknown, ...path: readonly string[]): Mutable => {
  let node = root;
  for (const key of path) node = isJson(node) || Array.isArray(node) ? (node as Mutable)[key] : undefined;
  if (!isJson(node)) throw new Error(`the OpenAPI file has no ${path.join(' → ')}; look at the amendments again`);
  return node; // parsed JSON of our own, not shared
};

const bodyOf = (spec: unknown, path: string, method: string): Mutable =>
  at(spec, 'paths', path, method, 'requestBody', 'content', 'application/json', 'schema');

const schema = (spec: unknown, name: string): Mutable => at(spec, 'components', 'schemas', name);

/** An event of type `page` matches the general branch as well as its own, which `oneOf` forbids. */
const eventsMatchTwice = (spec: unknown): void => {
  for (const name of ['eventsRequest', 'anonymousEventsRequest']) {
    const node = schema(spec, name);
    node['anyOf'] = node['oneOf'];
    delete node['oneOf'];
  }
};

/** A known person's screen event "requires" an anonymous_id; v2's person_screen has none. */
const screenWithoutAnonymousId = (spec: unknown): void => {
  at(spec, 'components', 'schemas', 'eventsRequest', 'anyOf', '2')['required'] = ['name', 'type'];
};

/** v1's attributes may be strings, integers and booleans only; v2 describes the same attributes as anything, fractions included. */
const attributesOfAnyType = (spec: unknown): void => {
  bodyOf(spec, '/api/v1/customers/{identifier}', 'put')['additionalProperties'] = {};
};

const exactlyOne = (kinds: readonly string[]): Mutable => ({
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  anyOf: kinds.map((kind) => ({ required: [kind], properties: { [kind]: { type: 'string' } } })),
});

/** The branches of these `oneOf`s require nothing, so that `{ id }` matches all three and never passes. */
const branchesThatRequireNothing = (spec: unknown): void => {
  const sides = at(bodyOf(spec, '/api/v1/merge_customers', 'post'), 'properties');
  sides['primary'] = exactlyOne(['id', 'email', 'cio_id']);
  sides['secondary'] = exactlyOne(['id', 'email', 'cio_id']);
  at(schema(spec, 'v2_cio_relationships'), 'items', 'properties')['identifiers'] = exactlyOne([
    'id',
    'email',
    'cio_id',
  ]);
};

/** Undocumented, yet sent by Segment and RudderStack: an anonymous id in place of a person's identifiers. */
const anonymousPersons = (spec: unknown): void => {
  const identifiers = at(schema(spec, 'person_common'), 'properties', 'identifiers');
  identifiers['oneOf'] = [...(identifiers['oneOf'] as unknown[]), { type: 'object', required: ['anonymous_id'] }];
};

/** Mends the parsed OpenAPI file in place and returns it. */
export const amend = (spec: Json, compat: boolean): Json => {
  eventsMatchTwice(spec);
  screenWithoutAnonymousId(spec);
  attributesOfAnyType(spec);
  branchesThatRequireNothing(spec);
  if (compat) anonymousPersons(spec);
  return spec;
};
