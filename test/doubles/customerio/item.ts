import { addDevice, deleteDevice, parseDevice } from './devices.ts';
import { deletePerson, suppress, unsuppress } from './forget.ts';
import { identify } from './identify.ts';
import type { Call } from './log.ts';
import { merge, parseMerge } from './merge.ts';
import type { Json } from './model.ts';
import { objectActions } from './item-object.ts';
import { parsePersonAttributes } from './parse-attributes.ts';
import { checkSeconds, parseEvent } from './parse-event.ts';
import { parseIdentifiers, parseId } from './parse-identifier.ts';
import { parseToObjects } from './parse-relationships.ts';
import { combine, invalid, isJson, parsed, refused, required, shown, unless, type Parsed } from './problem.ts';
import { relatePerson } from './relate.ts';
import { trackAnonymous, trackKnown } from './track.ts';
import type { Workspace } from './workspace.ts';

/** What an item does once all of it was found good. */
export type Effect = (call: Call) => void;

export interface ItemOptions {
  readonly workspace: Workspace;
  /** Accept an anonymous_id where only known persons are documented. */
  readonly compat: boolean;
}

export type ParseItem = (item: Json, options: ItemOptions) => Parsed<Effect>;

const then = <T>(input: Parsed<T>, apply: (value: T, call: Call) => void): Parsed<Effect> =>
  input.ok ? parsed((call) => apply(input.value, call)) : input;

const addressed = (item: Json): ReturnType<typeof parseIdentifiers> =>
  parseIdentifiers(item['identifiers'], 'identifiers');

const parseTime = (item: Json): Parsed<number | undefined> =>
  unless(checkSeconds(item['timestamp'], 'timestamp'), () => item['timestamp'] as number | undefined); // checked

const parseIdentify: ParseItem = (item, { workspace }) => {
  const input = combine({
    addressed: addressed(item),
    person: parsePersonAttributes(item['attributes'], 'attributes'),
    relationships: parseToObjects(item['cio_relationships'], workspace.catalogue),
    time: parseTime(item),
  });
  return then(input, ({ person, relationships, time, ...rest }, call) => {
    const at = time ?? person.at; // RudderStack puts `_timestamp` into the attributes instead
    const change = { action: 'add_relationships', relationships } as const;
    identify(workspace, call, { ...person, ...rest, change, ...(at === undefined ? {} : { at }) });
  });
};

const anonymousIdOf = (item: Json): unknown => {
  const identifiers = item['identifiers'];
  return isJson(identifiers) && Object.keys(identifiers).length === 1 ? identifiers['anonymous_id'] : undefined;
};

const parseEventItem: ParseItem = (item, { workspace, compat }) => {
  const event = parseEvent({ kind: item['action'], data: item['attributes'], dataField: 'attributes', body: item });
  const anonymousId = anonymousIdOf(item);
  if (anonymousId !== undefined && compat) {
    const input = combine({ event, id: parseId(anonymousId, 'identifiers.anonymous_id') });
    return then(input, ({ event: good, id }, call) => trackAnonymous(workspace, call, id, good));
  }
  if (anonymousId !== undefined)
    return refused(invalid(35, 'identifiers', 'anonymous_id is not documented for persons'));
  const input = combine({ event, person: addressed(item) });
  return then(input, ({ event: good, person }, call) => trackKnown(workspace, call, person, good));
};

const parseRelate =
  (action: 'add_relationships' | 'delete_relationships'): ParseItem =>
  (item, { workspace }) => {
    const relationships = parseToObjects(item['cio_relationships'], workspace.catalogue);
    const given = item['cio_relationships'] === undefined ? refused(required(10, 'cio_relationships')) : relationships;
    return then(combine({ person: addressed(item), relationships: given }), ({ person, relationships: good }, call) =>
      relatePerson(workspace, call, person, { action, relationships: good }),
    );
  };

const parseToPerson =
  (apply: typeof suppress): ParseItem =>
  (item, { workspace }) =>
    then(addressed(item), (person) => apply(workspace, person));

const parseAddDevice: ParseItem = (item, { workspace }) =>
  then(combine({ person: addressed(item), device: parseDevice(item['device'], 'token') }), ({ person, device }, call) =>
    addDevice(workspace, call, person, device),
  );

const parseDeleteDevice: ParseItem = (item, { workspace }) =>
  then(combine({ person: addressed(item), device: parseDevice(item['device'], 'token') }), ({ person, device }) =>
    deleteDevice(workspace, person, device.id),
  );

const DELIVERY_NAMES: readonly unknown[] = ['opened', 'converted', 'delivered'];

/** Reports of push deliveries are checked and let go: no person's timeline shows them. */
const parseDelivery: ParseItem = (item) => {
  const attributes = isJson(item['attributes']) ? item['attributes'] : {};
  const problems = [
    ...(DELIVERY_NAMES.includes(item['name']) ? [] : [invalid(29, 'name', `must be ${DELIVERY_NAMES.join(', ')}`)]),
    ...(typeof attributes['device_token'] === 'string' ? [] : [required(29, 'attributes.device_token')]),
  ];
  return unless(problems, () => () => undefined);
};

const actions: ReadonlyMap<string, ParseItem> = new Map<string, ParseItem>([
  ['person identify', parseIdentify],
  ['person delete', parseToPerson(deletePerson)],
  ['person event', parseEventItem],
  ['person page', parseEventItem],
  ['person screen', parseEventItem],
  ['person add_relationships', parseRelate('add_relationships')],
  ['person delete_relationships', parseRelate('delete_relationships')],
  ['person add_device', parseAddDevice],
  ['person delete_device', parseDeleteDevice],
  ['person merge', (item, { workspace }) => then(parseMerge(item), (input, call) => merge(workspace, call, input))],
  ['person suppress', parseToPerson(suppress)],
  ['person unsuppress', parseToPerson(unsuppress)],
  ['delivery event', parseDelivery],
  ...objectActions,
]);

/** Parses one item of v2: which type and action it is, and all that it needs. */
export const parseItem: ParseItem = (item, options) => {
  const parse = actions.get(`${String(item['type'])} ${String(item['action'])}`);
  if (parse) return parse(item, options);
  const came = `type ${shown(item['type'])} with action ${shown(item['action'])}`;
  return refused(invalid(29, 'action', `names no operation of this type; it came as ${came}`));
};
