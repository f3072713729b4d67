import { describe, expect, it } from 'vitest';
import { basic, createScene, DAY, HOUR, NOW } from './scene.ts';

describe('who a v1 request is about', () => {
  it('17. merges nothing without a primary, and refuses two identifiers on one side', async () => {
    const { call, put, broken, openapi, customerio } = createScene();
    await put('u2');
    const merge = (primary: object, secondary: object): Promise<unknown> =>
      call('POST', '/api/v1/merge_customers', { primary, secondary });
    expect(await merge({ id: 'u1' }, { id: 'u2' })).toEqual({ status: 200, body: {} });
    expect(customerio.person('u2')).toBeDefined();
    expect(customerio.failures()).toHaveLength(1);
    expect([broken(), openapi()]).toEqual([[], []]);
    const error = { meta: { error: expect.stringContaining('primary must hold exactly one') as unknown } };
    expect(await merge({ id: 'u1', email: 'a@b.co' }, { id: 'u2' })).toEqual({ status: 400, body: error });
    expect(broken()).toEqual([17]);
  });

  it('18. moves what the primary lacks on merge, with events that trigger nothing, and removes the secondary', async () => {
    const { call, put, track, anonymous, customerio } = createScene();
    await put('u1', { plan: 'gold' });
    await put('old@b.co', { plan: 'free', city: 'Bonn', anonymous_id: 'a1' });
    await track('old@b.co', { name: 'recent', timestamp: NOW - HOUR });
    await track('old@b.co', { name: 'ancient', timestamp: NOW - 31 * DAY });
    await call('POST', '/api/v1/merge_customers', { primary: { id: 'u1' }, secondary: { email: 'old@b.co' } });
    const merged = customerio.person('u1');
    expect(customerio.persons()).toHaveLength(1);
    expect(merged).toMatchObject({ id: 'u1', email: 'old@b.co', attributes: { plan: 'gold', city: 'Bonn' } });
    const events = merged?.timeline
      .filter(({ kind }) => kind === 'event')
      .map(({ name, triggers, via }) => [name, triggers, via]);
    expect(events).toEqual([['recent', false, 'merge']]);
    await anonymous({ anonymous_id: 'a1', name: 'follows the primary' });
    expect(customerio.person('old@b.co')?.timeline.at(-1)?.name).toBe('follows the primary');
    await put('u2', { phone: '+4930123456' });
    await call('POST', '/api/v1/merge_customers', { primary: { id: 'u1' }, secondary: { id: 'u2' } });
    expect(customerio.persons()).toMatchObject([{ id: 'u1', phone: '+4930123456' }]);
    expect(customerio.person('u2')).toBeUndefined();
  });

  it('19. answers 200 to identifiers of two persons, changes nothing, and shows an attribute update failure', async () => {
    const { put, customerio } = createScene();
    await put('u1', { email: 'one@b.co' });
    await put('u2', { email: 'two@b.co' });
    expect(await put('u1', { email: 'two@b.co', plan: 'gold' })).toEqual({ status: 200, body: {} });
    expect(customerio.failures()).toMatchObject([
      { kind: 'attribute_update_failure', message: expect.stringContaining('different persons') as unknown },
    ]);
    expect(customerio.person('u1')).toMatchObject({ email: 'one@b.co', attributes: {} });
    expect(customerio.person('two@b.co')).toMatchObject({ id: 'u2', attributes: {} });
  });

  it('20. gives a new id to the person who has the email', async () => {
    const { put, customerio } = createScene();
    await put('a@b.co', { plan: 'gold' });
    await put('u1', { email: 'a@b.co', city: 'Bonn' });
    expect(customerio.persons()).toMatchObject([
      { id: 'u1', email: 'a@b.co', attributes: { plan: 'gold', city: 'Bonn' } },
    ]);
    await put('b@b.co');
    await put('b@b.co', { id: 'u2' });
    expect(customerio.person('u2')?.email).toBe('b@b.co');
    expect(customerio.failures()).toEqual([]);
  });

  it('21. compares emails without case, and attribute names with it', async () => {
    const { put, customerio } = createScene();
    await put('Jane@Example.com', { plan: 'gold' });
    await put('jane@example.COM', { Plan: 'free' });
    await put('u1', { email: 'JANE@example.com' });
    expect(customerio.persons()).toMatchObject([{ id: 'u1', attributes: { plan: 'gold', Plan: 'free' } }]);
    await put('U1');
    expect(customerio.persons()).toHaveLength(2);
  });

  it('22. makes nobody when _update is set', async () => {
    const { put, entity, customerio } = createScene();
    expect(await put('u1', { _update: true, plan: 'gold' })).toEqual({ status: 200, body: {} });
    await entity({
      type: 'person',
      action: 'identify',
      identifiers: { id: 'u1' },
      attributes: { _update: true, plan: 'gold' },
    });
    expect(customerio.persons()).toEqual([]);
    expect(customerio.failures().map(({ kind }) => kind)).toEqual([
      'attribute_update_failure',
      'attribute_update_failure',
    ]);
    await put('u1');
    await put('u1', { _update: true, plan: 'gold' });
    expect(customerio.person('u1')?.attributes).toEqual({ plan: 'gold' });
  });

  it('23. lets no older update overwrite a newer value, nor bring back a removed one', async () => {
    const { put, entity, customerio } = createScene();
    await put('u1', { _timestamp: NOW, plan: 'gold', open_cart_id: null });
    await put('u1', { _timestamp: NOW - 1, plan: 'free', open_cart_id: 'c1', city: 'Bonn' });
    await entity({
      type: 'person',
      action: 'identify',
      identifiers: { id: 'u1' },
      timestamp: NOW - 2,
      attributes: { plan: 'none', city: 'Ulm' },
    });
    expect(customerio.person('u1')?.attributes).toEqual({ plan: 'gold', city: 'Bonn' });
    await put('u1', { _timestamp: NOW, plan: 'same second' });
    expect(customerio.person('u1')?.attributes['plan']).toBe('same second');
  });

  it('24. records event data that overrides the campaign', async () => {
    const { track, anonymous, entity, broken } = createScene();
    for (const key of ['recipient', 'from_address', 'reply_to']) {
      expect(await track('u1', { name: 'x', data: { [key]: 'thief@b.co' } })).toMatchObject({ status: 200 });
    }
    await anonymous({ anonymous_id: 'a1', name: 'x', data: { recipient: 'thief@b.co' } });
    await entity({
      type: 'person',
      action: 'event',
      identifiers: { id: 'u1' },
      name: 'x',
      attributes: { reply_to: 'thief@b.co' },
    });
    expect(broken()).toEqual([24, 24, 24, 24, 24]);
  });

  it('25. redirects a European key from the US host, and refuses a US key at the European host', async () => {
    const eu = createScene({
      siteId: 'eu',
      apiKey: 'k',
      region: 'eu',
      otherRegion: { credentials: [{ siteId: 'us', apiKey: 'k' }], url: 'http://us.test' },
    });
    const { url, close } = await eu.customerio.listen();
    const us = createScene({
      siteId: 'us',
      apiKey: 'k',
      otherRegion: { credentials: [{ siteId: 'eu', apiKey: 'k' }], url },
    });
    const american = await us.customerio.listen();
    const send = (authorization: string, redirect: RequestRedirect = 'manual'): Promise<Response> =>
      fetch(`${american.url}/api/v1/customers/u1?x=1`, {
        method: 'PUT',
        redirect,
        headers: { authorization, 'content-type': 'application/json' },
        body: '{}',
      });

    const redirected = await send(basic('eu', 'k'));
    expect([redirected.status, redirected.headers.get('location')]).toEqual([307, `${url}/api/v1/customers/u1?x=1`]);
    expect(us.customerio.persons()).toEqual([]);
    expect((await send(basic('us', 'k'))).status).toBe(200);
    expect(await eu.call('PUT', '/api/v1/customers/u1', {}, { authorization: basic('us', 'k') })).toMatchObject({
      status: 401,
    });
    expect([us.broken(), eu.broken()]).toEqual([[25], [25]]);
    await Promise.all([close(), american.close()]);
  });
});
