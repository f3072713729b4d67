import 'fake-indexeddb/auto';
import { createCartline } from 'cartline';
import { CartlineProvider, configureCartline, useCartline, type Cartline } from 'cartline/react';
import { act, StrictMode, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const options = { relay: 'https://relay.example', writeKey: 'wk_react' };
let root: Root | undefined;
const seen: Cartline[] = [];
const Probe = (): ReactNode => {
  seen.push(useCartline());
  return 'ready';
};
const render = (node: ReactNode): Promise<void> => {
  const container = document.createElement('div');
  root = createRoot(container);
  return act(() => Promise.resolve(root?.render(node)));
};

beforeEach(() => {
  seen.length = 0;
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  globalThis.fetch = () => new Promise(() => undefined); // a relay that never answers, also after the test
});
afterEach(async () => {
  await act(() => Promise.resolve(root?.unmount()));
  vi.unstubAllGlobals();
});

describe('useCartline', () => {
  it('says what is missing when nobody said which relay', () => {
    expect(() => renderToString(<Probe />)).toThrow('configureCartline');
  });

  it('is one client in StrictMode, in every component, and for createCartline too', async () => {
    configureCartline(options);
    await render(
      <StrictMode>
        <Probe />
        <Probe />
      </StrictMode>,
    );
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set(seen)).toEqual(new Set([createCartline(options)]));
  });

  it('takes the client of the nearest provider', async () => {
    const other = createCartline({ ...options, writeKey: 'wk_other' });
    await render(
      <CartlineProvider client={other}>
        <Probe />
      </CartlineProvider>,
    );
    expect(new Set(seen)).toEqual(new Set([other]));
  });

  it('renders on a server, where it makes nothing and does nothing', () => {
    vi.stubGlobal('document', undefined);
    expect(renderToString(<Probe />)).toBe('ready');
    const [client] = seen;
    client?.track('product_viewed', {
      product_id: 'p',
      name: 'n',
      price: 1,
      currency: 'EUR',
    });
    expect(client?.anonymousId).toBe('');
  });
});
