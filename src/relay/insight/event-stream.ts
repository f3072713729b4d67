/** Sends one event; `id` is what the browser repeats as Last-Event-ID when it comes again. */
export type SendEvent = (event: string, data: unknown, id?: number) => void;

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // nginx holds answers back otherwise
  'x-accel-buffering': 'no',
};

/** Proxies cut connections that are silent for a minute or less. */
const HEARTBEAT_MS = 15_000;
/** Chunks that a reader may lag behind; then it is cut off, and comes again with its Last-Event-ID. */
const MAX_LAG = 200;

const chunk = (event: string, data: unknown, id: number | undefined): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * A response of server-sent events (HTML standard §9.2).
 * @param run is given a way to send, and a signal that aborts when the reader is gone or `until` aborts.
 */
export const eventStream = (until: AbortSignal, run: (send: SendEvent, signal: AbortSignal) => void): Response => {
  const gone = new AbortController();
  const signal = AbortSignal.any([until, gone.signal]);
  const utf8 = new TextEncoder();
  const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    const write = (text: string): void => {
      if (signal.aborted) return;
      controller.enqueue(utf8.encode(text));
      if ((controller.desiredSize ?? 0) < -MAX_LAG) gone.abort();
    };
    const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
    signal.addEventListener('abort', () => {
      clearInterval(heartbeat);
      try {
        controller.close();
      } catch {
        // the reader has cancelled: closed already
      }
    });
    write('retry: 2000\n\n');
    run((event, data, id) => write(chunk(event, data, id)), signal);
  };
  return new Response(new ReadableStream({ start, cancel: () => gone.abort() }), { headers });
};
