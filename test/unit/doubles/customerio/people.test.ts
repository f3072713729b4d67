import { describe, expect, it } from 'vitest';
import { createScene, HOUR, NOW, ulid } from './scene.ts';

describe('persons', () => {
  it('tells its region, and names itself as the host', async () => {
    const { call } = createScene({ region: 'eu' });
    const answer = { url: 'http://customerio.test', region: 'eu', environment_id: 1 };
    expect(await call('GET', '/api/v1/accounts/region')).toEqual({ status: 200, body: answer });
    expect(await call('GET', '/api/v1/accounts/region', undefined, { authorization: 'Basic eDp5' })).toMatchObject({
      status: 401,
    });
  });

  it('are made by the first event that names them, and keep their events in order of occurrence', async () => {
    const { track, customerio } = createScene();
    await track('a@b.co', { name: 'second', timestamp: NOW - HOUR, data: { value: 1 } });
    await track('A@b.co', { name: 'first', timestamp: NOW - 73 * HOUR });
    expect(customerio.person('a@b.co')?.timeline).toEqual([
      {
        kind: 'event',
        name: 'first',
        timestamp: NOW - 73 * HOUR,
        receivedAt: NOW * 1000,
        data: {},
        triggers: false,
        via: 'known',
      },
      {
        kind: 'event',
        name: 'second',
        timestamp: NOW - HOUR,
        receivedAt: NOW * 1000,
        data: { value: 1 },
        triggers: true,
        via: 'known',
      },
    ]);
  });

  it('can be deleted and come back without their history', async () => {
    const { call, put, track, customerio } = createScene();
    await put('u1', {
      cio_relationships: {
        action: 'add_relationships',
        relationships: [{ identifiers: { object_type_id: '1', object_id: 's' } }],
      },
    });
    await track('u1', { name: 'x', id: ulid(1) });
    expect(await call('DELETE', '/api/v1/customers/u1')).toEqual({ status: 200, body: {} });
    expect(customerio.persons()).toEqual([]);
    expect(customerio.objects()[0]?.relationships).toEqual([]);
    await put('u1');
    expect(customerio.person('u1')?.timeline.map(({ kind }) => kind)).toEqual(['identify']);
  });

  it('stay away while suppressed, under all their identifiers', async () => {
    const { call, put, track, customerio } = createScene();
    await put('u1', { email: 'a@b.co' });
    await call('POST', '/api/v1/customers/u1/suppress');
    await put('u1');
    await put('u2', { email: 'A@b.co' });
    await track('a@b.co', { name: 'x' });
    expect(customerio.persons()).toEqual([]);
    expect(customerio.failures().map(({ kind }) => kind)).toEqual(['dropped', 'dropped', 'dropped']);
    await call('POST', '/api/v1/customers/u1/unsuppress');
    await put('a@b.co');
    expect(customerio.person('a@b.co')).toBeDefined();
  });

  it('merge by themselves when one has only the id and the other only the email: the older stays', async () => {
    const { put, track, pass, customerio } = createScene();
    await put('a@b.co');
    pass(1);
    await put('u1', { plan: 'gold' });
    await track('u1', { name: 'x' });
    const older = customerio.person('a@b.co')?.cioId;
    await put('u1', { email: 'a@b.co' });
    expect(customerio.persons()).toMatchObject([
      { cioId: older, id: 'u1', email: 'a@b.co', attributes: { plan: 'gold' } },
    ]);
    expect(customerio.person('u1')?.timeline.find(({ name }) => name === 'x')).toMatchObject({
      triggers: false,
      via: 'merge',
    });
  });

  it('change their email by cio_id, or by id where the workspace allows it', async () => {
    const strict = createScene();
    await strict.put('u1', { email: 'old@b.co' });
    await strict.put('u1', { email: 'new@b.co' });
    expect(strict.customerio.failures()).toMatchObject([{ kind: 'attribute_update_failure' }]);
    await strict.put(`cio_${strict.customerio.person('u1')?.cioId ?? ''}`, { email: 'new@b.co' });
    expect(strict.customerio.person('new@b.co')?.id).toBe('u1');
    expect(strict.customerio.person('old@b.co')).toBeUndefined();
    const lenient = createScene({ allowEmailUpdatesById: true });
    await lenient.put('u1', { email: 'old@b.co' });
    await lenient.put('u1', { email: 'new@b.co' });
    expect(lenient.customerio.persons()).toMatchObject([{ id: 'u1', email: 'new@b.co' }]);
  });

  it('may share a phone, which addresses the first of them', async () => {
    const { put, entity, customerio } = createScene();
    await put('u1', { phone: '+4930123456' });
    await put('u2', { phone: '+4930123456' });
    await entity({ type: 'person', action: 'event', identifiers: { phone: '+4930123456' }, name: 'x' });
    expect(customerio.failures()).toEqual([]);
    expect(customerio.person('u1')?.timeline.at(-1)?.name).toBe('x');
  });

  it('have devices', async () => {
    const { call, entity, customerio } = createScene();
    await call('PUT', '/api/v1/customers/u1/devices', { device: { id: 'd/1', platform: 'ios' } });
    await entity({
      type: 'person',
      action: 'add_device',
      identifiers: { id: 'u1' },
      device: { token: 'd2', platform: 'ios' },
    });
    await call('DELETE', '/api/v1/customers/u1/devices/d%2F1');
    expect(customerio.person('u1')?.devices).toEqual([{ token: 'd2', platform: 'ios' }]);
  });

  it('have at most 300 attributes', async () => {
    const { put, customerio } = createScene();
    await put('u1', Object.fromEntries(Array.from({ length: 299 }, (_, n) => [`k${n}`, n])));
    await put('u1', { one_more: 1, too_many: 2 });
    expect(customerio.person('u1')?.attributes).not.toHaveProperty('one_more');
    expect(customerio.failures()).toMatchObject([{ kind: 'attribute_update_failure' }]);
  });
});
