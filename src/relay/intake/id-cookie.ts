import type { Message } from '../../schema.ts';
import { hmacSha256 } from '../digest.ts';
import { sameText } from '../same-text.ts';
import type { VisitorJoin } from '../store/store.ts';
import type { RelayKey } from './keys.ts';

/**
 * The relay's own memory of who a browser is: scripts cannot read it, and Safari keeps it longer than the seven days
 * that it gives to what scripts write. It links nothing by itself; it says who somebody was whose script lost its id
 * (`context.fresh`), and guards that visitor's history against those who merely know the id.
 */
const COOKIE = 'cartline_id';
/** Browsers cut longer lives to this (RFC 6265bis §5.5). */
const MAX_AGE_SECONDS = 400 * 86_400;
const MAX_CHARACTERS = 400;

/** The visitor whom the request's cookie names; undefined without one, or when it was not made here. */
export const cookieVisitor = async (request: Request, secret: () => Promise<string>): Promise<string | undefined> => {
  const value = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([name]) => name === COOKIE)?.[1];
  const [id = '', signature = ''] = (value ?? '').slice(0, MAX_CHARACTERS).split('.');
  if (!id || !signature) return undefined;
  return sameText(signature, await hmacSha256(await secret(), id)) ? decode(id) : undefined;
};

const decode = (id: string): string | undefined => {
  try {
    return decodeURIComponent(id);
  } catch {
    return undefined; // signed all the same: some other part of the shop writes a cookie of this name
  }
};

const encode = (id: string): string => encodeURIComponent(id).replaceAll('.', '%2E');

const isLocal = (url: URL): boolean => url.hostname === 'localhost' || url.hostname === '127.0.0.1';

const write = async (request: Request, visitor: string, secret: () => Promise<string>): Promise<string> => {
  const id = encode(visitor);
  const value = `${id}.${await hmacSha256(await secret(), id)}`;
  const secure = isLocal(new URL(request.url)) ? '' : '; Secure';
  return `${COOKIE}=${value}; Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
};

/** Written by the browser, out of reach for a page's script: a cookie belongs to the shop's own site only. */
const isFirstParty = (request: Request): boolean => request.headers.get('sec-fetch-site') === 'same-origin';

const markOf = (messages: readonly Message[], mark: 'fresh' | 'reset'): boolean =>
  messages.some(({ context }) => context?.[mark] === true);

/** What a request means for the cookie. */
export interface CookieStep {
  /** The visitor whom the browser showed to be. */
  readonly visitor?: string;
  /** The id that the script has made anew belongs to that visitor. */
  readonly joins: readonly VisitorJoin[];
  /** For the answer: `set-cookie`. */
  readonly headers: Readonly<Record<string, string>>;
  /** For the answer to `context.fresh`. */
  readonly anonymousId?: string;
}

export interface CookieOptions {
  readonly secret: () => Promise<string>;
  /** Whether this visitor's browser has shown the cookie before; then nobody else is given one. */
  readonly isGuarded: (visitor: string) => Promise<boolean>;
}

const none: CookieStep = { joins: [], headers: {} };

/** Reads the cookie of a page's request, and decides what the answer does with it. */
export const stepCookie = async (
  request: Request,
  key: RelayKey,
  messages: readonly Message[],
  receivedAt: number,
  { secret, isGuarded }: CookieOptions,
): Promise<CookieStep> => {
  const speaker = messages.map(({ anonymousId }) => anonymousId).find(Boolean) ?? undefined;
  if (key.kind !== 'write' || !isFirstParty(request) || speaker === undefined) return none;
  const give = async (): Promise<CookieStep['headers']> => ({ 'set-cookie': await write(request, speaker, secret) });
  const known = await cookieVisitor(request, secret);
  if (markOf(messages, 'reset')) return { ...none, ...(known && { visitor: known }), headers: await give() };
  if (known === undefined) return (await isGuarded(speaker)) ? none : { ...none, headers: await give() };
  const joins = markOf(messages, 'fresh') && known !== speaker;
  return {
    ...none,
    visitor: known,
    ...(joins && { joins: [{ anonymousId: speaker, to: known, at: receivedAt }], anonymousId: known }),
  };
};
