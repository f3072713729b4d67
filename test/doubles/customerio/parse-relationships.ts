import type { Json } from './model.ts';
import { parseObjectAttributes } from './parse-attributes.ts';
import { parseId, parseIdentifiers, type Identifier } from './parse-identifier.ts';
import { combine, invalid, isJson, parsed, refused, required, shown, type Parsed, type Problem } from './problem.ts';

/** What the workspace knows of objects while a request is parsed. */
export interface Catalogue {
  readonly objectTypes: readonly string[];
  hasCioObject(cioObjectId: string): boolean;
}

export type ObjectReference =
  | { readonly kind: 'key'; readonly objectTypeId: string; readonly objectId: string }
  | { readonly kind: 'cio'; readonly cioObjectId: string };

/** A relationship as a person's call names it. */
export interface ToObject {
  readonly object: ObjectReference;
  readonly attributes: Json;
}

/** A relationship as an object's call names it. */
export interface ToPerson {
  readonly owner: Identifier | { readonly kind: 'anonymous_id'; readonly value: string };
  readonly attributes: Json;
}

export interface RelationshipChange {
  readonly action: 'add_relationships' | 'delete_relationships';
  readonly relationships: readonly ToObject[];
}

const OBJECT_KEYS = ['object_type_id', 'object_id', 'cio_object_id'];

const checkObjectType = (value: unknown, field: string, catalogue: Catalogue): Problem[] => {
  if (value === undefined) return [required(31, field)];
  if (typeof value !== 'string' || !/^[1-9]\d*$/.test(value)) {
    return [invalid(31, field, `must be an integer in a string; it came as ${shown(value)}`)];
  }
  if (catalogue.objectTypes.includes(value)) return [];
  return [
    invalid(
      31,
      field,
      `names no object type of this workspace (${catalogue.objectTypes.join(', ')}); it came as ${shown(value)}`,
    ),
  ];
};

const parseByCioId = (value: unknown, field: string, catalogue: Catalogue): Parsed<ObjectReference> => {
  const id = parseId(value, field);
  if (!id.ok) return id;
  if (catalogue.hasCioObject(id.value)) return parsed({ kind: 'cio', cioObjectId: id.value });
  return refused(invalid(31, field, 'can update an object, not create one: no object has this id'));
};

/** Parses an object's identifiers: its type and id, or the id that Customer.io gave it. */
export const parseObjectReference = (input: unknown, field: string, catalogue: Catalogue): Parsed<ObjectReference> => {
  if (!isJson(input)) return refused(required(31, field));
  if (input['cio_object_id'] !== undefined) {
    const only = Object.keys(input).length === 1;
    if (only) return parseByCioId(input['cio_object_id'], `${field}.cio_object_id`, catalogue);
    return refused(invalid(31, field, 'must hold cio_object_id alone, or object_type_id and object_id'));
  }
  const type = checkObjectType(input['object_type_id'], `${field}.object_type_id`, catalogue);
  const id = parseId(input['object_id'], `${field}.object_id`);
  if (type.length > 0 || !id.ok) return refused(...type, ...(id.ok ? [] : id.problems));
  return parsed({ kind: 'key', objectTypeId: String(input['object_type_id']), objectId: id.value });
};

/** Parses every element of an array, or all their problems. */
const parseEach = <T>(
  input: unknown,
  field: string,
  statement: number,
  parse: (element: unknown, field: string) => Parsed<T>,
): Parsed<readonly T[]> => {
  if (input === undefined) return parsed([]);
  if (!Array.isArray(input)) return refused(invalid(statement, field, `must be an array; it came as ${shown(input)}`));
  const parts = input.map((element, index) => parse(element, `${field}[${index}]`));
  const problems = parts.flatMap((part) => (part.ok ? [] : part.problems));
  return problems.length > 0 ? refused(...problems) : parsed(parts.flatMap((part) => (part.ok ? [part.value] : [])));
};

const relationshipAttributes = (element: unknown, field: string): Parsed<Json> =>
  parseObjectAttributes(
    isJson(element) ? element['relationship_attributes'] : undefined,
    `${field}.relationship_attributes`,
  );

const identifiersOf = (element: unknown): unknown => (isJson(element) ? element['identifiers'] : undefined);

/** v2's array of relationships on a person. */
export const parseToObjects = (
  input: unknown,
  catalogue: Catalogue,
  field = 'cio_relationships',
): Parsed<readonly ToObject[]> =>
  parseEach(input, field, 10, (element, at) =>
    combine<{ object: ObjectReference; attributes: Json }>({
      object: parseObjectReference(identifiersOf(element), `${at}.identifiers`, catalogue),
      attributes: relationshipAttributes(element, at),
    }),
  );

/** v1's object `{ action, relationships }` on a person. */
export const parseChange = (input: unknown, catalogue: Catalogue): Parsed<RelationshipChange> => {
  const field = 'cio_relationships';
  if (input === undefined) return parsed({ action: 'add_relationships', relationships: [] });
  if (!isJson(input)) return refused(invalid(10, field, 'must be an object with action and relationships'));
  const action = input['action'];
  if (action !== 'add_relationships' && action !== 'delete_relationships') {
    return refused(
      invalid(10, `${field}.action`, `must be add_relationships or delete_relationships; it came as ${shown(action)}`),
    );
  }
  const relationships = parseToObjects(input['relationships'], catalogue, `${field}.relationships`);
  return relationships.ok ? parsed({ action, relationships: relationships.value }) : relationships;
};

const namesObject = (identifiers: unknown): boolean =>
  isJson(identifiers) && OBJECT_KEYS.some((key) => identifiers[key] !== undefined);

const parseOwner = (identifiers: unknown, field: string, anonymous: boolean): Parsed<ToPerson['owner']> => {
  if (namesObject(identifiers)) return refused(invalid(33, field, 'an object cannot be related to an object'));
  if (!anonymous) return parseIdentifiers(identifiers, field);
  const id = isJson(identifiers) ? identifiers['anonymous_id'] : undefined;
  const value = parseId(id, `${field}.anonymous_id`);
  return value.ok ? parsed({ kind: 'anonymous_id', value: value.value }) : value;
};

/** v2's array of relationships on an object: to persons, or to anonymous visitors in `identify_anonymous`. */
export const parseToPersons = (input: unknown, anonymous: boolean): Parsed<readonly ToPerson[]> =>
  parseEach(input, 'cio_relationships', 10, (element, at) =>
    combine<{ owner: ToPerson['owner']; attributes: Json }>({
      owner: parseOwner(identifiersOf(element), `${at}.identifiers`, anonymous),
      attributes: relationshipAttributes(element, at),
    }),
  );
