import { describe, expect, it } from 'vitest';
import { basic, createScene, NOW, ulid } from './scene.ts';

const meta = (text: RegExp): unknown => ({ meta: { errors: [expect.stringMatching(text)] } });

describe('what a v1 request must look like', () => {
  it('1. answers 401 unless Basic holds the site id and the API key', async () => {
    const { call, customerio, broken } = createScene();
    const wrong = ['', 'Bearer key', 'Basic !!!', basic('site', 'other'), basic('other', 'key'), basic('site:key', '')];
    for (const authorization of wrong) {
      expect(await call('PUT', '/api/v1/customers/u1', {}, { authorization })).toMatchObject({ status: 401 });
    }
    expect(customerio.persons()).toEqual([]);
    expect(broken()).toEqual(wrong.map(() => 1));
    expect(await call('PUT', '/api/v1/customers/u1', {}, { authorization: basic('site', 'key') })).toMatchObject({
      status: 200,
    });
  });

  it('2. refuses a body that is not declared as JSON, or is none', async () => {
    const { call, customerio, broken } = createScene();
    const body = JSON.stringify({ email: 'a@b.co' });
    expect(await call('PUT', '/api/v1/customers/u1', body, { 'content-type': 'text/plain' })).toMatchObject({
      status: 400,
    });
    expect(await call('PUT', '/api/v1/customers/u1', '{"email":')).toMatchObject({ status: 400 });
    expect(await call('PUT', '/api/v1/customers/u1', '["email"]')).toMatchObject({ status: 400 });
    expect(broken()).toEqual([2, 2, 2]);
    expect(customerio.persons()).toEqual([]);
    const charset = { 'content-type': 'application/json; charset=utf-8' };
    expect(await call('PUT', '/api/v1/customers/u1', body, charset)).toMatchObject({ status: 200 });
  });

  it('3. answers a success with {} and a newline', async () => {
    const { customerio } = createScene();
    const { url, close } = await customerio.listen();
    const headers = { authorization: basic('site', 'key'), 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/v1/customers/u1`, { method: 'PUT', headers, body: '{}' });
    expect([response.status, await response.text()]).toEqual([200, '{}\n']);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('content-length')).toBe('3');
    await close();
  });

  it('4. refuses an event without a name', async () => {
    const { track, broken, customerio } = createScene();
    for (const event of [{}, { name: '' }, { name: '  ' }, { name: 7 }]) {
      expect(await track('u1', event)).toEqual({ status: 400, body: meta(/^name is required/) });
    }
    expect(broken()).toEqual([4, 4, 4, 4]);
    expect(customerio.persons()).toEqual([]);
    await track('u1', { name: ' order_completed ' });
    expect(customerio.person('u1')?.timeline[0]?.name).toBe('order_completed');
  });

  it('5. takes times in whole Unix seconds only', async () => {
    const { track, put, batch, broken } = createScene();
    const wrong = [NOW * 1000, '2026-07-25T17:20:00Z', NOW + 0.5, String(NOW), 999_999_999, 100_000_000_000, -1];
    for (const time of wrong) {
      expect(await track('u1', { name: 'x', timestamp: time })).toEqual({ status: 400, body: meta(/timestamp/) });
      expect(await put('u1', { _timestamp: time })).toEqual({ status: 400, body: meta(/_timestamp/) });
      expect(await put('u1', { created_at: time })).toEqual({ status: 400, body: meta(/created_at/) });
    }
    expect(broken()).toEqual(wrong.flatMap(() => [5, 5, 5]));
    const item = { type: 'person', identifiers: { id: 'u1' }, timestamp: NOW * 1000 };
    expect(await batch({ ...item, action: 'identify' }, { ...item, action: 'event', name: 'x' })).toMatchObject({
      status: 207,
      body: { errors: [{ field: 'timestamp' }, { field: 'timestamp' }] },
    });
    expect(await track('u1', { name: 'x', timestamp: 1_000_000_000 })).toMatchObject({ status: 200 });
    expect(await put('u1', { _timestamp: NOW, created_at: NOW })).toMatchObject({ status: 200 });
  });

  it('6. takes a ULID as the id of an event, and stores each id once', async () => {
    const { track, anonymous, broken, customerio } = createScene();
    for (const id of ['order-1', `${ulid(1)}X`, ulid(1).replace('B', 'U'), '8ZZZZZZZZZZZZZZZZZZZZZZZZZ', 12]) {
      expect(await track('u1', { name: 'x', id })).toEqual({ status: 400, body: meta(/^id must be a ULID/) });
    }
    expect(broken()).toEqual([6, 6, 6, 6, 6]);
    await track('u1', { name: 'first', id: ulid(1) });
    expect(await track('u1', { name: 'second', id: ulid(1) })).toEqual({ status: 200, body: {} });
    await anonymous({ anonymous_id: 'a1', name: 'third', id: ulid(1) });
    await track('u1', { name: 'fourth', id: ulid(2) });
    expect(customerio.person('u1')?.timeline.map(({ name }) => name)).toEqual(['first', 'fourth']);
    expect(customerio.anonymous()).toEqual([]);
  });

  it('7. knows the types event, page and screen', async () => {
    const { track, broken, openapi, customerio } = createScene();
    expect(await track('u1', { name: 'x', type: 'track' })).toEqual({ status: 400, body: meta(/^type must be/) });
    expect(broken()).toEqual([7]);
    customerio.reset();
    await track('u1', { name: 'https://shop.test/', type: 'page' });
    await track('u1', { name: 'Home', type: 'screen' });
    await track('u1', { name: 'x', type: 'event' });
    await track('u1', { name: 'y' });
    expect(customerio.person('u1')?.timeline.map(({ kind }) => kind)).toEqual(['page', 'screen', 'event', 'event']);
    expect(openapi()).toEqual([]);
  });

  it('8. counts the bytes of an event: 100 in its name, 100,000 in its data', async () => {
    const { track, broken } = createScene();
    expect(await track('u1', { name: 'é'.repeat(50) })).toMatchObject({ status: 200 });
    expect(await track('u1', { name: 'é'.repeat(51) })).toEqual({ status: 400, body: meta(/^name cannot be longer/) });
    const padding = 100_000 - JSON.stringify({ text: '' }).length;
    expect(await track('u1', { name: 'x', data: { text: 'a'.repeat(padding) } })).toMatchObject({ status: 200 });
    expect(await track('u1', { name: 'x', data: { text: 'a'.repeat(padding + 1) } })).toEqual({
      status: 400,
      body: meta(/^data cannot/),
    });
    expect(await track('u1', { name: 'x', data: [] })).toEqual({ status: 400, body: meta(/^data must be an object/) });
    expect(broken()).toEqual([8, 8, 8]);
  });

  it('9. counts attributes: 150 bytes in a name, 1000 in a value, 300 in all, 150 in an id', async () => {
    const { put, broken, customerio } = createScene();
    const many = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]));
    expect(await put('u1', { ['n'.repeat(150)]: 'é'.repeat(500) })).toMatchObject({ status: 200 });
    expect(await put('u2', many(300))).toMatchObject({ status: 200 });
    expect(await put('i'.repeat(150))).toMatchObject({ status: 200 });
    expect(broken()).toEqual([]);
    expect(await put('u3', { ['é'.repeat(76)]: 1 })).toMatchObject({ status: 400 });
    expect(await put('u3', { plan: 'é'.repeat(501) })).toEqual({
      status: 400,
      body: meta(/^attributes\.plan property value cannot be longer than 1000 bytes/),
    });
    expect(await put('u3', many(301))).toMatchObject({ status: 400 });
    expect(await put('é'.repeat(76))).toMatchObject({ status: 400 });
    expect(await put('a@b.co', { id: 'i'.repeat(151) })).toMatchObject({ status: 400 });
    expect(broken()).toEqual([9, 9, 9, 9, 9]);
    expect(customerio.person('u3')).toBeUndefined();
  });

  it('10. wants cio_relationships as an object in v1 and as an array in v2', async () => {
    const { put, batch, broken, customerio } = createScene();
    const relationships = [{ identifiers: { object_type_id: '1', object_id: 'sku-1' } }];
    const change = { action: 'add_relationships', relationships };
    const item = { type: 'person', action: 'identify', identifiers: { id: 'u1' } };
    expect(await put('u1', { cio_relationships: relationships })).toEqual({
      status: 400,
      body: meta(/^cio_relationships must be an object/),
    });
    expect(await batch({ ...item, cio_relationships: change })).toEqual({
      status: 207,
      body: { errors: [expect.objectContaining({ batch_index: 0, field: 'cio_relationships' })] },
    });
    expect(broken()).toEqual([10, 10]);
    expect(await put('u1', { cio_relationships: change })).toMatchObject({ status: 200 });
    expect(await batch({ ...item, identifiers: { id: 'u2' }, cio_relationships: relationships })).toMatchObject({
      status: 200,
    });
    expect(customerio.objects()[0]?.relationships).toHaveLength(2);
  });

  it('11. keeps every character of a percent-encoded identifier', async () => {
    const { customerio, broken } = createScene();
    const { url, close } = await customerio.listen();
    const headers = { authorization: basic('site', 'key'), 'content-type': 'application/json' };
    const put = (segment: string): Promise<Response> =>
      fetch(`${url}/api/v1/customers/${segment}`, { method: 'PUT', headers, body: '{}' });
    const ids = ['a/b', 'a+b', 'Jane Doe', 'naïve ü', '100%', 'jane+shop@example.com', 'q?x=1#y', '%2F'];
    for (const id of ids) expect((await put(encodeURIComponent(id))).status).toBe(200);
    expect(customerio.persons().map(({ id, email }) => email ?? id)).toEqual(ids);
    expect(broken()).toEqual([]);
    expect((await put('jane@example.com')).status).toBe(200);
    expect((await put('a/b')).status).toBe(404);
    expect((await put('%E0%A4%A')).status).toBe(400);
    expect(broken()).toEqual([11, 11]);
    await close();
  });

  it('12. addresses a person by cio_ and its cio id, and drops what names an unknown one', async () => {
    const { put, track, customerio } = createScene();
    await put('u1');
    const cioId = customerio.person('u1')?.cioId ?? '';
    await put(`cio_${cioId}`, { plan: 'gold' });
    await track(`cio_${cioId}`, { name: 'x' });
    expect(customerio.person('u1')).toMatchObject({ attributes: { plan: 'gold' } });
    expect(await put('cio_ffff', { email: 'a@b.co' })).toEqual({ status: 200, body: {} });
    expect(await track('cio_ffff', { name: 'x' })).toEqual({ status: 200, body: {} });
    expect(customerio.persons()).toHaveLength(1);
    expect(customerio.failures().map(({ kind }) => kind)).toEqual(['dropped', 'dropped']);
  });

  it('13. refuses an anonymous event without an anonymous_id', async () => {
    const { anonymous, broken, customerio } = createScene();
    for (const event of [{ name: 'x' }, { name: 'x', anonymous_id: '' }, { name: 'x', anonymous_id: null }]) {
      expect(await anonymous(event)).toEqual({ status: 400, body: meta(/^anonymous_id/) });
    }
    expect(broken()).toEqual([13, 13, 13]);
    expect(customerio.anonymous()).toEqual([]);
  });
});
