import type { Problem } from './problem.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

export const json = (status: number, body: unknown): Response =>
  new Response(`${JSON.stringify(body)}\n`, { status, headers: { 'content-type': JSON_TYPE } });

/** `{}` and a newline: what the live API was recorded to answer. */
export const accepted = (): Response => json(200, {});

/** The body of a 401 is not documented. */
export const unauthorised = (): Response => json(401, { meta: { error: 'Unauthorized request' } });

export const notFound = (message: string): Response => json(404, { meta: { error: message } });

const sentence = ({ field, message }: Problem): string => `${field} ${message}`;

/** v1's shape for events. Its other operations document no 400; they get the same here. */
export const v1Errors = (problems: readonly Problem[]): Response =>
  json(400, { meta: { errors: problems.map(sentence) } });

/** v1's shape for merges. */
export const v1Error = (problems: readonly Problem[]): Response =>
  json(400, { meta: { error: problems.map(sentence).join('; ') } });

export interface V2Error {
  readonly batch_index?: number;
  readonly reason: Problem['reason'];
  readonly field: string;
  readonly message: string;
}

export const toV2Error = ({ reason, field, message }: Problem): V2Error => ({ reason, field, message });

export const v2Errors = (status: 400 | 207, errors: readonly V2Error[]): Response => json(status, { errors });
