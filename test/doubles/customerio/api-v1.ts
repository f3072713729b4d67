import { accepted, json, v1Error, v1Errors } from './answer.ts';
import { addDevice, deleteDevice, parseDevice } from './devices.ts';
import { deletePerson, suppress, unsuppress } from './forget.ts';
import { violateAll, type Exchange } from './exchange.ts';
import { identify } from './identify.ts';
import { merge, parseMerge } from './merge.ts';
import type { Json } from './model.ts';
import type { OperationName } from './operation.ts';
import { parsePersonAttributes } from './parse-attributes.ts';
import { parseEvent, type EventInput } from './parse-event.ts';
import { decodeSegment, isPercentEncoded, parseId, parsePathIdentifier, type Identifier } from './parse-identifier.ts';
import { parseChange } from './parse-relationships.ts';
import { combine, invalid, refused, type Parsed, type Problem } from './problem.ts';
import { trackAnonymous, trackKnown } from './track.ts';
import type { Workspace } from './workspace.ts';

type Handler = (exchange: Exchange) => Response;

/** Applies what was parsed and answers 200, or answers 400 in the given shape and records the violations. */
const conclude = <T>(
  exchange: Exchange,
  input: Parsed<T>,
  apply: (value: T) => void,
  refuse: (problems: readonly Problem[]) => Response = v1Errors,
): Response => {
  if (input.ok) {
    apply(input.value);
    return accepted();
  }
  violateAll(exchange, input.problems);
  return refuse(input.problems);
};

const addressed = ({ workspace, call, operation }: Exchange): Parsed<Identifier> => {
  const segment = operation.parameters['identifier'] ?? '';
  const identifier = parsePathIdentifier(segment);
  if (identifier.ok && !isPercentEncoded(segment)) {
    workspace.log.violate(11, `identifier must be percent-encoded; it came as ${segment}`, call);
  }
  return identifier;
};

const handleIdentify: Handler = (exchange) => {
  const { workspace, call, body } = exchange;
  const input = combine({
    addressed: addressed(exchange),
    change: parseChange(body['cio_relationships'], workspace.catalogue),
    person: parsePersonAttributes(body, 'attributes'),
  });
  return conclude(exchange, input, ({ person, ...rest }) => identify(workspace, call, { ...person, ...rest }));
};

const readEvent = (body: Json): Parsed<EventInput> =>
  parseEvent({ kind: body['type'], data: body['data'], dataField: 'data', body });

const handleEvent: Handler = (exchange) => {
  const { workspace, call, body } = exchange;
  const input = combine({ addressed: addressed(exchange), event: readEvent(body) });
  return conclude(exchange, input, ({ addressed: person, event }) => trackKnown(workspace, call, person, event));
};

/** Customer.io takes an event without anonymous_id as an "invite event"; ours is never one. */
const readAnonymousId = (body: Json): Parsed<string> => {
  const id = parseId(body['anonymous_id'], 'anonymous_id');
  return id.ok && typeof body['anonymous_id'] === 'string'
    ? id
    : refused(invalid(13, 'anonymous_id', 'must be a non-empty string of at most 150 bytes'));
};

const handleAnonymousEvent: Handler = (exchange) => {
  const { workspace, call, body } = exchange;
  const input = combine({ anonymousId: readAnonymousId(body), event: readEvent(body) });
  return conclude(exchange, input, ({ anonymousId, event }) => trackAnonymous(workspace, call, anonymousId, event));
};

const handleMerge: Handler = (exchange) =>
  conclude(exchange, parseMerge(exchange.body), (input) => merge(exchange.workspace, exchange.call, input), v1Error);

const handleAddDevice: Handler = (exchange) => {
  const { workspace, call, body } = exchange;
  const input = combine({ person: addressed(exchange), device: parseDevice(body['device'], 'id') });
  return conclude(exchange, input, ({ person, device }) => addDevice(workspace, call, person, device));
};

const handleDeleteDevice: Handler = (exchange) => {
  const id = decodeSegment(exchange.operation.parameters['device_id'] ?? '');
  return conclude(exchange, addressed(exchange), (person) => deleteDevice(exchange.workspace, person, id ?? ''));
};

const toPerson =
  (apply: (workspace: Workspace, person: Identifier) => void): Handler =>
  (exchange) =>
    conclude(exchange, addressed(exchange), (person) => apply(exchange.workspace, person));

/** The real API names its own host; this one names itself, so that no test can be led to the real one. */
const handleRegion: Handler = ({ region, origin }) => json(200, { url: origin, region, environment_id: 1 });

/** v1's operations; v2 has its own. */
export const v1Handlers: Readonly<Partial<Record<OperationName, Handler>>> = {
  'GET /api/v1/accounts/region': handleRegion,
  'PUT /api/v1/customers/{identifier}': handleIdentify,
  'DELETE /api/v1/customers/{identifier}': toPerson(deletePerson),
  'POST /api/v1/customers/{identifier}/events': handleEvent,
  'POST /api/v1/customers/{identifier}/suppress': toPerson(suppress),
  'POST /api/v1/customers/{identifier}/unsuppress': toPerson(unsuppress),
  'PUT /api/v1/customers/{identifier}/devices': handleAddDevice,
  'DELETE /api/v1/customers/{identifier}/devices/{device_id}': handleDeleteDevice,
  'POST /api/v1/events': handleAnonymousEvent,
  'POST /api/v1/merge_customers': handleMerge,
};
