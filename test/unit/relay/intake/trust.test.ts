import { describe, expect, test } from 'vitest';
import { signProof } from '../../../../src/relay/intake/proof.ts';
import { definePlan } from '../../../../src/schema.ts';
import { makeRelay, NOW, PIXEL_KEY, post, send, SERVER_KEY, track, viewed } from './relay-fixture.ts';

const SECRET = 'identity-secret-of-tests';
const identify = (rest: object): object => ({ type: 'identify', messageId: 'i1', anonymousId: 'a-1', ...rest });

describe('a public key', () => {
  test('sets the traits of the plan and consent, nothing else', async () => {
    const { relay, store } = makeRelay({
      plan: definePlan({ browserTraits: ['first_name', 'unsubscribed', '_secret', 'cio_id', 'id'] }),
    });
    const traits = {
      email: 'a@b.example',
      first_name: 'Ada',
      vip: true,
      unsubscribed: true,
      _secret: 1,
      cio_id: 'x',
      id: 'y',
      orders_count: 9,
      lifetime_value: 9,
      anonymous_id: 'z',
      email_consent: true,
    };
    await send(relay, [identify({ traits })]);
    expect(store.messages[0]?.message).toMatchObject({
      traits: { email: 'a@b.example', first_name: 'Ada', email_consent: true },
    });
    expect(Object.keys((store.messages[0]?.message as { traits: object }).traits)).toEqual([
      'email',
      'first_name',
      'email_consent',
    ]);
  });

  test.each(['write', 'pixel'])('(%s) may not say what only the shop knows', async (kind) => {
    const { relay, store } = makeRelay();
    const forbidden = [
      track('order_refunded', { order_id: '1', refund_id: '1', amount: 1 }),
      track('Order Refunded', { order_id: '1' }),
      track('order_cancelled', { order_id: '1' }),
      track('subscription_created', { subscription_id: '1' }),
      track(' SUBSCRIPTION_CANCELLED ', { subscription_id: '1' }),
      track('User Deleted', {}),
      track('user_suppressed', {}),
      { type: 'group', messageId: 'g', anonymousId: 'a', groupId: 'g' },
      { type: 'alias', messageId: 'al', userId: 'u', previousId: 'p' },
    ];
    const { accepted, rejected } = await send(relay, forbidden, kind === 'pixel' ? { key: PIXEL_KEY } : {});
    expect(accepted).toEqual([]);
    expect(new Set(rejected.map(({ code }) => code))).toEqual(new Set(['not_allowed']));
    expect(store.quarantined).toHaveLength(forbidden.length);
  });

  test('cannot turn a message to another recipient', async () => {
    const { relay, store } = makeRelay();
    const evil = { recipient: 'x@evil.example', from_address: 'x', reply_to: 'x' };
    await send(relay, [
      track('quiz_done', { score: 1, ...evil }),
      { type: 'page', messageId: 'p', anonymousId: 'a', properties: { url: 'u', ...evil } },
    ]);
    expect(store.messages.map(({ message }) => 'properties' in message && message.properties)).toEqual([
      { score: 1 },
      { url: 'u' },
    ]);
  });
});

describe('a server key', () => {
  test('is trusted, sets any trait, and may say everything', async () => {
    const { relay, store } = makeRelay();
    const messages = [
      identify({ userId: 'u', traits: { vip: true, lifetime_value: 9 } }),
      track('order_refunded', { order_id: '1', refund_id: 'r', amount: 1 }),
      track('subscription_created', { subscription_id: 's' }),
    ];
    expect((await send(relay, messages, { key: SERVER_KEY })).accepted).toHaveLength(3);
    expect(store.messages.map(({ trusted }) => trusted)).toEqual([true, true, true]);
    expect(store.messages[0]?.message).toMatchObject({ traits: { vip: true, lifetime_value: 9 } });
  });

  test("may speak of a person by email or of an order by its number, without a visitor's id", async () => {
    const { relay } = makeRelay();
    const messages = [
      { type: 'track', messageId: 'm1', event: 'order_cancelled', properties: { order_id: '1' } },
      { type: 'track', messageId: 'm2', event: 'quiz_done', context: { traits: { email: 'a@b.example' } } },
    ];
    expect((await send(relay, messages, { key: SERVER_KEY })).accepted).toEqual(['m1', 'm2']);
  });
});

