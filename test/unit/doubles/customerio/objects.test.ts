import { describe, expect, it } from 'vitest';
import { createScene } from './scene.ts';

describe('objects', () => {
  const sku = { object_type_id: '1', object_id: 's' };
  const relation = { identifiers: { id: 'u1' }, relationship_attributes: { status: 'open' } };

  it('gain and lose relationships from their own side and from the person’s', async () => {
    const { batch, put, customerio } = createScene();
    const related = (): number => customerio.objects()[0]?.relationships.length ?? 0;
    await batch({ type: 'object', action: 'add_relationships', identifiers: sku, cio_relationships: [relation] });
    expect(related()).toBe(1);
    await put('u1', { cio_relationships: { action: 'delete_relationships', relationships: [{ identifiers: sku }] } });
    expect(related()).toBe(0);
    await batch({
      type: 'person',
      action: 'add_relationships',
      identifiers: { id: 'u1' },
      cio_relationships: [{ identifiers: sku }],
    });
    expect(related()).toBe(1);
    await batch({ type: 'object', action: 'delete_relationships', identifiers: sku, cio_relationships: [relation] });
    expect(related()).toBe(0);
    await batch({ type: 'object', action: 'delete', identifiers: sku });
    expect(customerio.objects()).toEqual([]);
  });

  it('keep the primary’s relationship when persons merge', async () => {
    const { batch, customerio } = createScene();
    const to = (id: string, attributes: object): object => ({
      identifiers: { id },
      relationship_attributes: attributes,
    });
    const relations = [to('u1', { status: 'kept' }), to('u2', { status: 'lost', note: 'filled in' })];
    await batch({ type: 'object', action: 'identify', identifiers: sku, cio_relationships: relations });
    await batch({ type: 'person', action: 'merge', primary: { id: 'u1' }, secondary: { id: 'u2' } });
    expect(customerio.person('u1')?.relationships).toMatchObject([
      { attributes: { status: 'kept', note: 'filled in' } },
    ]);
    expect(customerio.objects()[0]?.relationships).toHaveLength(1);
  });
});
