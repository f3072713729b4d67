import { describe, expect, it } from 'vitest';
import { createScene, DAY, HOUR, NOW } from './scene.ts';

const MINUTE = 60;

describe('how an anonymous visitor becomes known', () => {
  it('14. attaches prior anonymous events of 30 days on identify; those older than 72 hours trigger nothing', async () => {
    const { anonymous, put, customerio } = createScene();
    const ages = { fresh: HOUR, last: 72 * HOUR, old: 72 * HOUR + 1, oldest: 30 * DAY, gone: 30 * DAY + 1 };
    for (const [name, age] of Object.entries(ages)) await anonymous({ anonymous_id: 'a1', name, timestamp: NOW - age });
    expect(customerio.anonymous()[0]?.timeline.map(({ triggers }) => triggers)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    await put('a@b.co', { anonymous_id: 'a1' });
    const events = customerio.person('a@b.co')?.timeline.filter(({ kind }) => kind === 'event') ?? [];
    expect(events.map(({ name, triggers, via }) => [name, triggers, via])).toEqual([
      ['oldest', false, 'anonymous'],
      ['old', false, 'anonymous'],
      ['last', true, 'anonymous'],
      ['fresh', true, 'anonymous'],
    ]);
    expect(customerio.anonymous()).toEqual([]);
    expect(customerio.failures()).toHaveLength(1);
  });

  it('15. leaves an anonymous event that comes more than five minutes after identify anonymous', async () => {
    const { anonymous, put, pass, customerio } = createScene();
    await put('a@b.co', { anonymous_id: 'a1' });
    pass(5 * MINUTE);
    await anonymous({ anonymous_id: 'a1', name: 'in time', timestamp: NOW });
    pass(1);
    await anonymous({ anonymous_id: 'a1', name: 'late', timestamp: NOW });
    await put('a@b.co', { anonymous_id: 'a1' });
    const names = customerio
      .person('a@b.co')
      ?.timeline.filter(({ kind }) => kind === 'event')
      .map(({ name }) => name);
    expect(names).toEqual(['in time']);
    expect(customerio.anonymous()).toMatchObject([
      { anonymousId: 'a1', timeline: [{ name: 'late', triggers: false }] },
    ]);
  });

  it('16. gives an anonymous id to one person only', async () => {
    const { anonymous, put, broken, customerio } = createScene();
    await anonymous({ anonymous_id: 'a1', name: 'x' });
    await put('one@b.co', { anonymous_id: 'a1' });
    await put('one@b.co', { anonymous_id: 'a1' });
    expect(broken()).toEqual([]);
    await put('two@b.co', { anonymous_id: 'a1', plan: 'gold' });
    expect(broken()).toEqual([16]);
    expect(customerio.person('one@b.co')).toMatchObject({ anonymousIds: ['a1'], attributes: { anonymous_id: 'a1' } });
    expect(customerio.person('two@b.co')?.anonymousIds).toEqual([]);
    expect(customerio.person('two@b.co')?.attributes).toEqual({ plan: 'gold' });
    expect(customerio.person('two@b.co')?.timeline.map(({ kind }) => kind)).toEqual(['identify']);
  });
});
