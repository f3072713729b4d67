import { describe, expect, it } from 'vitest';
import { createCustomerioDouble } from '../../../doubles/customerio/index.ts';
import { createPipelinesDouble } from '../../../doubles/pipelines/index.ts';
import { customerioPipelines } from '../../../../src/relay/destinations/customerio-pipelines/customerio-pipelines.ts';
import { customerioTrack } from '../../../../src/relay/destinations/customerio-track/customerio-track.ts';
import type { Delivery, Destination } from '../../../../src/relay/destinations/destination.ts';
import type { ObjectOptions } from '../../../../src/relay/destinations/objects/object-types.ts';
import type { Lane, StoredMessage } from '../../../../src/relay/store/store.ts';
import { START } from '../store/new-message.ts';
import { deliver, personLane, storedMessage, storedTrack } from './lanes.ts';

const SECONDS = START / 1_000;
const types: ObjectOptions = {
  product: { typeId: '1', attributes: ['name', 'price', 'currency'] },
  order: { typeId: '2' },
  subscription: { typeId: '3' },
  variant: { typeId: '4', attributes: ['product_id'] },
};

const startTrack = (objects: ObjectOptions = types, objectTypes = ['1', '2', '3', '4']) => {
  const double = createCustomerioDouble({ siteId: 's', apiKey: 'k', objectTypes, now: () => START });
  const destination = customerioTrack({
    ...{ siteId: 's', apiKey: 'k', region: 'us', objects },
    fetch: (url, init) => double.fetch(new Request(url, init)),
  });
  return { double, destination };
};

const at = (seconds: number, stored: StoredMessage): StoredMessage => ({
  ...stored,
  occurredAt: START + seconds * 1_000,
});
const line = (product_id: string, price = 10): Record<string, unknown> => ({
  product_id,
  quantity: 1,
  price,
  name: product_id,
});

const items = ({ double }: ReturnType<typeof startTrack>): Record<string, unknown>[] =>
  double.requests().flatMap(({ body }) => (body as { batch: Record<string, unknown>[] }).batch);
const actions = (track: ReturnType<typeof startTrack>): unknown[] =>
  items(track).map(({ type, action }) => `${String(type)} ${String(action)}`);

/** Delivers to a person as the relay does: what a delivery leaves to remember is there at the next. */
const createPerson = (destination: Destination, about: Partial<Lane['person']> = {}) => {
  let lane = personLane([], about);
  return async (...messages: readonly StoredMessage[]): Promise<Delivery> => {
    const delivery = await deliver(destination, { ...lane, messages });
    const { person } = delivery;
    if (person?.verdict.status === 'ok') lane = { ...lane, deliveredVersion: 1, memory: person.memory };
    return delivery;
  };
};

const viewed = storedTrack(1, 'product_viewed', { ...line('p1'), currency: 'EUR', url: 'https://x.example' });
const order = (seq: number, id: string): StoredMessage =>
  storedTrack(seq, 'order_completed', { order_id: id, items: [line('p1')], total: 10, currency: 'EUR' });