describe('a proof', () => {
  const later = NOW / 1000 + 60;
  const trustOf = async (message: object): Promise<boolean | undefined> => {
    const { relay, store } = makeRelay({ identitySecret: SECRET });
    await send(relay, [message]);
    return store.messages[0]?.trusted;
  };

  test('of the customer id makes the message trusted, in the message or in its context', async () => {
    const proof = await signProof(SECRET, { userId: 'u1' }, later);
    expect(await trustOf(identify({ userId: 'u1', proof }))).toBe(true);
    expect(await trustOf(identify({ userId: 'u1', context: { proof } }))).toBe(true);
    expect(await trustOf(viewed('m1', { userId: 'u1', proof }))).toBe(true);
  });

  test('of the email counts where there is no customer id, in any spelling', async () => {
    const proof = await signProof(SECRET, { email: ' Ada@Shop.example' }, later);
    expect(await trustOf(identify({ traits: { email: 'ADA@shop.example ' }, proof }))).toBe(true);
    expect(await trustOf(identify({ userId: 'u1', traits: { email: 'ada@shop.example' }, proof }))).toBe(false);
  });

  test('of another person, expired, forged or odd proves nothing, and costs nothing', async () => {
    const good = await signProof(SECRET, { userId: 'u1' }, later);
    const others = [
      await signProof(SECRET, { userId: 'u2' }, later),
      await signProof(SECRET, { userId: 'u1' }, NOW / 1000 - 1),
      await signProof('another-secret', { userId: 'u1' }, later),
      good.replace(/^\d+/, String(later + 1)),
      `${good}0`,
      '',
      7,
      { a: 1 },
    ];
    for (const proof of others) expect(await trustOf(identify({ userId: 'u1', proof }))).toBe(false);
  });

  test('means nothing without an identity secret', async () => {
    const { relay, store } = makeRelay();
    await send(relay, [
      identify({ userId: 'u1', proof: await signProof('', { userId: 'u1' }, later).catch(() => '') }),
    ]);
    expect(store.messages[0]?.trusted).toBe(false);
  });

  test('proves who, not what: the limits of a public key stay', async () => {
    const { relay, store } = makeRelay({ identitySecret: SECRET });
    const proof = await signProof(SECRET, { userId: 'u1' }, later);
    await send(relay, [identify({ userId: 'u1', traits: { lifetime_value: 9 }, proof })]);
    expect(store.messages[0]?.message).toMatchObject({ traits: {} });
    expect(
      (
        await send(relay, [
          track('order_refunded', { order_id: '1', refund_id: 'r', amount: 1 }, { userId: 'u1', proof }),
        ])
      ).rejected,
    ).toHaveLength(1);
  });

  test('is kept nowhere', async () => {
    const { relay, store } = makeRelay({ identitySecret: SECRET });
    const proof = await signProof(SECRET, { userId: 'u1' }, later);
    await send(relay, [
      identify({ userId: 'u1', proof, context: { proof, locale: 'de' } }),
      { type: 'identify', messageId: 'bad', userId: 'u1', proof, traits: 7 },
    ]);
    expect(store.quarantined).toHaveLength(1);
    expect(JSON.stringify([store.messages, store.quarantined])).not.toContain(proof);
    expect(store.messages[0]?.message.context).toEqual({ locale: 'de' });
  });

  test('has the documented form', async () => {
    expect(await signProof('secret', { userId: 'u1' }, 1_800_000_000)).toBe(
      // printf 'u1|1800000000' | openssl dgst -sha256 -hmac secret
      `1800000000.bda814a4109610352579aaa911cc34b4f9d147ce93421abc35a795de64d35d5c`,
    );
  });
});

test('an alias from a server is honoured, from a page it is not', async () => {
  const { relay } = makeRelay();
  const body = { previousId: 'p', userId: 'u' };
  expect(await (await post(relay, body, { path: '/v1/alias' })).json()).toMatchObject({
    accepted: [],
    rejected: [{ code: 'not_allowed' }],
  });
});
