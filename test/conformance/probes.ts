import { createScene, HOUR, NOW, ulid } from '../unit/doubles/customerio/scene.ts';
import { createCustomerioDouble } from '../doubles/customerio/index.ts';
import { createRudderstackDouble } from '../doubles/rudderstack/index.ts';
import { toCustomerio } from '../doubles/rudderstack/to-customerio.ts';
import type { Tally } from './tally.ts';

// Statements about what the real APIs do with what they are sent. Nothing that we send can break them; they are put to
// the stand-ins themselves, because every other check rests on them.

type Probe = () => Promise<boolean>;

const named = (scene: ReturnType<typeof createScene>, who: string): string[] =>
  scene.customerio
    .person(who)
    ?.timeline.filter(({ kind }) => kind === 'event')
    .map(({ name }) => name) ?? [];

const relation = { object_type_id: '1', object_id: 'sku-1' };

const anonymousFollows: Probe = async () => {
  const scene = createScene();
  await scene.anonymous({ anonymous_id: 'v1', name: 'new', id: ulid(1), timestamp: NOW - HOUR });
  await scene.anonymous({ anonymous_id: 'v1', name: 'old', id: ulid(2), timestamp: NOW - 73 * HOUR });
  await scene.put('u1', { anonymous_id: 'v1' });
  const timeline = scene.customerio.person('u1')?.timeline ?? [];
  const triggers = (name: string) => timeline.find((entry) => entry.name === name)?.triggers;
  return triggers('new') === true && triggers('old') === false;
};

const lateStaysAnonymous: Probe = async () => {
  const scene = createScene();
  await scene.put('u1', { anonymous_id: 'v1' });
  scene.pass(301);
  await scene.anonymous({ anonymous_id: 'v1', name: 'late', id: ulid(1), timestamp: NOW });
  return named(scene, 'u1').length === 0 && scene.customerio.anonymous().length === 1;
};

const mergeIntoNobody: Probe = async () => {
  const scene = createScene();
  await scene.put('u2', {});
  const absent = await scene.call('POST', '/api/v1/merge_customers', {
    primary: { id: 'u1' },
    secondary: { id: 'u2' },
  });
  const two = await scene.call('POST', '/api/v1/merge_customers', {
    primary: { id: 'a', email: 'b@x.co' },
    secondary: { id: 'u2' },
  });
  return absent.status === 200 && scene.customerio.person('u2') !== undefined && two.status === 400;
};

const mergeTriggersNothing: Probe = async () => {
  const scene = createScene();
  await scene.put('u1', {});
  await scene.put('u2', {});
  await scene.track('u2', { name: 'moved', id: ulid(1), timestamp: NOW });
  await scene.call('POST', '/api/v1/merge_customers', { primary: { id: 'u1' }, secondary: { id: 'u2' } });
  const moved = scene.customerio.person('u1')?.timeline.find(({ name }) => name === 'moved');
  return moved?.triggers === false && scene.customerio.person('u2') === undefined;
};

const conflictFails: Probe = async () => {
  const scene = createScene();
  await scene.put('u1', { email: 'a@x.co' });
  await scene.put('u2', { email: 'b@x.co' });
  const answer = await scene.put('u1', { email: 'b@x.co', plan: 'gold' });
  return answer.status === 200 && scene.customerio.failures().some(({ kind }) => kind === 'attribute_update_failure');
};

const newIdUpdates: Probe = async () => {
  const scene = createScene();
  await scene.put('a@x.co', {});
  await scene.put('u1', { email: 'a@x.co' });
  return scene.customerio.persons().length === 1 && scene.customerio.person('u1') !== undefined;
};

const caseOfEmails: Probe = async () => {
  const scene = createScene();
  await scene.put('A@x.co', { Plan: 1 });
  await scene.put('a@X.co', { plan: 2 });
  const [person, ...others] = scene.customerio.persons();
  return others.length === 0 && person?.attributes['Plan'] === 1 && person.attributes['plan'] === 2;
};

const updateOnly: Probe = async () => {
  const scene = createScene();
  await scene.put('u1', { _update: true });
  return scene.customerio.persons().length === 0;
};

const olderLoses: Probe = async () => {
  const scene = createScene();
  await scene.put('u1', { plan: 'new', _timestamp: NOW });
  await scene.put('u1', { plan: 'old', _timestamp: NOW - 1 });
  return scene.customerio.person('u1')?.attributes['plan'] === 'new';
};

const unknownCioId: Probe = async () => {
  const scene = createScene();
  await scene.put('u1', {});
  const cioId = scene.customerio.person('u1')?.cioId ?? '';
  await scene.track(`cio_${cioId}`, { name: 'known', id: ulid(1) });
  const answer = await scene.track('cio_0', { name: 'unknown', id: ulid(2) });
  return answer.status === 200 && named(scene, 'u1').join() === 'known' && scene.customerio.persons().length === 1;
};