describe('objects and relationships at Customer.io', () => {
  it('are told before the event, with the declared attributes only', async () => {
    const track = startTrack();
    await createPerson(track.destination)(viewed);
    expect(actions(track)).toEqual(['person identify', 'object identify', 'person add_relationships', 'person event']);
    expect(track.double.objects()).toMatchObject([
      { objectTypeId: '1', objectId: 'p1', attributes: { name: 'p1', price: 10, currency: 'EUR' } },
    ]);
    expect(track.double.person('a@x.co')?.relationships).toEqual([
      { objectTypeId: '1', objectId: 'p1', attributes: { viewed_at: SECONDS, status: 'viewed' } },
    ]);
    expect(track.double.violations()).toEqual([]);
  });

  it('are told only where something changed', async () => {
    const track = startTrack();
    const jane = createPerson(track.destination);
    await jane(viewed);
    await createPerson(track.destination, { id: 'p2', email: 'b@x.co' })(
      storedTrack(2, 'product_viewed', { ...line('p1'), currency: 'EUR' }),
    );
    expect(actions(track).filter((action) => action === 'object identify')).toHaveLength(1);
    const before = items(track).length;
    await jane({ ...viewed, seq: 3, deliveryKey: 'shop/m3' });
    expect(actions(track).slice(before)).toEqual(['person event']);
    await jane(at(60, storedTrack(4, 'product_viewed', { ...line('p1', 12), currency: 'EUR' })));
    expect(track.double.objects()[0]?.attributes).toMatchObject({ price: 12 });
    expect(track.double.person('a@x.co')?.relationships[0]?.attributes).toMatchObject({ viewed_at: SECONDS + 60 });
  });

  it('keep the first and the latest purchase and how many there were, whenever the orders arrive', async () => {
    const track = startTrack();
    const jane = createPerson(track.destination);
    await jane(at(100, order(1, 'o1')));
    await jane(at(50, order(2, 'o2')));
    await jane(at(100, { ...order(3, 'o1'), deliveryKey: 'again' }));
    const bought = track.double.person('a@x.co')?.relationships.find(({ objectId }) => objectId === 'p1');
    expect(bought?.attributes).toEqual({
      purchased_at: SECONDS + 50,
      last_purchased_at: SECONDS + 100,
      times_purchased: 2,
      status: 'purchased',
    });
    expect(track.double.objects().map(({ objectTypeId, objectId }) => `${objectTypeId}/${objectId}`)).toEqual([
      '2/o1',
      '1/p1',
      '2/o2',
    ]);
  });

  it('do not fall back to an older status that comes late', async () => {
    const track = startTrack();
    const jane = createPerson(track.destination);
    await jane(
      at(100, order(1, 'o1')),
      at(10, storedTrack(2, 'added_to_cart', { cart_id: 'c', items: [line('p1')], added: [line('p1')] })),
    );
    expect(
      track.double.person('a@x.co')?.relationships.find(({ objectId }) => objectId === 'p1')?.attributes,
    ).toMatchObject({
      status: 'purchased',
      added_to_cart_at: SECONDS + 10,
    });
  });

  it('follow orders and subscriptions, variants with their product, bundles and their parts', async () => {
    const track = startTrack();
    const bundle = { ...line('p9'), variant_id: 'v9', bundle_id: 'b1' };
    await createPerson(track.destination)(
      storedTrack(1, 'order_completed', { order_id: 'o1', items: [bundle], total: 5, currency: 'EUR' }),
      at(5, storedTrack(2, 'order_refunded', { order_id: 'o1', refund_id: 'r1', amount: 5 })),
      storedTrack(3, 'subscription_paused', { subscription_id: 's1', status: 'paused', product_id: 'p9' }),
    );
    const statuses = track.double
      .person('a@x.co')
      ?.relationships.map(
        ({ objectTypeId, objectId, attributes }) => `${objectTypeId}/${objectId} ${String(attributes['status'])}`,
      );
    expect(statuses?.toSorted()).toEqual([
      '1/b1 purchased',
      '1/p9 purchased',
      '2/o1 refunded',
      '3/s1 paused',
      '4/v9 purchased',
    ]);
    expect(track.double.objects().find(({ objectId }) => objectId === 'v9')?.attributes).toEqual({ product_id: 'p9' });
    expect(track.double.violations()).toEqual([]);
  });

  it('of a type that does not exist there cost no event, and are said to be refused', async () => {
    const track = startTrack(types, ['2']);
    const delivery = await createPerson(track.destination)(viewed);
    expect(delivery.messages.map(({ verdict }) => verdict.status)).toEqual(['ok']);
    expect(delivery.refusals?.[0]).toMatch(/object_type_id/);
  });

  it('are told again when nothing of it was answered', async () => {
    const track = startTrack();
    const jane = createPerson(track.destination);
    await jane();
    track.double.inject({ status: 503, times: 1 });
    await jane(viewed);
    await jane(viewed);
    expect(track.double.person('a@x.co')?.relationships).toHaveLength(1);
    expect(track.double.objects()).toHaveLength(1);
  });

  it('come from a server’s group message too', async () => {
    const track = startTrack();
    const traits = { object_type_id: '1', name: 'Box', relationshipAttributes: { role: 'owner' } };
    await createPerson(track.destination)(storedMessage(1, { type: 'group', groupId: 'g1', traits }));
    expect(track.double.person('a@x.co')?.relationships).toEqual([
      { objectTypeId: '1', objectId: 'g1', attributes: { role: 'owner' } },
    ]);
    expect(track.double.objects()).toMatchObject([{ objectId: 'g1', attributes: { name: 'Box' } }]);
  });

  it('are none where an id is blank', async () => {
    const track = startTrack();
    await createPerson(track.destination)(storedTrack(1, 'product_viewed', { ...line(' '), currency: 'EUR' }));
    expect(actions(track)).toEqual(['person identify', 'person event']);
  });

  it('need v2', () => {
    const settings = { siteId: 's', apiKey: 'k', region: 'us' } as const;
    expect(() => customerioTrack({ ...settings, api: 'v1', objects: types })).toThrow(/objects came with api "v1"/);
  });
});

describe('objects at Customer.io Pipelines', () => {
  it('are groups, before the event, only what changed', async () => {
    const double = createPipelinesDouble({ apiKey: 'k', now: () => START });
    const destination = customerioPipelines({
      ...{ apiKey: 'k', region: 'us', objects: types },
      fetch: (url, init) => double.fetch(new Request(url, init)),
    });
    const jane = createPerson(destination);
    await jane(viewed, { ...viewed, seq: 2, deliveryKey: 'shop/m2' });
    expect(double.messages().map(({ type }) => type)).toEqual(['identify', 'group', 'track', 'track']);
    expect(double.messages()[1]?.body).toMatchObject({
      groupId: 'p1',
      userId: 'a@x.co',
      traits: {
        object_type_id: '1',
        name: 'p1',
        price: 10,
        currency: 'EUR',
        relationshipAttributes: { viewed_at: SECONDS, status: 'viewed' },
      },
    });
    expect(double.violations()).toEqual([]);
  });
});
