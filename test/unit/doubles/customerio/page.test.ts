import { describe, expect, it } from 'vitest';
import { summarise } from '../../../doubles/customerio/summary.ts';
import { createScene, type Scene } from './scene.ts';

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(2)</script>'`;

const get = async ({ customerio }: Scene, path: string): Promise<string> =>
  (await customerio.fetch(new Request(`http://customerio.test${path}`))).text();

describe('the page', () => {
  it('says that it is a stand-in, and what to do while nobody is there', async () => {
    const page = await get(createScene(), '/');
    expect(page).toContain('<title>Customer.io stand-in, for demo and tests</title>');
    expect(page).toContain('Nobody here yet');
    expect(page).toContain('No violations');
    expect(page).toContain('Nothing arrived yet');
  });

  it('shows the chosen person: attributes, timeline, and what cannot trigger a campaign', async () => {
    const scene = createScene();
    await scene.put('jane@b.co', { first_name: 'Jane', plan: 'gold' });
    const items = [{ product_id: 'p1', name: 'Cleanser', quantity: 2, price: 24.5 }];
    await scene.track('jane@b.co', { name: 'cart_viewed', data: { items, value: 49, currency: 'EUR' } });
    await scene.track('jane@b.co', { name: 'order_refunded', timestamp: 1_700_000_000 });
    const fragment = await get(scene, `/_double/fragment?open=p:${scene.customerio.person('jane@b.co')?.cioId}`);
    expect(fragment).toContain('2 × Cleanser, 49.00 EUR');
    expect(fragment).toMatch(/<dt>plan<\/dt>\s*<dd>gold/);
    expect(fragment.match(/cannot trigger a campaign/g)).toHaveLength(1);
    expect(fragment).not.toContain('<html');
  });

  it('shows violations with their statement, and updates that were not applied', async () => {
    const scene = createScene();
    await scene.track('u1', { name: '' });
    await scene.put('cio_unknown');
    const page = await get(scene, '/');
    expect(page).toContain('statement 4');
    expect(page).not.toContain('No violations');
    expect(page).toContain('nobody has cio_id unknown');
  });

  it('escapes everything that came from outside', async () => {
    const scene = createScene({ objectTypes: ['1'] });
    const relationships = [
      { identifiers: { object_type_id: '1', object_id: HOSTILE }, relationship_attributes: { [HOSTILE]: HOSTILE } },
    ];
    await scene.put(HOSTILE, {
      name: HOSTILE,
      [HOSTILE]: HOSTILE,
      cio_relationships: { action: 'add_relationships', relationships },
    });
    await scene.track(HOSTILE, {
      name: HOSTILE.slice(0, 90),
      data: { order_id: HOSTILE, currency: HOSTILE, value: 1, recipient: HOSTILE },
    });
    await scene.anonymous({ anonymous_id: HOSTILE, name: 'x', data: { title: HOSTILE } });
    await scene.put(`cio_${HOSTILE}`);
    const person = `p:${scene.customerio.person(HOSTILE)?.cioId}`;
    for (const open of [person, `a:${HOSTILE}`, HOSTILE]) {
      const page = await get(scene, `/?open=${encodeURIComponent(open)}`);
      expect(page).toContain('&lt;script&gt;alert(2)');
      expect(page).not.toContain('<img');
      expect(page.match(/<script/g)).toHaveLength(1);
    }
  });

  it('allows no script but its own', async () => {
    const { customerio } = createScene();
    const page = await customerio.fetch(new Request('http://customerio.test/'));
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'/);
    const script = await customerio.fetch(new Request('http://customerio.test/_double/page.js'));
    expect(script.headers.get('content-type')).toContain('text/javascript');
  });
});

describe('a summary', () => {
  const cleanser = { name: 'Cleanser', quantity: 2 };
  const toner = { name: 'Toner', quantity: 1 };
  const cases: [string, object][] = [
    ['2 × Cleanser, 49.00 EUR', { items: [cleanser], value: 49, currency: 'EUR' }],
    [
      '+ 1 × Toner, cart: 2 × Cleanser, 1 × Toner, 63.50 EUR',
      { items: [cleanser, toner], added: [toner], value: 63.5, currency: 'EUR' },
    ],
    ['− 1 × Toner, empty cart', { items: [], removed: [toner] }],
    ['order o1, 1 × Toner, 14.50', { order_id: 'o1', items: [toner], total: 14.5 }],
    ['Cleanser, 24.00 EUR', { name: 'Cleanser', price: 24, currency: 'EUR' }],
    ['1 × s1, 1 × s2, 1 × s3 and 1 more', { items: ['s1', 's2', 's3', 's4'].map((sku) => ({ sku })) }],
    ['', { items: 'none', value: 'much', nested: { name: 'x' } }],
  ];
  it.each(cases)('reads "%s"', (text, data) => {
    expect(summarise({ kind: 'event', data: { ...data } })).toBe(text);
  });

  it('of a page is its title, of an identify the names of what was set', () => {
    expect(summarise({ kind: 'page', data: { url: 'https://shop.test/', title: 'Shop' } })).toBe('Shop');
    expect(summarise({ kind: 'identify', data: { email: 'a@b.co', plan: 'gold' } })).toBe('set email, plan');
  });
});
