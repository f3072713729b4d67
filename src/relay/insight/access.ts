import { hmacSha256 } from '../digest.ts';
import { sameText } from '../same-text.ts';

/** What somebody who asks for the activity page may have. `entering`: a good key in the address, to be moved into the cookie. */
type Access = 'granted' | 'entering' | 'denied';

/** Guards the activity page by one key. */
export interface Guard {
  readonly judge: (request: Request) => Promise<Access>;
  /** The Set-Cookie header that remembers a good key; what it holds opens this page only and is not the key. */
  readonly cookie: (request: Request) => Promise<string>;
}

const COOKIE = 'cartline_activity';
/** Keys longer than this are not looked at. */
const MAX_CHARACTERS = 500;

const cookieOf = (request: Request): string | undefined =>
  (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([name]) => name === COOKIE)?.[1];

const bearerOf = (request: Request): string | undefined =>
  /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];

const isSecure = (request: Request, trustProxy: boolean): boolean =>
  new URL(request.url).protocol === 'https:' || (trustProxy && request.headers.get('x-forwarded-proto') === 'https');

/** Creates the guard. `trustProxy`: believe X-Forwarded-Proto when deciding whether the cookie is for https only. */
export const createGuard = (activityKey: string, trustProxy: boolean): Guard => {
  let session: Promise<string> | undefined;
  const sessionOnce = (): Promise<string> => (session ??= hmacSha256(activityKey, 'cartline activity session'));
  const matches = (given: string | null | undefined, secret: string): boolean =>
    typeof given === 'string' && given.length <= MAX_CHARACTERS && sameText(given, secret);

  const judge = async (request: Request): Promise<Access> => {
    const inAddress = new URL(request.url).searchParams.get('key');
    if (inAddress !== null) return matches(inAddress, activityKey) ? 'entering' : 'denied';
    const isKnown = matches(bearerOf(request), activityKey) || matches(cookieOf(request), await sessionOnce());
    return isKnown ? 'granted' : 'denied';
  };

  const cookie = async (request: Request): Promise<string> =>
    `${COOKIE}=${await sessionOnce()}; Path=/; HttpOnly; SameSite=Strict${isSecure(request, trustProxy) ? '; Secure' : ''}`;

  return { judge, cookie };
};
