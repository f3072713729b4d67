/** A request of any framework: the headers of the Fetch API, or of Node's own. */
export interface WithHeaders {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The cookie in which the script keeps the visitor's id. */
const COOKIE = /(?:^|;\s*)cl_id=([^;]+)/;
/** The relay takes no longer id. */
const MAX_CHARACTERS = 150;

const cookieOf = ({ headers }: WithHeaders): string => {
  if (headers instanceof Headers) return headers.get('cookie') ?? '';
  const { cookie } = headers;
  return typeof cookie === 'string' ? cookie : (cookie ?? []).join('; ');
};

/**
 * Reads the visitor's id from a request to the shop's own server, where the script has put it into a cookie of the shop's
 * domain. Undefined for a visitor without one: a first visit, refused cookies, another domain.
 *
 * @example
 * await trackServer('order_completed', order, { anonymousId: getAnonymousId(request), email: order.email });
 */
export const getAnonymousId = (request: WithHeaders): string | undefined => {
  const id = COOKIE.exec(cookieOf(request))?.[1]?.trim();
  return id && id.length <= MAX_CHARACTERS ? id : undefined;
};
