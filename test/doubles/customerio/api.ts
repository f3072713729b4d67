import type { Arrival } from '../wire/arrival.ts';
import { accepted, notFound, unauthorised, v1Errors, v2Errors, toV2Error } from './answer.ts';
import { v1Handlers } from './api-v1.ts';
import { handleBatch, handleEntity } from './api-v2.ts';
import { createAuthoriser } from './credentials.ts';
import { bytesOf, MAX_BATCH_BYTES, MAX_ITEM_BYTES } from './limits.ts';
import { violateAll, type Exchange } from './exchange.ts';
import type { CustomerioDoubleOptions, Json } from './model.ts';
import type { OpenapiCheck } from './openapi.ts';
import { matchOperation, type Operation, type OperationName } from './operation.ts';
import { invalid, isJson, parsed, refused, type Parsed, type Problem } from './problem.ts';
import type { Workspace } from './workspace.ts';

const WITHOUT_BODY: readonly OperationName[] = [
  'GET /api/v1/accounts/region',
  'DELETE /api/v1/customers/{identifier}',
  'DELETE /api/v1/customers/{identifier}/devices/{device_id}',
  'POST /api/v1/customers/{identifier}/suppress',
  'POST /api/v1/customers/{identifier}/unsuppress',
];

const maxBytes: Partial<Record<OperationName, number>> = {
  'POST /api/v2/entity': MAX_ITEM_BYTES,
  'POST /api/v2/batch': MAX_BATCH_BYTES,
};

const isJsonType = (contentType: string | null): boolean => /^application\/json\s*(;|$)/i.test(contentType ?? '');

/** The body of an operation that has one: JSON, and an object. */
const readBody = ({ name }: Operation, { headers, text, call }: Arrival): Parsed<Json> => {
  if (WITHOUT_BODY.includes(name)) return parsed({});
  const limit = maxBytes[name];
  const bytes = bytesOf(text);
  if (limit !== undefined && bytes > limit)
    return refused(invalid(26, 'body', `cannot be larger than ${limit} bytes; it came with ${bytes}`));
  const type = headers.get('content-type');
  if (!isJsonType(type))
    return refused(invalid(2, 'content-type', `must be application/json; it came as ${type ?? 'nothing'}`));
  return isJson(call.body) ? parsed(call.body) : refused(invalid(2, 'body', 'must be a JSON object'));
};

const refuse = (version: Operation['version'], problems: readonly Problem[]): Response =>
  version === 'v2' ? v2Errors(400, problems.map(toV2Error)) : v1Errors(problems);

const dispatch = (exchange: Exchange, compat: boolean): Response => {
  const { name } = exchange.operation;
  if (name === 'POST /api/v2/entity') return handleEntity(exchange, compat);
  if (name === 'POST /api/v2/batch') return handleBatch(exchange, compat);
  return v1Handlers[name]?.(exchange) ?? accepted();
};

/** Creates the API proper: who may call, what may be sent, and what becomes of it. */
export const createApi = (
  options: CustomerioDoubleOptions,
  workspace: Workspace,
  openapi: OpenapiCheck,
): ((arrival: Arrival, refusedItems?: readonly number[]) => Response) => {
  const authorise = createAuthoriser(options);
  const { log } = workspace;

  const perform = (operation: Operation, arrival: Arrival, refusedItems: readonly number[]): Response => {
    const { call, url } = arrival;
    const body = readBody(operation, arrival);
    if (!WITHOUT_BODY.includes(operation.name) && call.body !== undefined) {
      const errors = openapi(operation.name, call.body);
      if (errors.length > 0) log.violate('openapi', errors.join('; '), call);
    }
    const exchange: Exchange = {
      ...{ workspace, call, operation, origin: url.origin, region: options.region ?? 'us' },
      body: body.ok ? body.value : {},
      refusedItems,
    };
    if (body.ok) return dispatch(exchange, options.compat ?? false);
    violateAll(exchange, body.problems);
    return refuse(operation.version, body.problems);
  };

  return (arrival, refusedItems = []) => {
    const { call, url, headers } = arrival;
    const authorisation = authorise(headers.get('authorization'));
    if (authorisation.status === 'refused') {
      log.violate(authorisation.statement, authorisation.message, call);
      return unauthorised();
    }
    if (authorisation.status === 'elsewhere') {
      log.violate(25, authorisation.message, call);
      return new Response(null, {
        status: 307,
        headers: { location: `${authorisation.url}${url.pathname}${url.search}` },
      });
    }
    const operation = matchOperation(call.method, url.pathname);
    if (operation) return perform(operation, arrival, refusedItems);
    log.violate('openapi', `no operation ${call.method} ${url.pathname} is known here`, call);
    return notFound(`${call.method} ${url.pathname} is not an operation of this stand-in`);
  };
};
