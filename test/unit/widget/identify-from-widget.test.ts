import { identifyFromWidget } from 'cartline/widget';
import { afterEach, describe, expect, it, vi } from 'vitest';

const shopOrigin = 'https://shop.example';
const person = { email: 'jane@example.com', source: 'popup', consent: { email: true } } as const;
const answer = (origin: string, data: unknown): void =>
  void window.dispatchEvent(Object.assign(new MessageEvent('message', { data }), { origin }));

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a widget', () => {
  it('tells the shop alone whom it met, and hears that it was taken', async () => {
    const post = vi.spyOn(window.parent, 'postMessage').mockImplementation(() => undefined);
    const told = identifyFromWidget(person, { shopOrigin });
    const [message, target] = post.mock.calls[0] as unknown as [{ nonce: string; traits: object }, string];
    expect(target).toBe(shopOrigin);
    expect(message).toMatchObject({
      ns: 'cartline',
      v: 1,
      type: 'identify',
      traits: { email: person.email },
      source: 'popup',
    });
    answer(shopOrigin, { ns: 'cartline', v: 1, type: 'acknowledged', nonce: message.nonce });
    expect(await told).toBe('acknowledged');
  });

  it('does not believe an answer of another origin, or to another message', async () => {
    vi.useFakeTimers();
    const post = vi.spyOn(window.parent, 'postMessage').mockImplementation(() => undefined);
    const told = identifyFromWidget(person, { shopOrigin, timeoutMs: 500 });
    const [{ nonce }] = post.mock.calls[0] as unknown as [{ nonce: string }];
    answer('https://evil.example', { ns: 'cartline', v: 1, type: 'acknowledged', nonce });
    answer(shopOrigin, { ns: 'cartline', v: 1, type: 'acknowledged', nonce: 'another' });
    answer(shopOrigin, null);
    vi.advanceTimersByTime(500);
    expect(await told).toBe('timeout');
  });

  it('makes another nonce for each message', () => {
    const post = vi.spyOn(window.parent, 'postMessage').mockImplementation(() => undefined);
    void identifyFromWidget(person, { shopOrigin, timeoutMs: 0 });
    void identifyFromWidget(person, { shopOrigin, timeoutMs: 0 });
    const nonces = post.mock.calls.map(([message]) => (message as { nonce: string }).nonce);
    expect(new Set(nonces).size).toBe(2);
  });
});
