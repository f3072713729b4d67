import { MAX_REQUEST_BYTES } from './limits.ts';
import type { Json } from './model.ts';

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** A refusal in the gateway's own words. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly statement: number;
}

const refusal = (status: number, text: string, statement: number): Refusal => ({ status, text, statement });

/** The messages of a request, or why all of them are refused: one bad item costs the whole batch. */
export const readItems = (path: string, text: string, body: unknown): readonly Json[] | Refusal => {
  if (new TextEncoder().encode(text).length > MAX_REQUEST_BYTES)
    return refusal(413, 'request size exceeds max limit', 40);
  if (text === '') return refusal(400, 'request body is nil', 40);
  if (!isJson(body)) return refusal(400, 'invalid json', 40);
  const type = path.slice('/v1/'.length);
  const items: unknown = type === 'batch' ? body['batch'] : [{ type, ...body }];
  if (!Array.isArray(items) || items.length === 0) return refusal(400, 'empty batch payload', 40);
  if (!items.every(isJson)) return refusal(400, 'event is not a valid rudder event', 39);
  const known = items.every((item) => idOf(item['userId']) ?? idOf(item['anonymousId']));
  return known ? items : refusal(400, 'request neither has anonymousId nor userId', 39);
};

/** What the header `AnonymousId` has against it: missing, or another visitor than the items name. */
export const headerProblem = (header: string | null, items: readonly Json[]): string | undefined => {
  if (header === null || header === '') return 'the AnonymousId header is missing: the order of a visitor is lost';
  const visitor = decodeURIComponent(header);
  const other = items.find((item) => (idOf(item['anonymousId']) ?? idOf(item['userId'])) !== visitor);
  return (
    other &&
    `the AnonymousId header says ${visitor}, an item says ${JSON.stringify([other['anonymousId'], other['userId']])}`
  );
};
