import { expect, it, describe } from 'vitest';
import { added, identify, openShop, ordered, track, viewed, type Shop } from './shop.ts';

const noGhosts = ({ double }: Shop): void => {
  expect(double.anonymous()).toEqual([]);
  expect(double.violations()).toEqual([]);
  expect(double.failures()).toEqual([]);
};
const attributes = ({ double }: Shop, identifier: string) => double.person(identifier)?.attributes ?? {};

describe('the decision table, from the page to Customer.io', () => {
  it('unknown | email: a new person, the history released to them, nothing before', async () => {
    const shop = await openShop();
    await shop.page(viewed(10, 'v1'), added(20, 'v1', 'c1'));
    expect(await shop.states('product_viewed')).toEqual([['held', undefined]]);
    expect(shop.double.requests().filter(({ path }) => path.includes('batch'))).toEqual([]);
    await shop.page(identify(30, 'v1', { email: ' Jane@X.co ' }));
    await shop.settled();
    expect(shop.double.persons().map(({ email }) => email)).toEqual(['jane@x.co']);
    expect(shop.did('jane@x.co')).toEqual(['product_viewed', 'added_to_cart']);
    expect(attributes(shop, 'jane@x.co')['open_cart_id']).toBe('c1');
    noGhosts(shop);
  });

  it('unknown | email of an existing person: the history goes to that person', async () => {
    const shop = await openShop();
    await shop.server({ at: 0, type: 'identify', userId: 'u1', traits: { email: 'a@x.co' } });
    await shop.settled();
    await shop.page(viewed(10, 'v1'), identify(20, 'v1', { email: 'A@x.co' }));
    await shop.settled();
    expect(shop.double.persons()).toHaveLength(1);
    expect(shop.did('u1')).toEqual(['product_viewed']);
    noGhosts(shop);
  });

  it('unknown | phone only: a person by phone, the history released', async () => {
    const shop = await openShop();
    await shop.page(viewed(10, 'v1'), identify(20, 'v1', { phone: '+49 151 12345678' }));
    await shop.settled();
    expect(shop.double.persons()).toMatchObject([{ phone: '+4915112345678' }]);
    expect(shop.double.persons()[0]?.timeline.map(({ name }) => name)).toContain('product_viewed');
    noGhosts(shop);
  });

  it('unknown | userId, proven: a person by userId, the email a trait, the history released', async () => {
    const shop = await openShop();
    const proof = await shop.proofOf({ userId: 'u1' });
    await shop.page(viewed(10, 'v1'), identify(20, 'v1', { email: 'a@x.co' }, { userId: 'u1', proof }));
    await shop.settled();
    expect(shop.double.persons()).toMatchObject([{ id: 'u1', email: 'a@x.co' }]);
    expect(shop.did('u1')).toEqual(['product_viewed']);
    noGhosts(shop);
  });

  it('unknown | userId, not proven: a claim that is shown, and nothing is sent; the same on track and page', async () => {
    const shop = await openShop();
    await shop.server({ at: 0, type: 'identify', userId: 'u1', traits: { email: 'a@x.co' } });
    await shop.settled();
    const page = {
      at: 30,
      type: 'page',
      anonymousId: 'v3',
      userId: 'u1',
      properties: { url: 'https://shop.example/' },
    };
    await shop.page(identify(10, 'v1', {}, { userId: 'u1' }), { ...viewed(20, 'v2'), userId: 'u1' }, page);
    await shop.settled();
    expect(shop.did('u1')).toEqual([]);
    const claims = (await shop.feed())
      .filter(({ anonymousId }) => anonymousId)
      .map(({ claimedUserId }) => claimedUserId);
    expect(claims).toEqual(['u1', 'u1', 'u1']);
    expect((await shop.states('page'))[0]?.[0]).toBe('held');
  });

  it('unknown | userId, not proven, with an email: the person by email, without that userId', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }, { userId: 'u1' }), viewed(20, 'v1'));
    await shop.settled();
    expect(shop.double.persons()).toMatchObject([{ email: 'a@x.co' }]);
    expect(shop.double.person('u1')).toBeUndefined();
    expect(shop.did('a@x.co')).toEqual(['product_viewed']);
  });

  it("unknown | userId, not proven, where identityProof is 'off': taken as proven, with a warning at the start", async () => {
    const shop = await openShop({ identityProof: 'off' });
    expect(shop.log).toContainEqual({
      code: 'identity_proof_off',
      reason: expect.stringContaining('act as that person') as string,
    });
    await shop.page(viewed(10, 'v1'), identify(20, 'v1', {}, { userId: 'u1' }));
    await shop.settled();
    expect(shop.did('u1')).toEqual(['product_viewed']);
    expect((await openShop()).log).not.toContainEqual(expect.objectContaining({ code: 'identity_proof_off' }));
  });

  it('email A | userId U, proven, U new: the same person gains U', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), viewed(20, 'v1'));
    await shop.settled();
    await shop.page(
      identify(30, 'v1', {}, { userId: 'u1', proof: await shop.proofOf({ userId: 'u1' }) }),
      viewed(40, 'v1'),
    );
    await shop.settled();
    expect(shop.double.persons()).toMatchObject([{ id: 'u1', email: 'a@x.co' }]);
    expect(shop.did('u1')).toEqual(['product_viewed', 'product_viewed']);
    noGhosts(shop);
  });

  it('email A is P1 | userId U is P2, proven: the visitor goes to P2, the pair is recorded, nothing is merged', async () => {
    const shop = await openShop();
    await shop.server({ at: 0, type: 'identify', userId: 'u2', traits: {} });
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), viewed(20, 'v1'));
    await shop.page(identify(30, 'v1', {}, { userId: 'u2', proof: await shop.proofOf({ userId: 'u2' }) }));
    await shop.page(track(40, 'v1', 'quiz_done'), track(25, 'v1', 'late'));
    await shop.settled();
    expect(shop.double.persons()).toHaveLength(2);
    expect(shop.did('a@x.co')).toEqual(['product_viewed', 'late']);
    expect(shop.did('u2')).toEqual(['quiz_done']);
    const linked = (await shop.feed()).find(({ person }) => person?.userId === 'u2')?.person?.linked;
    expect(linked).toEqual([{ name: 'a@x.co', reason: 'one visitor was both' }]);
  });

  it('email A | email A again, other case or spaces: no change, no second call', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }));
    await shop.settled();
    const before = shop.double.requests().length;
    await shop.page(identify(20, 'v1', { email: ' A@X.CO ' }));
    await shop.settled();
    expect(shop.double.requests()).toHaveLength(before);
  });

  it('userId U, email A | userId U, email B, proven: the same person, the email changes', async () => {
    const shop = await openShop();
    const proof = await shop.proofOf({ userId: 'u1' });
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }, { userId: 'u1', proof }));
    await shop.settled();
    await shop.page(identify(20, 'v1', { email: 'b@x.co' }, { userId: 'u1', proof }), viewed(30, 'v1'));
    await shop.settled();
    expect(shop.double.persons()).toMatchObject([{ id: 'u1', email: 'b@x.co' }]);
    expect(shop.did('u1')).toEqual(['product_viewed']);
  });

  it("email A | email B: another person from here on, A's past stays A's, the open cart follows the visitor", async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), added(20, 'v1', 'c1'));
    await shop.settled();
    await shop.page(identify(30, 'v1', { email: 'b@x.co' }), viewed(40, 'v1'));
    await shop.settled();
    expect(shop.did('a@x.co')).toEqual(['added_to_cart']);
    expect(shop.did('b@x.co')).toEqual(['product_viewed']);
    expect(attributes(shop, 'a@x.co')['open_cart_id'] ?? null).toBeNull();
    expect(attributes(shop, 'b@x.co')['open_cart_id']).toBe('c1');
    noGhosts(shop);
  });

  it("email A | email B, where emailChange is 'same_person': a change of address", async () => {
    const shop = await openShop({ emailChange: 'same_person' });
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), added(20, 'v1', 'c1'));
    await shop.settled();
    await shop.page(identify(30, 'v1', { email: 'b@x.co' }), viewed(40, 'v1'));
    await shop.settled();
    expect(new Set((await shop.feed()).map(({ person }) => person?.email))).toEqual(new Set(['b@x.co']));
    expect(await shop.store.stats()).toMatchObject({ persons: 1 });
    expect(shop.double.persons()).toMatchObject([{ email: 'b@x.co' }]);
    expect(shop.did('b@x.co')).toEqual(['added_to_cart', 'product_viewed']);
  });

  it('email A, cart c | order for cart c under email B: the order is B’s, A’s recovery stops, the pair is recorded', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), added(20, 'v1', 'c1'));
    await shop.settled();
    expect(attributes(shop, 'a@x.co')['open_cart_id']).toBe('c1');
    await shop.server(ordered(30, undefined, '1001', { cart_id: 'c1', email: 'b@x.co' }));
    await shop.page(viewed(40, 'v1'));
    await shop.settled();
    expect(attributes(shop, 'a@x.co')['open_cart_id'] ?? null).toBeNull();
    expect(attributes(shop, 'a@x.co')).not.toHaveProperty('orders_count');
    expect(attributes(shop, 'b@x.co')).toMatchObject({ orders_count: 1, last_cart_id: 'c1' });
    expect(shop.did('b@x.co')).toEqual(['order_completed']);
    expect(shop.did('a@x.co')).toEqual(['added_to_cart', 'product_viewed']);
    expect(shop.double.persons()).toHaveLength(2);
    const linked = (await shop.feed()).find(({ person }) => person?.email === 'b@x.co')?.person?.linked;
    expect(linked).toMatchObject([{ name: 'a@x.co' }]);
  });

  it('userId U | userId V, proven: another person, and nothing is released across', async () => {
    const shop = await openShop();
    await shop.page(
      viewed(10, 'v1'),
      identify(20, 'v1', {}, { userId: 'u1', proof: await shop.proofOf({ userId: 'u1' }) }),
    );
    await shop.page(added(30, 'v1', 'c1'));
    await shop.page(identify(40, 'v1', {}, { userId: 'u2', proof: await shop.proofOf({ userId: 'u2' }) }));
    await shop.page(track(50, 'v1', 'quiz_done'), track(35, 'v1', 'late'));
    await shop.settled();
    expect(shop.did('u1')).toEqual(['product_viewed', 'added_to_cart', 'late']);
    expect(shop.did('u2')).toEqual(['quiz_done']);
    expect(attributes(shop, 'u2')).not.toHaveProperty('open_cart_id');
  });

  it('userId U | userId V | userId U again: each has what happened while it was them, whenever that is told', async () => {
    const shop = await openShop();
    const as = async (at: number, userId: string) => identify(at, 'v1', {}, { userId, proof: await shop.proofOf({ userId }) }); // prettier-ignore
    await shop.page(await as(1_000, 'u1'), track(2_000, 'v1', 'one'), await as(3_000, 'u2'), track(4_000, 'v1', 'two'));
    await shop.page(await as(5_000, 'u1'), track(6_000, 'v1', 'three'), track(2_500, 'v1', 'late'), track(4_500, 'v1', 'later')); // prettier-ignore
    await shop.settled();
    expect(shop.did('u1')).toEqual(['one', 'late', 'three']);
    expect(shop.did('u2')).toEqual(['two', 'later']);
    expect(shop.double.violations()).toEqual([]);
  });

  it('userId U | userId V, where unknown visitors are forwarded: V is not given what was anonymous and became U’s', async () => {
    const shop = await openShop({}, { anonymous: 'forward' });
    await shop.page(track(1_000, 'v1', 'before'));
    await shop.settled();
    await shop.page(identify(2_000, 'v1', {}, { userId: 'u1', proof: await shop.proofOf({ userId: 'u1' }) }));
    await shop.settled();
    await shop.page(
      identify(3_000, 'v1', {}, { userId: 'u2', proof: await shop.proofOf({ userId: 'u2' }) }),
      track(4_000, 'v1', 'after'),
    );
    await shop.settled();
    expect(shop.did('u1')).toEqual(['before']);
    expect(shop.did('u2')).toEqual(['after']);
    expect(shop.double.violations()).toEqual([]);
  });

  it('unknown, cart c | server-side order for cart c with email: the order closes the cart before the release', async () => {
    const shop = await openShop();
    await shop.page(viewed(10, 'v1'), added(20, 'v1', 'c1'));
    await shop.server(ordered(30, undefined, '1001', { cart_id: 'c1', email: 'guest@x.co' }));
    await shop.settled();
    expect(shop.did('guest@x.co')).toEqual(['product_viewed', 'order_completed']);
    expect(await shop.states('added_to_cart')).toEqual([['withheld', expect.stringContaining('order 1001')]]);
    expect(attributes(shop, 'guest@x.co')).toMatchObject({ orders_count: 1, last_cart_id: 'c1' });
    expect(attributes(shop, 'guest@x.co')['open_cart_id'] ?? null).toBeNull();
    noGhosts(shop);
  });

  it.each([
    ['userId', 'u1', { userId: 'u1' }, {}],
    ['email', 'a@x.co', {}, { email: 'a@x.co' }],
  ])('any | server-key track with %s: that person, no visitor needed', async (_, name, envelope, properties) => {
    const shop = await openShop();
    await shop.server(ordered(10, undefined, '1001', properties, envelope));
    await shop.settled();
    expect(shop.double.persons()).toHaveLength(1);
    expect(shop.did(name)).toEqual(['order_completed']);
    noGhosts(shop);
  });

  it('two visitors | the same email: both join, both release, in order of time', async () => {
    const shop = await openShop();
    await shop.page(track(10, 'v1', 'one'), track(20, 'v2', 'two'), track(30, 'v1', 'three'));
    await shop.page(identify(40, 'v1', { email: 'a@x.co' }), identify(50, 'v2', { email: 'A@x.co' }));
    await shop.settled();
    expect(shop.double.persons()).toHaveLength(1);
    expect(shop.did('a@x.co')).toEqual(['one', 'two', 'three']);
  });

  it.each(['/v1/alias', '/v1/merge'])(
    'two persons | %s of a server key: one person, and the answer says it is for good',
    async (path) => {
      const shop = await openShop();
      await shop.page(identify(10, 'v1', { email: 'a@x.co' }), viewed(20, 'v1'));
      await shop.server({ at: 30, type: 'identify', userId: 'u1', traits: { email: 'b@x.co', first_name: 'Jane' } });
      await shop.settled();
      const body = { messageId: 'merge-1', userId: 'u1', previousId: 'a@x.co' };
      const answer = (await (await shop.post('server', body, { path })).json()) as { note?: string };
      expect(shop.log).toContainEqual({ code: 'merge_asked_for', source: 'server', messageId: 'merge-1' });
      expect(answer.note).toContain('neither the relay nor a destination can take a merge back');
      await shop.page(track(40, 'v1', 'quiz_done'));
      await shop.settled();
      expect(await shop.states('alias')).toEqual([['delivered', undefined]]);
      expect(shop.double.persons()).toMatchObject([{ id: 'u1', email: 'b@x.co' }]);
      expect(shop.did('u1')).toEqual(['product_viewed', 'quiz_done']);
      expect(new Set((await shop.feed()).map(({ person }) => person?.userId))).toEqual(new Set(['u1']));
      expect((await shop.post('page', body, { path })).status).toBe(200);
      expect((await shop.store.stats()).quarantined).toBe(1);
    },
  );
});
