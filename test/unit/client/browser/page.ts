import { vi } from 'vitest';

/** Goes to an address without loading it. */
export const goTo = (url: string): void =>
  (window as unknown as { happyDOM: { setURL: (url: string) => void } }).happyDOM.setURL(url);

export const setHidden = (hidden: boolean): void => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
};

/** Something new under a name of the document or the navigator, until `restore`. */
export const pretend = (owner: object, name: string, value: unknown): (() => void) => {
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  return () => void Reflect.deleteProperty(owner, name);
};

export interface Sent {
  readonly url: string;
  readonly batch: readonly {
    readonly type: string;
    readonly event?: string;
    readonly timestamp: string;
    readonly anonymousId: string;
    readonly properties?: Record<string, unknown>;
    readonly context: Record<string, unknown>;
  }[];
}

/** A relay behind `fetch` that accepts everything, and notes it. */
export const stubRelay = (): Sent[] => {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, { body }: { body: string | Blob }) => {
    const text =
      typeof body === 'string'
        ? body
        : await new Response(body.stream().pipeThrough(new DecompressionStream('gzip'))).text();
    const { batch } = JSON.parse(text) as { batch: (Sent['batch'][number] & { messageId: string })[] }; // our own client wrote it
    sent.push({ url, batch });
    return Response.json({ accepted: batch.map(({ messageId }) => messageId), duplicates: [], rejected: [] });
  });
  return sent;
};

/** Forgets the clients that stand in the page. */
export const forgetClients = (): void => {
  Reflect.deleteProperty(globalThis, Symbol.for('cartline'));
};
