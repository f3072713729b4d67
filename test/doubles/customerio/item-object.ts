import type { ParseItem } from './item.ts';
import { parseObjectAttributes } from './parse-attributes.ts';
import { parseObjectReference, parseToPersons } from './parse-relationships.ts';
import { combine, parsed, refused, required } from './problem.ts';
import { addToObject, deleteFromObject, identifyObject } from './relate.ts';

const parseIdentify =
  (anonymous: boolean): ParseItem =>
  (item, { workspace }) => {
    const input = combine({
      reference: parseObjectReference(item['identifiers'], 'identifiers', workspace.catalogue),
      attributes: parseObjectAttributes(item['attributes'], 'attributes'),
      relations: parseToPersons(item['cio_relationships'], anonymous),
    });
    return input.ok ? parsed((call) => identifyObject(workspace, call, input.value)) : input;
  };

const parseDelete: ParseItem = (item, { workspace }) => {
  const reference = parseObjectReference(item['identifiers'], 'identifiers', workspace.catalogue);
  return reference.ok ? parsed(() => workspace.objects.remove(reference.value)) : reference;
};

const parseRelate =
  (adds: boolean): ParseItem =>
  (item, { workspace }) => {
    const given = item['cio_relationships'] !== undefined;
    const input = combine({
      reference: parseObjectReference(item['identifiers'], 'identifiers', workspace.catalogue),
      relations: given ? parseToPersons(item['cio_relationships'], false) : refused(required(10, 'cio_relationships')),
    });
    if (!input.ok) return input;
    const { reference, relations } = input.value;
    return parsed((call) => {
      const object = adds ? workspace.objects.open(reference) : workspace.objects.find(reference);
      if (object && adds) addToObject(workspace, call, object, relations);
      else if (object) deleteFromObject(workspace, object, relations);
    });
  };

/** What can be done to an object, by type and action. */
export const objectActions: readonly (readonly [string, ParseItem])[] = [
  ['object identify', parseIdentify(false)],
  ['object identify_anonymous', parseIdentify(true)],
  ['object delete', parseDelete],
  ['object add_relationships', parseRelate(true)],
  ['object delete_relationships', parseRelate(false)],
];
