import type { RelayKey } from './keys.ts';
import { pass, refuse, type Step } from './refusal.ts';

/** `none`: no browser asks. `open`: the key has no list. `listed`: the origin is on the key's list. */
export type OriginVerdict = 'none' | 'open' | 'listed' | 'refused';

/** Whether a browser on this origin may use this key. The origin can be forged outside browsers: this is no authentication. */
const judgeOrigin = (key: RelayKey, origin: string | null): OriginVerdict => {
  if (origin === null) return 'none';
  if (key.origins?.includes(origin)) return 'listed';
  // A server key in a page is a leaked secret; an opaque origin is a sandboxed frame, which only a pixel is at home in.
  if (key.kind === 'server') return 'refused';
  if (origin === 'null') return key.kind === 'pixel' ? 'open' : 'refused';
  return key.origins ? 'refused' : 'open';
};

/** 403 for an origin that the key is not for. */
export const checkOrigin = (key: RelayKey, origin: string | null): Step<OriginVerdict> => {
  const verdict = judgeOrigin(key, origin);
  if (verdict !== 'refused') return pass(verdict);
  if (key.kind === 'server') {
    return refuse(
      403,
      'server_key_in_browser',
      `a server key came from a page (${origin}); a page needs a write key, and this server key should be changed`,
    );
  }
  const expected = key.origins?.join(', ') ?? 'any origin but "null"';
  return refuse(
    403,
    'origin_not_allowed',
    `Origin: ${origin} came; this key is for ${expected} ("origins" of the key)`,
  );
};

/** What a preflight may be told that names no key: an origin that at least one key is for. */
export const judgeOriginForAny = (keys: readonly RelayKey[], origin: string | null): OriginVerdict => {
  const verdicts = keys.map((key) => judgeOrigin(key, origin));
  return (['none', 'listed', 'open'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'refused';
};

/** Fetch Metadata: written by the browser, out of reach for a page's script. */
const isSameSite = (request: Request): boolean =>
  ['same-origin', 'same-site'].includes(request.headers.get('sec-fetch-site') ?? '');

/**
 * Headers that let the page read the answer: the origin itself, never "*"; cookies only on our own site and for a listed origin.
 * Every page may read a refusal: it says what anybody learns who asks without a browser, and a client that cannot read it
 * takes a wrong key for a broken network.
 */
export const corsHeaders = (request: Request, verdict: OriginVerdict): Record<string, string> => {
  const origin = request.headers.get('origin');
  const vary = { vary: 'Origin' };
  if (origin === null || verdict === 'none') return vary;
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Retry-After',
    ...(verdict === 'listed' && isSameSite(request) && { 'access-control-allow-credentials': 'true' }),
  };
};

/** Browsers keep a preflight's answer at most this long: Chromium 2 h, Firefox 24 h. */
const PREFLIGHT_MAX_AGE_SECONDS = 86_400;

/** What a preflight is told beside the origin. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'Authorization, Content-Type, Content-Encoding',
  'access-control-max-age': String(PREFLIGHT_MAX_AGE_SECONDS),
};
