import { describe, expect, it } from 'vitest';
import { createScene, DAY, NOW } from './scene.ts';

describe('the record', () => {
  it('keeps every request in order of arrival, and forgets all on reset', async () => {
    const { put, anonymous, customerio } = createScene();
    await put('u1', { plan: 'gold' });
    await anonymous({ name: 'x', timestamp: NOW - DAY });
    expect(customerio.requests()).toEqual([
      { at: NOW * 1000, method: 'PUT', path: '/api/v1/customers/u1', body: { plan: 'gold' }, status: 200 },
      {
        at: NOW * 1000,
        method: 'POST',
        path: '/api/v1/events',
        body: { name: 'x', timestamp: NOW - DAY },
        status: 400,
      },
    ]);
    expect(customerio.violations()).toMatchObject([
      { at: NOW * 1000, statement: 13, request: { path: '/api/v1/events' } },
    ]);
    customerio.reset();
    expect([customerio.persons(), customerio.requests(), customerio.violations()]).toEqual([[], [], []]);
  });

  it('gives out snapshots that later activity does not change', async () => {
    const { put, track, customerio } = createScene();
    await put('u1');
    const before = customerio.person('u1');
    await track('u1', { name: 'x' });
    expect(before?.timeline).toHaveLength(1);
  });
});
