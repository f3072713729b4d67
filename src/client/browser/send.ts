import type { Reply } from '../core/ports.ts';

/** An attempt that hangs is given up after this. Milliseconds. */
const TIMEOUT_MS = 10_000;
/** Below this many characters gzip saves too little to be worth the work. */
const GZIP_FROM = 2_000;

/** The relay knows gzip by its first bytes; `Content-Encoding` would need a preflight. */
const gzip = (text: string): Promise<Blob> =>
  new Response(new Response(text).body!.pipeThrough(new CompressionStream('gzip'))).blob();

/**
 * One attempt by `fetch`, as `text/plain`, which needs no CORS preflight. Never rejects. A page that leaves cannot wait
 * for gzip; after it, consent may be another.
 */
export const send = async (
  url: string,
  compress: boolean,
  body: string | Blob,
  keepalive: boolean,
  isAllowed?: () => boolean,
): Promise<Reply> => {
  try {
    if (__EXTRAS__ && compress && isAllowed && (body as string).length > GZIP_FROM) body = await gzip(body as string); // text comes
    if (navigator.onLine && (!__EXTRAS__ || !isAllowed || isAllowed())) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body,
        keepalive,
        signal: AbortSignal.timeout?.(TIMEOUT_MS), // Safari 16; without it, a request may hang as long as the browser lets it
        redirect: 'manual',
      });
      return { code: response.status, text: await response.text(), after: response.headers.get('retry-after') };
    }
  } catch {
    // refused, reset, timed out or blocked: the rows stay
  }
  return { code: 0, text: '' };
};
