import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describeErrors } from '../wire/openapi-errors.ts';

// The OpenAPI file is kept as it was published. What is demonstrably wrong in it: its `oneOf`s offer branches that one
// correct message matches at once (an identify with both ids, any context at all), so that they could never pass.
// They are read as `anyOf`.

const FILE = new URL('../../fixtures/customerio-pipelines-api.openapi.json', import.meta.url);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const amend = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(amend);
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key === 'oneOf' && Array.isArray(value) ? 'anyOf' : key, amend(value)]),
  );
};

/** Returns what the OpenAPI file has against this body at this path; nothing when it agrees. */
export type PipelinesCheck = (path: string, body: unknown) => readonly string[];

/** Creates the check. Schemas are compiled when their operation is first used. */
export const createPipelinesCheck = (): PipelinesCheck => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ ...(amend(JSON.parse(readFileSync(FILE, 'utf8'))) as object), $id: 'pipelines' });
  const validators = new Map<string, ValidateFunction>();
  return (path, body) => {
    const pointer = `pipelines#/paths/~1${path.slice(1)}/post/requestBody/content/application~1json/schema`;
    const validate = validators.get(path) ?? ajv.compile({ $ref: pointer });
    validators.set(path, validate);
    return validate(body) ? [] : describeErrors(validate.errors ?? []);
  };
};
