import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describeErrors } from '../wire/openapi-errors.ts';
import type { Json } from './model.ts';
import { amend } from './openapi-amendments.ts';
import type { OperationName } from './operation.ts';
import { isUlid, isUnixSeconds } from './parse-event.ts';
import { isJson } from './problem.ts';

/** Returns what the OpenAPI file has against this body for this operation; nothing when it agrees. */
export type OpenapiCheck = (operation: OperationName, body: unknown) => readonly string[];

const FILE = new URL('../../fixtures/customerio-track-api.openapi.json', import.meta.url);

const createAjv = (compat: boolean): Ajv2020 => {
  // Not strict: the file carries keywords of OpenAPI (`discriminator`, `example`).
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addFormat('ulid', isUlid).addFormat('ULID', isUlid);
  ajv.addFormat('unix timestamp', { type: 'number', validate: isUnixSeconds });
  ajv.addSchema({ ...amend(JSON.parse(readFileSync(FILE, 'utf8')) as Json, compat), $id: 'track' });
  return ajv;
};

const pointerSegment = (text: string): string => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));

const operationReference = (operation: OperationName): string => {
  const [method = '', path = ''] = operation.split(' ');
  const media = 'requestBody/content/application~1json/schema';
  return `track#/paths/${pointerSegment(path)}/${method.toLowerCase()}/${media}`;
};

/** Names of the schemas of v2's items; only `identify` of a person is named the other way round. */
const itemSchema = (item: unknown): string | undefined => {
  if (!isJson(item) || typeof item['action'] !== 'string') return undefined;
  if (item['type'] === 'delivery') return 'delivery_operations';
  return item['type'] === 'person' && item['action'] === 'identify'
    ? 'identify_person'
    : `${String(item['type'])}_${item['action']}`;
};

const schemaNames = (ajv: Ajv2020): Json => {
  const root = ajv.getSchema('track')?.schema as { components?: { schemas?: Json } } | undefined; // the file added above
  return root?.components?.schemas ?? {};
};

const itemsOf = (operation: OperationName, body: unknown): readonly unknown[] => {
  if (operation === 'POST /api/v2/entity') return [body];
  const batch = isJson(body) && operation === 'POST /api/v2/batch' ? body['batch'] : undefined;
  return Array.isArray(batch) ? batch : [];
};

/** Creates the check. Schemas are compiled when their operation is first used. */
export const createOpenapiCheck = (compat: boolean): OpenapiCheck => {
  let ajv: Ajv2020 | undefined;
  const validators = new Map<string, ValidateFunction>();
  const validator = (reference: string): ValidateFunction => {
    ajv ??= createAjv(compat);
    const validate = validators.get(reference) ?? ajv.compile({ $ref: reference });
    validators.set(reference, validate);
    return validate;
  };
  const errorsBy = (reference: string, value: unknown): ErrorObject[] => {
    const validate = validator(reference);
    return validate(value) ? [] : (validate.errors ?? []);
  };
  /** "Matches none of twelve schemas" helps nobody: an item is judged again by the schema of its own type and action. */
  const itemErrors = (item: unknown): ErrorObject[] => {
    const name = itemSchema(item);
    return name !== undefined && ajv && name in schemaNames(ajv)
      ? errorsBy(`track#/components/schemas/${name}`, item)
      : [];
  };

  return (operation, body) => {
    const errors = errorsBy(operationReference(operation), body);
    if (errors.length === 0) return [];
    const precise = itemsOf(operation, body).flatMap(itemErrors);
    return describeErrors(precise.length > 0 ? precise : errors);
  };
};
