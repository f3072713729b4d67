import { describe, expect, it } from 'vitest';
import { createScene, NOW } from './scene.ts';

const person = (id: string, rest: object = {}): object => ({
  type: 'person',
  action: 'identify',
  identifiers: { id },
  ...rest,
});
const product = (rest: object = {}): object => ({
  type: 'object',
  action: 'identify',
  identifiers: { object_type_id: '1', object_id: 'sku-1' },
  ...rest,
});
const error = (batchIndex: number, fields: object = {}): unknown =>
  expect.objectContaining({ batch_index: batchIndex, ...fields });

describe('what a v2 item must look like', () => {
  it('30. wants exactly one identifier of a person, as a string or a number', async () => {
    const { batch, broken, customerio } = createScene();
    const identifiers = [{}, { id: 'u1', email: 'a@b.co' }, undefined, 'u1', { name: 'Jane' }];
    expect(
      await batch(...identifiers.map((value) => ({ type: 'person', action: 'identify', identifiers: value }))),
    ).toEqual({
      status: 207,
      body: { errors: identifiers.map((_, index) => error(index, { field: 'identifiers' })) },
    });
    const wrong = {
      batch_index: 0,
      reason: 'invalid',
      field: 'identifiers.id',
      message: 'must be a string or a number',
    };
    expect(await batch({ type: 'person', action: 'identify', identifiers: { id: true } })).toEqual({
      status: 207,
      body: { errors: [wrong] },
    });
    expect(broken()).toEqual([30, 30, 30, 30, 30, 30]);
    const good = [{ id: 42 }, { email: 'a@b.co' }, { phone: '+4930123456' }];
    expect(
      await batch(...good.map((value) => ({ type: 'person', action: 'identify', identifiers: value }))),
    ).toMatchObject({ status: 200 });
    expect(customerio.persons()).toMatchObject([{ id: '42' }, { email: 'a@b.co' }, { phone: '+4930123456' }]);
    expect(await batch({ type: 'person', action: 'identify', identifiers: { phone: '030 123456' } })).toMatchObject({
      status: 207,
    });
  });

  it('31. wants the type of an object as a known integer in a string, and creates none by cio_object_id', async () => {
    const { batch, broken, customerio } = createScene({ objectTypes: ['1', '2'] });
    const of = (identifiers: object): object => product({ identifiers });
    const wrong = [
      { object_type_id: 1, object_id: 'a' },
      { object_type_id: 'product', object_id: 'a' },
      { object_type_id: '3', object_id: 'a' },
      { object_id: 'a' },
      { cio_object_id: 'ob404' },
    ];
    expect(await batch(...wrong.map(of))).toEqual({
      status: 207,
      body: { errors: wrong.map((_, index) => error(index)) },
    });
    expect(broken()).toEqual([31, 31, 31, 31, 31]);
    expect(customerio.objects()).toEqual([]);
    await batch(of({ object_type_id: '2', object_id: 'a' }));
    const cioObjectId = customerio.objects()[0]?.cioObjectId ?? '';
    expect(
      await batch(product({ identifiers: { cio_object_id: cioObjectId }, attributes: { name: 'Toner' } })),
    ).toMatchObject({ status: 200 });
    expect(customerio.objects()).toMatchObject([{ objectTypeId: '2', objectId: 'a', attributes: { name: 'Toner' } }]);
  });

  it('32. removes an attribute of an object or a relationship that is set to null or the empty string', async () => {
    const { batch, openapi, customerio } = createScene();
    const related = (attributes: object): object => ({
      cio_relationships: [{ identifiers: { id: 'u1' }, relationship_attributes: attributes }],
    });
    await batch(
      product({
        attributes: { name: 'Cleanser', brand: 'B', size: 'L' },
        ...related({ viewed_at: 1, status: 'open', note: 'n' }),
      }),
    );
    await batch(product({ attributes: { brand: null, size: '' }, ...related({ status: null, note: '' }) }));
    expect(customerio.objects()).toMatchObject([
      { attributes: { name: 'Cleanser' }, relationships: [{ attributes: { viewed_at: 1 } }] },
    ]);
    expect(Object.keys(customerio.objects()[0]?.attributes ?? {})).toEqual(['name']);
    expect(customerio.person('u1')?.relationships).toEqual([
      { objectTypeId: '1', objectId: 'sku-1', attributes: { viewed_at: 1 } },
    ]);
    expect(openapi()).toEqual([]);
  });

  it('33. relates objects to persons only', async () => {
    const { batch, broken, customerio } = createScene();
    const wrong = [{ object_type_id: '1', object_id: 'sku-2' }, { cio_object_id: 'ob1' }];
    const items = wrong.map((identifiers) => product({ cio_relationships: [{ identifiers }] }));
    expect(await batch(...items)).toEqual({
      status: 207,
      body: { errors: [0, 1].map((index) => error(index, { message: 'an object cannot be related to an object' })) },
    });
    expect(broken()).toEqual([33, 33]);
    expect(customerio.objects()).toEqual([]);
  });

  it('34. carries the relationship of an anonymous visitor over to the person on identify', async () => {
    const { batch, openapi, customerio } = createScene();
    const relation = { identifiers: { anonymous_id: 'a1' }, relationship_attributes: { viewed_at: NOW } };
    await batch(product({ action: 'identify_anonymous', cio_relationships: [relation] }));
    expect(customerio.objects()[0]?.relationships).toEqual([{ anonymousId: 'a1', attributes: { viewed_at: NOW } }]);
    await batch(person('u1', { attributes: { anonymous_id: 'a1' } }));
    expect(customerio.person('u1')?.relationships).toMatchObject([
      { objectId: 'sku-1', attributes: { viewed_at: NOW } },
    ]);
    expect(customerio.objects()[0]?.relationships).toHaveLength(1);
    expect(openapi()).toEqual([]);
  });

  it('35. takes an anonymous person event only when told to', async () => {
    const item = { type: 'person', action: 'event', identifiers: { anonymous_id: 'a1' }, name: 'x' };
    const strict = createScene();
    expect(await strict.batch(item)).toEqual({ status: 207, body: { errors: [error(0, { field: 'identifiers' })] } });
    expect(strict.broken()).toEqual([35]);
    expect(strict.customerio.anonymous()).toEqual([]);
    const lenient = createScene({ compat: true });
    expect(await lenient.batch(item)).toEqual({ status: 200, body: {} });
    expect([lenient.broken(), lenient.openapi()]).toEqual([[], []]);
    expect(lenient.customerio.anonymous()).toMatchObject([{ anonymousId: 'a1', timeline: [{ name: 'x' }] }]);
  });
});
