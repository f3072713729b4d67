/** A platform's largest order has a few hundred lines with all their discounts, taxes and properties. */
export const MAX_BODY_BYTES: number = 4 * 1024 * 1024;

/** The body as it came, `too_large`, or `broken` where it ended before its end. */
export type RawBody = Uint8Array<ArrayBuffer> | 'too_large' | 'broken';

const join = (chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
};

const collect = async (stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<RawBody> => {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length;
    if (size > maxBytes) return 'too_large'; // not cancelled: the server drains the rest, so that our answer arrives
    chunks.push(read.value);
  }
  return join(chunks, size);
};

/** Reads the bytes that were signed: nothing is decoded before the signature was looked at. */
export const readRaw = async (request: Request, maxBytes: number = MAX_BODY_BYTES): Promise<RawBody> => {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 'too_large';
  try {
    return request.body ? await collect(request.body, maxBytes) : new Uint8Array();
  } catch {
    return 'broken'; // the connection went away
  }
};
