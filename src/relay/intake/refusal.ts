import { shownJson } from '../../schema/shown.ts';

/** Why a whole request is refused. A refused message of a good request is a rejection, not this. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 405 | 413 | 429 | 503;
  readonly code: string;
  /** Names the field, what came and what was expected. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** A step of intake: its value, or the refusal that ends the request. */
export type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** The step went well. */
export const pass = <T>(value: T): Step<T> => ({ ok: true, value });

/** The step ends the request. */
export const refuse = (
  status: Refusal['status'],
  code: string,
  message: string,
  retryAfterSeconds?: number,
): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: { status, code, message, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
});

/** How an error message says what came. */
export const shown = (value: unknown): string => (value === undefined ? 'nothing came' : `${shownJson(value)} came`);
