import * as v from 'valibot';
import type { Forget } from '../forget/create-forget.ts';

const requestSchema = v.strictObject({
  who: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500)),
  confirm: v.optional(v.boolean()),
});

const EXPECTED =
  '{ "who": "an email, a phone number, a customer id or an anonymous id", "confirm"?: true } as application/json';

const json = (status: number, body: unknown): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } });

/** A form of another site can send a cookie, but not this content type without being asked first. */
const isJson = (request: Request): boolean => /^application\/json\b/i.test(request.headers.get('content-type') ?? '');

/** Answers `POST /activity/forget`, once the asker was found to be allowed: what was erased, or without `confirm` would be. */
export const forgetEndpoint = async (request: Request, forget: Forget): Promise<Response> => {
  const body: unknown = isJson(request) ? await request.json().catch(() => undefined) : undefined;
  const parsed = v.safeParse(requestSchema, body);
  const erased = parsed.success
    ? await forget({ who: parsed.output.who, isConfirmed: parsed.output.confirm === true })
    : undefined;
  if (erased) return json(200, erased);
  const came = JSON.stringify(body)?.slice(0, 100) ?? 'nothing';
  return json(400, { error: { code: 'invalid_forget', message: `forget: ${came} came; expected ${EXPECTED}` } });
};
