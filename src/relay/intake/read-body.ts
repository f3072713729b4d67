import { pass, refuse, type Step } from './refusal.ts';

const tooLarge = (maxBytes: number): Step<never> =>
  refuse(
    413,
    'body_too_large',
    `the body is larger than ${maxBytes} bytes (counted when inflated); send smaller batches`,
  );

/** Collects a stream, and gives up at the first byte above the cap. */
const collect = async (stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Step<Uint8Array>> => {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length;
    // Not cancelled: @hono/node-server drains what is left, so that the sender gets our answer and not a reset.
    if (size > maxBytes) return tooLarge(maxBytes);
    chunks.push(read.value);
  }
  return pass(join(chunks, size));
};

const join = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
};

/** A declared length within the cap is kept by the HTTP layer, and reading at once is twice as fast. */
const readRaw = async (request: Request, maxBytes: number): Promise<Step<Uint8Array>> => {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > maxBytes) return tooLarge(maxBytes);
  if (declared === null) return request.body ? collect(request.body, maxBytes) : pass(new Uint8Array());
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.length > maxBytes ? tooLarge(maxBytes) : pass(bytes);
};

/** RFC 1952 §2.3.1: every gzip file begins so; no JSON text does. */
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const inflate = async (bytes: Uint8Array, maxBytes: number): Promise<Step<Uint8Array>> => {
  const copy = new Uint8Array(bytes); // a Blob wants bytes in a buffer of their own
  const inflated = new Blob([copy]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return await collect(inflated, maxBytes);
  } catch {
    return refuse(
      400,
      'invalid_body',
      'the body begins as gzip (1f 8b) but could not be inflated; send it whole, or as plain JSON',
    );
  }
};

/**
 * Reads a body as text, inflating gzip (known by its magic bytes, header or not). The cap holds for what comes and for
 * what it inflates to, while it streams.
 */
export const readBody = async (request: Request, maxBytes: number): Promise<Step<string>> => {
  const raw = await readRaw(request, maxBytes).catch(() =>
    refuse(400, 'invalid_body', 'the body broke off before its end; send it again'),
  );
  const whole = raw.ok && isGzip(raw.value) ? await inflate(raw.value, maxBytes) : raw;
  return whole.ok ? pass(new TextDecoder().decode(whole.value)) : whole;
};
