import { describe, expect, it } from 'vitest';
import { createScene, NOW, ulid } from './scene.ts';

describe('the OpenAPI file', () => {
  it('has nothing against what is documented', async () => {
    const { call, put, track, anonymous, batch, entity, customerio } = createScene();
    const relationships = [
      { identifiers: { object_type_id: '1', object_id: 'sku-1' }, relationship_attributes: { times: 2, price: 49.5 } },
    ];
    await put('u1', {
      ...{
        email: 'a@b.co',
        created_at: NOW,
        _timestamp: NOW,
        anonymous_id: 'a1',
        lifetime_value: 49.5,
        open_cart_id: null,
      },
      cio_relationships: { action: 'add_relationships', relationships },
    });
    for (const type of ['event', 'page', 'screen']) {
      await track('u1', {
        name: 'https://shop.test/',
        type,
        id: ulid(1),
        timestamp: NOW,
        data: { items: [{ price: 49.5 }] },
      });
      await anonymous({ anonymous_id: 'a2', name: 'https://shop.test/', type, timestamp: NOW });
      await entity({
        type: 'person',
        action: type,
        identifiers: { email: 'a@b.co' },
        name: 'x',
        timestamp: NOW,
        attributes: {},
      });
    }
    await call('PUT', '/api/v1/customers/u1/devices', { device: { id: 'd1', platform: 'ios', last_used: NOW } });
    await call('POST', '/api/v1/merge_customers', { primary: { id: 'u1' }, secondary: { email: 'b@b.co' } });
    await batch(
      {
        type: 'person',
        action: 'identify',
        identifiers: { id: 'u1' },
        timestamp: NOW,
        attributes: { lifetime_value: 49.5 },
        cio_relationships: relationships,
      },
      {
        type: 'object',
        action: 'identify',
        identifiers: { object_type_id: '1', object_id: 's' },
        cio_relationships: [{ identifiers: { email: 'a@b.co' } }],
      },
      { type: 'object', action: 'delete', identifiers: { object_type_id: '1', object_id: 's' } },
      { type: 'person', action: 'merge', primary: { id: 'u1' }, secondary: { cio_id: 'c404' } },
      { type: 'person', action: 'delete_relationships', identifiers: { id: 'u1' }, cio_relationships: relationships },
      { type: 'person', action: 'add_device', identifiers: { id: 'u1' }, device: { token: 'd2', platform: 'android' } },
      {
        type: 'delivery',
        action: 'event',
        identifiers: { id: 'd' },
        name: 'opened',
        attributes: { device_token: 't' },
      },
      { type: 'person', action: 'suppress', identifiers: { id: 'u1' } },
    );
    expect(customerio.violations()).toEqual([]);
  });

  it('finds what the statements do not look at, and names the place', async () => {
    const { put, track, entity, openapi, broken } = createScene();
    await put('u1', { email: 'not an email' });
    await put('u1', { unsubscribed: 'yes' });
    await track('u1', { name: 'x', data: { from_address: 'nobody' } });
    await entity({
      type: 'person',
      action: 'page',
      identifiers: { id: 'u1' },
      name: 'x',
      attributes: { keywords: 'a,b' },
    });
    expect(openapi()).toEqual([
      '/email must match format "email"',
      '/unsubscribed must be boolean',
      '/data/from_address must match format "email"',
      '/attributes/keywords must be array',
    ]);
    expect(broken()).toEqual([24]);
  });

  it('judges every item of a batch by the schema of its own type and action', async () => {
    const { batch, openapi } = createScene();
    const good = { type: 'person', action: 'event', identifiers: { id: 'u1' }, name: 'x' };
    await batch(good, { ...good, name: 7 });
    expect(openapi()).toEqual(['/name must be string']);
  });

  it('knows no other operation', async () => {
    const { call, openapi } = createScene();
    expect(await call('POST', '/api/v1/metrics', {})).toMatchObject({ status: 404 });
    expect(await call('GET', '/api/v1/customers/u1')).toMatchObject({ status: 404 });
    expect(openapi()).toEqual([
      'no operation POST /api/v1/metrics is known here',
      'no operation GET /api/v1/customers/u1 is known here',
    ]);
  });
});