const regions: Probe = async () => {
  const other = { credentials: [{ siteId: 'o', apiKey: 'o' }], url: 'https://track-eu.customer.io' };
  const ask = async (region: 'us' | 'eu') => {
    const double = createCustomerioDouble({ siteId: 's', apiKey: 'k', region, otherRegion: other });
    const headers = { authorization: `Basic ${btoa('o:o')}` };
    return double.fetch(new Request('https://track.customer.io/api/v1/accounts/region', { headers }));
  };
  const [us, eu] = [await ask('us'), await ask('eu')];
  return us.status === 307 && us.headers.get('location')?.startsWith(other.url) === true && eu.status === 401;
};

const oneBadItem: Probe = async () => {
  const scene = createScene();
  const person = { type: 'person', identifiers: { id: 'u1' } };
  const event = { ...person, action: 'event', attributes: {} };
  const answer = await scene.batch({ ...event, name: 'good' }, { ...event, name: '' }, { ...event, name: 'also' });
  const errors = (answer.body as { errors?: { batch_index: number }[] }).errors ?? [];
  const isNamed = answer.status === 207 && errors.every(({ batch_index: index }) => index === 1) && errors.length > 0;
  return isNamed && named(scene, 'u1').join() === 'good,also';
};

const objectTypes: Probe = async () => {
  const scene = createScene();
  const item = { type: 'object', action: 'identify', attributes: {} };
  const bad = [
    { object_type_id: '9', object_id: 'a' },
    { object_type_id: 1, object_id: 'a' },
    { cio_object_id: 'new' },
  ];
  const statuses = await Promise.all(
    bad.map(async (identifiers) => (await scene.batch({ ...item, identifiers })).status),
  );
  return statuses.every((status) => status === 207) && scene.customerio.objects().length === 0;
};

const removal: Probe = async () => {
  const scene = createScene();
  const item = { type: 'object', action: 'identify', identifiers: relation };
  await scene.batch({ ...item, attributes: { name: 'Cleanser', color: 'red', size: 1 } });
  await scene.batch({ ...item, attributes: { color: null, size: '' } });
  return JSON.stringify(scene.customerio.objects()[0]?.attributes) === '{"name":"Cleanser"}';
};

const noObjectToObject: Probe = async () => {
  const scene = createScene();
  const item = {
    type: 'object',
    action: 'identify',
    identifiers: relation,
    cio_relationships: [{ identifiers: relation }],
  };
  return (await scene.batch(item)).status === 207;
};

const anonymousRelation: Probe = async () => {
  const scene = createScene();
  const item = { type: 'object', action: 'identify_anonymous', identifiers: relation };
  await scene.batch({ ...item, cio_relationships: [{ identifiers: { anonymous_id: 'v1' } }] });
  await scene.put('u1', { anonymous_id: 'v1' });
  return scene.customerio.person('u1')?.relationships.length === 1;
};

const dedupeIsOptional: Probe = async () => {
  const send = async (dedupes: boolean) => {
    const double = createRudderstackDouble({ writeKey: 'k', dedupes });
    const batch = [1, 2].map(() => ({ type: 'track', event: 'a', anonymousId: 'v1', messageId: 'm1' }));
    const headers = { authorization: `Basic ${btoa('k:')}`, anonymousid: 'v1' };
    await double.fetch(
      new Request('https://d.example/v1/batch', { method: 'POST', headers, body: JSON.stringify({ batch }) }),
    );
    return double.events().length;
  };
  return (await send(true)) === 1 && (await send(false)) === 2;
};

/** Defects 1, 2, 5 and 6 show when they are provoked; `observe` sees to it that we never do. */
const defects: Probe = () => {
  const about = { messageId: 'm1', timestamp: '2026-11-22T10:00:00.000Z', userKey: '' };
  const send = (body: Record<string, unknown>) => toCustomerio({ ...about, body }, 'eu');
  const group = send({ type: 'group', groupId: 'g', userId: 'u1' });
  const event = send({ type: 'track', event: 'a', userId: 'u1', messageId: 'm1' });
  const leak = send({ type: 'track', event: 'a', anonymousId: 'v1', properties: { email: 'a@x.co' } });
  const dates = send({ type: 'identify', userId: 'u1', traits: { at: '2026-01-01T00:00:00Z' } });
  const shows = [
    group?.url.startsWith('https://track.customer.io/'),
    event && !('id' in event.body),
    leak?.url.endsWith('/customers/a%40x.co/events'),
    dates?.body['at'] === '2026-01-01T00:00:00Z',
  ];
  return Promise.resolve(shows.every(Boolean));
};

const probes: readonly (readonly [number, Probe])[] = [
  [12, unknownCioId],
  [14, anonymousFollows],
  [15, lateStaysAnonymous],
  [17, mergeIntoNobody],
  [18, mergeTriggersNothing],
  [19, conflictFails],
  [20, newIdUpdates],
  [21, caseOfEmails],
  [22, updateOnly],
  [23, olderLoses],
  [25, regions],
  [27, oneBadItem],
  [31, objectTypes],
  [32, removal],
  [33, noObjectToObject],
  [34, anonymousRelation],
  [42, dedupeIsOptional],
  [44, defects],
];

/** Puts the statements about the APIs themselves to the stand-ins, once each. */
export const probe = async (tally: Tally): Promise<void> => {
  for (const [statement, ask] of probes) tally.check(statement, await ask(), () => 'the stand-in does otherwise');
};
