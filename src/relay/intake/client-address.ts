/** Behind how many proxies of one's own the relay stands, each of which adds the address it saw to X-Forwarded-For. */
export type TrustProxy = boolean | number;

/** @hono/node-server hands on Node's own request; other runtimes do not, and have no address then. */
const peerOf = (env: unknown): string | undefined => {
  const socket = (env as { incoming?: { socket?: { remoteAddress?: unknown } } } | undefined)?.incoming?.socket;
  const address = socket?.remoteAddress;
  return typeof address === 'string' ? address : undefined;
};

/** The address that the outermost proxy of ours saw: what stands before it in the header, anybody may have written. */
const forwarded = (request: Request, proxies: number): string | undefined => {
  const all = (request.headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  return all.at(-Math.min(proxies, all.length)) || undefined;
};

/** Machines of one's own: a proxy without `trustProxy`, a test, a developer. Limiting them would limit everybody. */
const isPrivate = (address: string): boolean =>
  /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
    address,
  ) || /^(::1?$|f[cd][0-9a-f]{2}:|fe80:)/i.test(address);

/** An IPv6 customer has at least a /64 of addresses to go through. */
const networkOf = (address: string): string => {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
};

const withoutPort = (address: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/.exec(address)?.[1] ?? address;

/** Longer than any address. */
const MAX_CHARACTERS = 60;

/**
 * The network that a request came from, for counting: an IPv4 address or an IPv6 /64; undefined where it is unknown, or of
 * a private network.
 */
export const clientAddress = (request: Request, env: unknown, trustProxy: TrustProxy): string | undefined => {
  const proxies = Number(trustProxy);
  const given = (proxies > 0 ? forwarded(request, proxies) : undefined) ?? peerOf(env);
  if (given === undefined || given.length > MAX_CHARACTERS) return undefined;
  const address = withoutPort(given).replace(/^::ffff:(?=\d+\.)/i, '');
  if (isPrivate(address)) return undefined;
  return address.includes(':') ? networkOf(address) : address;
};
