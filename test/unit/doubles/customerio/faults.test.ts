import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listening } from '../../../doubles/customerio/index.ts';
import { basic, createScene, type Scene, ulid } from './scene.ts';

const CAUSE_RESET = { cause: expect.objectContaining({ code: 'ECONNRESET' }) as unknown };

describe('faults, over a real socket', () => {
  let scene: Scene;
  let server: Listening;
  beforeEach(async () => {
    scene = createScene();
    server = await scene.customerio.listen();
  });
  afterEach(() => server.close());

  const track = (n: number): Promise<Response> =>
    fetch(`${server.url}/api/v1/customers/u1/events`, {
      method: 'POST',
      headers: { authorization: basic('site', 'key'), 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x', id: ulid(n) }),
    });
  const stored = (): number => scene.customerio.person('u1')?.timeline.length ?? 0;

  it('answers a status in place of processing, with and without Retry-After, until it is stopped', async () => {
    for (const status of [400, 401, 408, 429, 500, 502, 503, 504]) {
      const stop = scene.customerio.inject({ status });
      const response = await track(1);
      expect([response.status, response.headers.get('retry-after')]).toEqual([status, null]);
      stop();
    }
    scene.customerio.inject({ status: 429, retryAfter: 7, times: 1 });
    expect((await track(1)).headers.get('retry-after')).toBe('7');
    expect(stored()).toBe(0);
    expect((await track(1)).status).toBe(200);
    expect(stored()).toBe(1);
  });

  it('resets the connection after processing', async () => {
    scene.customerio.inject({ kind: 'reset-after-processing', times: 1 });
    await expect(track(1)).rejects.toMatchObject(CAUSE_RESET);
    expect(stored()).toBe(1);
    await track(1);
    expect(stored()).toBe(1);
    expect(scene.customerio.requests()).toMatchObject([
      { status: 200, fault: 'reset-after-processing' },
      { status: 200 },
    ]);
  });

  it('resets the connection before processing', async () => {
    scene.customerio.inject({ kind: 'reset-before-processing', times: 1 });
    await expect(track(1)).rejects.toMatchObject(CAUSE_RESET);
    expect(stored()).toBe(0);
    expect(scene.customerio.requests()).toMatchObject([
      { status: 0, fault: 'reset-before-processing', body: { name: 'x' } },
    ]);
  });

  it('processes at once and answers late', async () => {
    scene.customerio.inject({ kind: 'slow', ms: 60_000 });
    const patience = new AbortController();
    const headers = { authorization: basic('site', 'key'), 'content-type': 'application/json' };
    const answer = fetch(`${server.url}/api/v1/customers/u1`, {
      method: 'PUT',
      headers,
      body: '{}',
      signal: patience.signal,
    });
    await expect.poll(stored).toBe(1);
    patience.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    scene.customerio.reset();
    scene.customerio.inject({ kind: 'slow', ms: 20, times: 1 });
    const started = performance.now();
    expect((await track(1)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(19);
  });

  it('breaks off in the middle of the body, after processing', async () => {
    scene.customerio.inject({ kind: 'truncated-body', times: 1 });
    const response = await track(1);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(stored()).toBe(1);
  });

  it('refuses items of a batch by a 207 that names them, and applies the others', async () => {
    scene.customerio.inject({ kind: 'partial', items: [0, 2], times: 1 });
    const person = (id: string) => ({ type: 'person', action: 'identify', identifiers: { id }, attributes: {} });
    const post = (): Promise<Response> =>
      fetch(`${server.url}/api/v2/batch`, {
        method: 'POST',
        headers: { authorization: basic('site', 'key'), 'content-type': 'application/json' },
        body: JSON.stringify({ batch: ['u1', 'u2', 'u3'].map(person) }),
      });
    const response = await post();
    expect(response.status).toBe(207);
    expect(await response.json()).toMatchObject({ errors: [{ batch_index: 0 }, { batch_index: 2 }] });
    expect(scene.customerio.persons()).toMatchObject([{ id: 'u2' }]);
    expect((await post()).status).toBe(200);
    expect(scene.customerio.violations()).toEqual([]);
  });

  it('shows the same without a network', async () => {
    const { customerio, track: send } = scene;
    customerio.inject({ kind: 'reset-before-processing', times: 1 });
    await expect(send('u1', { name: 'x' })).rejects.toThrow(new TypeError('fetch failed'));
    customerio.inject({ kind: 'truncated-body', times: 1 });
    await expect(send('u1', { name: 'x' })).rejects.toThrow(new TypeError('terminated'));
    expect(stored()).toBe(1);
  });

  it('meets only the requests that it is meant for', async () => {
    scene.customerio.inject({ status: 503, when: ({ body }) => JSON.stringify(body).includes(ulid(2)) });
    expect([(await track(1)).status, (await track(2)).status, (await track(3)).status]).toEqual([200, 503, 200]);
  });

  it('is injected and cleared from another process', async () => {
    const post = (fault: unknown): Promise<Response> =>
      fetch(`${server.url}/_double/faults`, { method: 'POST', body: JSON.stringify(fault) });
    expect((await post({ status: 503, retryAfter: 1 })).status).toBe(200);
    expect((await track(1)).status).toBe(503);
    await fetch(`${server.url}/_double/faults`, { method: 'DELETE' });
    expect((await track(1)).status).toBe(200);
    expect((await post({ kind: 'slow', ms: 1, times: 1 })).status).toBe(200);
    for (const wrong of [{ status: 200 }, { kind: 'explode' }, { kind: 'slow' }, { status: 503, times: 0 }, 'x']) {
      expect((await post(wrong)).status).toBe(400);
    }
  });
});
