import 'fake-indexeddb/auto';
import { createCartline, type Cartline, type CartlineOptions, type ClientEvents } from 'cartline';
import { configureCartline } from 'cartline/react';
import { act, type ReactNode } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { vi } from 'vitest';

/** A page of its own: a client with nothing behind it, what it made of the calls, and a root to render into. */
export interface Page {
  readonly options: CartlineOptions;
  readonly client: Cartline;
  /** Messages so far: "page", "identify", or the event. */
  readonly said: () => string[];
  readonly bodies: () => Record<string, unknown>[];
  readonly errors: ClientEvents['error'][];
  readonly render: (node: ReactNode) => Promise<void>;
  /** Lets React take over what a server has rendered. */
  readonly hydrate: (html: string, node: ReactNode) => Promise<void>;
  readonly close: () => Promise<void>;
}

let pages = 0;

export const openPage = (): Page => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', () => new Promise(() => undefined)); // a relay that never answers
  localStorage.clear();
  const options = { relay: 'https://relay.example', writeKey: `wk_${++pages}` };
  configureCartline(options);
  const client = createCartline(options);
  const bodies: Record<string, unknown>[] = [];
  const errors: ClientEvents['error'][] = [];
  client.on('message', ({ body }) => bodies.push(JSON.parse(body) as Record<string, unknown>));
  client.on('error', (error) => {
    if (error.code === 'call') errors.push(error);
  });
  const container = document.createElement('div');
  let root: Root | undefined;
  return {
    options,
    client,
    errors,
    bodies: () => bodies,
    said: () => bodies.map(({ type, event }) => (event ?? type) as string),
    render: (node) =>
      act(async () => {
        root ??= createRoot(container);
        root.render(node);
        await Promise.resolve();
      }),
    hydrate: (html, node) =>
      act(async () => {
        container.innerHTML = html;
        root = hydrateRoot(container, node);
        await Promise.resolve();
      }),
    close: async () => {
      await act(async () => {
        root?.unmount();
        await Promise.resolve();
      });
      vi.unstubAllGlobals();
    },
  };
};
