import type { ErrorObject } from 'ajv/dist/2020.js';

const SHOWN_ERRORS = 3;

const depth = ({ instancePath }: ErrorObject): number => instancePath.split('/').length;

/** Of a failed choice between schemas the deepest errors tell most; the branches that were not meant only add noise. */
const telling = (errors: readonly ErrorObject[]): readonly ErrorObject[] => {
  const isChoice = ({ keyword }: ErrorObject): boolean => keyword === 'anyOf' || keyword === 'oneOf';
  const plain = errors.filter((error) => !isChoice(error));
  if (plain.length === 0 || plain.length === errors.length) return errors;
  const deepest = Math.max(...plain.map(depth));
  return plain.filter((error) => depth(error) === deepest);
};

const described = ({ instancePath, message, params }: ErrorObject): string => {
  const detail: unknown = params['allowedValues'] ?? params['additionalProperty'];
  return `${instancePath || '/'} ${message ?? 'is wrong'}${detail === undefined ? '' : ` (${JSON.stringify(detail)})`}`;
};

/** The errors of a validation as a few sentences. */
export const describeErrors = (errors: readonly ErrorObject[]): readonly string[] =>
  [...new Set(telling(errors).map(described))].slice(0, SHOWN_ERRORS);
