import { sha256 } from './digest.ts';

/** A browser script that the relay serves first-party. */
export interface SdkScript {
  /** Its text, as the build made it. */
  readonly source: string;
  /** The same, compressed once at start by whoever can (the Node entry does). */
  readonly encoded?: Readonly<Partial<Record<Encoding, Uint8Array>>>;
}

type Encoding = 'br' | 'gzip';

/** Serves the script under its plain and its hashed name. */
export interface SdkServer {
  /** The file name that never changes its content: cartline.<hash8>.js. */
  readonly hashedName: () => Promise<string>;
  /** `/cartline.js`: kept 5 minutes, then asked for by its ETag. */
  readonly plain: (request: Request) => Promise<Response>;
  /** `/cartline.<hash8>.js`: kept for a year; undefined when the hash is another build's. */
  readonly hashed: (request: Request, name: string) => Promise<Response | undefined>;
}

const PLAIN_CACHE = 'public, max-age=300';
const HASHED_CACHE = 'public, max-age=31536000, immutable';

const common = {
  'content-type': 'text/javascript; charset=utf-8',
  'x-content-type-options': 'nosniff',
  // A shop's page on another origin loads it with crossorigin and integrity.
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  vary: 'Accept-Encoding',
};

/** RFC 9110 §12.5.3: named, and not with the weight 0. */
const accepts = (request: Request, encoding: Encoding): boolean =>
  (request.headers.get('accept-encoding') ?? '').split(',').some((part) => {
    const [name, weight] = part.toLowerCase().split(';');
    return name?.trim() === encoding && !/^\s*q\s*=\s*0(\.0*)?\s*$/.test(weight ?? '');
  });

const choose = (
  request: Request,
  { source, encoded }: SdkScript,
): { body: string | Uint8Array; encoding?: Encoding } => {
  for (const encoding of ['br', 'gzip'] as const) {
    const body = encoded?.[encoding];
    if (body && accepts(request, encoding)) return { body, encoding };
  }
  return { body: source };
};

/** Proxies weaken a tag (W/) when they compress; the content is the same all the same. RFC 9110 §13.1.2 compares weakly. */
const hasTag = (request: Request, hash: string): boolean =>
  (request.headers.get('if-none-match') ?? '')
    .split(',')
    .some((tag) => tag.trim().replace(/^W\//, '').startsWith(`"${hash}`));

/** Serves one script; its hash is computed once, when it is first asked for. */
export const createSdkServer = (sdk: SdkScript): SdkServer => {
  let digest: Promise<string> | undefined;
  const hashOnce = (): Promise<string> => (digest ??= sha256(sdk.source).then((hex) => hex.slice(0, 16)));
  const hashedName = async (): Promise<string> => `cartline.${(await hashOnce()).slice(0, 8)}.js`;

  const respond = async (request: Request, cacheControl: string): Promise<Response> => {
    const hash = await hashOnce();
    const { body, encoding } = choose(request, sdk);
    const headers = {
      ...common,
      'cache-control': cacheControl,
      etag: encoding ? `"${hash}-${encoding}"` : `"${hash}"`,
    };
    if (hasTag(request, hash)) return new Response(null, { status: 304, headers });
    // Bytes of our own, never of a shared buffer, which is all that the type leaves open
    return new Response(body as BodyInit, {
      headers: encoding ? { ...headers, 'content-encoding': encoding } : headers,
    });
  };

  return {
    hashedName,
    plain: (request) => respond(request, PLAIN_CACHE),
    hashed: async (request, name) => (name === (await hashedName()) ? respond(request, HASHED_CACHE) : undefined),
  };
};
