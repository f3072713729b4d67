import * as v from 'valibot';
import type { Replay } from '../replay/create-replay.ts';

const seqs = v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.maxLength(1_000));
const requestSchema = v.strictObject({
  what: v.picklist(['dead', 'quarantine']),
  destination: v.optional(v.string()),
  seqs: v.optional(seqs),
});

const EXPECTED = '{ "what": "dead" | "quarantine", "destination"?: "name", "seqs"?: [1, 2] } as application/json';

const json = (status: number, body: unknown): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } });

/** A form of another site can send a cookie, but not this content type without being asked first. */
const isJson = (request: Request): boolean => /^application\/json\b/i.test(request.headers.get('content-type') ?? '');

/** Answers `POST /activity/replay`, once the asker was found to be allowed. */
export const replayEndpoint = async (request: Request, replay: Replay): Promise<Response> => {
  const body: unknown = isJson(request) ? await request.json().catch(() => undefined) : undefined;
  const parsed = v.safeParse(requestSchema, body);
  if (!parsed.success) {
    const came = JSON.stringify(body)?.slice(0, 100) ?? 'nothing';
    return json(400, { error: { code: 'invalid_replay', message: `replay: ${came} came; expected ${EXPECTED}` } });
  }
  return json(200, await replay(parsed.output));
};
