import { describe, expect, it } from 'vitest';
import { createScene, NOW, ulid } from './scene.ts';

const person = (id: string, rest: object = {}): object => ({
  type: 'person',
  action: 'identify',
  identifiers: { id },
  ...rest,
});
const event = (id: string, rest: object = {}): object => ({
  type: 'person',
  action: 'event',
  identifiers: { id },
  name: 'x',
  ...rest,
});
const product = (rest: object = {}): object => ({
  type: 'object',
  action: 'identify',
  identifiers: { object_type_id: '1', object_id: 'sku-1' },
  ...rest,
});
const error = (batchIndex: number, fields: object = {}): unknown =>
  expect.objectContaining({ batch_index: batchIndex, ...fields }) as unknown;

/** An item whose JSON is exactly so many bytes. */
const itemOf = (bytes: number): object => {
  const bare = JSON.stringify(event('u1', { attributes: { text: '' } })).length;
  return event('u1', { attributes: { text: 'a'.repeat(bytes - bare) } });
};

describe('how v2 takes items', () => {
  it('26. limits an item to 32,000 bytes and a batch to 500,000', async () => {
    const { entity, batch, call, broken, customerio } = createScene();
    expect(await entity(itemOf(32_000))).toMatchObject({ status: 200 });
    expect(await entity(itemOf(32_001))).toMatchObject({ status: 400, body: { errors: [{ reason: 'invalid' }] } });
    expect(await batch(itemOf(32_000), itemOf(32_001))).toEqual({ status: 207, body: { errors: [error(1)] } });
    customerio.reset();
    const items = Array.from({ length: 15 }, () => itemOf(32_000));
    expect(await batch(...items)).toMatchObject({ status: 200 });
    const body = JSON.stringify({ batch: [event('u9')] });
    expect(await call('POST', '/api/v2/batch', body.padEnd(500_000))).toMatchObject({ status: 200 });
    expect(broken()).toEqual([]);
    customerio.reset();
    expect(await call('POST', '/api/v2/batch', body.padEnd(500_001))).toMatchObject({ status: 400 });
    expect(broken()).toEqual([26]);
    expect(customerio.persons()).toEqual([]);
  });

  it('27. answers 207 with the index of the bad item, and applies the good ones', async () => {
    const { batch, broken, openapi, customerio } = createScene();
    const long = { plan: 'x'.repeat(1001) };
    expect(
      await batch(person('u1'), person('u2', { attributes: long }), event('u1', { id: ulid(1), timestamp: NOW })),
    ).toEqual({
      status: 207,
      body: {
        errors: [
          {
            batch_index: 1,
            reason: 'invalid',
            field: 'attributes.plan',
            message: 'property value cannot be longer than 1000 bytes',
          },
        ],
      },
    });
    expect(customerio.persons().map(({ id }) => id)).toEqual(['u1']);
    expect(customerio.person('u1')?.timeline.map(({ name }) => name)).toEqual(['identify', 'x']);
    expect([broken(), openapi()]).toEqual([[9], []]);
  });

  it('28. answers 400 when there is no batch, or it is no array', async () => {
    const { call, broken } = createScene();
    for (const body of [{}, { batch: { 0: person('u1') } }, { batch: 'all' }]) {
      expect(await call('POST', '/api/v2/batch', body)).toEqual({
        status: 400,
        body: {
          errors: [
            { reason: 'invalid', field: 'batch', message: expect.stringContaining('must be an array') as unknown },
          ],
        },
      });
    }
    expect(broken()).toEqual([28, 28, 28]);
  });

  it('29. refuses a type with an action that it has not', async () => {
    const { batch, broken } = createScene();
    const wrong = [
      product({ action: 'event', name: 'x' }),
      person('u1', { action: 'track' }),
      { type: 'delivery', action: 'identify' },
      { action: 'identify' },
    ];
    expect(await batch(...wrong, person('u1'))).toEqual({
      status: 207,
      body: { errors: wrong.map((_, index) => error(index, { field: 'action' })) },
    });
    expect(broken()).toEqual([29, 29, 29, 29]);
  });
});
