import { describe, expect, it, vi } from 'vitest';
import { batchOf, identify, track } from '../store/new-message.ts';
import { stateOf } from '../store/contract/asking.ts';
import { newPath } from '../store/sqlite-files.ts';
import { eventsOf, settled, startCustomerio, startRelay, WAIT, type RelayUnderTest } from './relay-under-test.ts';

const statusOf = ({ delivery }: RelayUnderTest): string | undefined => delivery.state()[0]?.status;

/** Moves the clock on, again and again, until the condition holds: what hours of timers would do. */
const passTime = (relay: RelayUnderTest, holds: () => void): Promise<void> =>
  vi.waitFor(() => {
    relay.advanceWhenIdle(5_000);
    holds();
  }, WAIT);

/** A minute goes by as soon as no request is under way. */
const minutePasses = (relay: RelayUnderTest): Promise<void> =>
  vi.waitFor(() => expect(relay.advanceWhenIdle(60_000)).toBe(true), WAIT);

describe('an outage of the destination', () => {
  it('opens the breaker, uses up no attempts, and delivers everything once when it is over', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    const stop = double.inject({ status: 503 });
    const visitors = Array.from({ length: 12 }, (_, index) => `v${index}`);
    const messages = visitors.flatMap((visitor) => [
      identify(0, visitor, { email: `${visitor}@x.co` }),
      track(1, visitor, 'kept'),
    ]);
    await relay.accept(...messages);
    await passTime(relay, () => expect(statusOf(relay)).toMatch(/open|probing/));
    await passTime(relay, () => expect(double.requests().length).toBeGreaterThan(20));
    for (const { messageId } of messages)
      expect(await stateOf(relay.store, messageId)).toMatchObject({ state: 'pending', attempts: 0 });
    stop();
    await passTime(relay, () => expect(double.persons()).toHaveLength(12));
    await passTime(relay, () =>
      expect(visitors.map((visitor) => eventsOf(double, `${visitor}@x.co`))).toEqual(visitors.map(() => ['kept'])),
    );
    await settled(relay);
    expect(statusOf(relay)).toBe('ok');
    expect(double.violations()).toEqual([]);
  });

  it('waits as long as Retry-After asks', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    double.inject({ status: 429, retryAfter: 120, times: 1, when: ({ method }) => method === 'POST' });
    await relay.accept(identify(0, 'v1', { email: 'a@x.co' }));
    await vi.waitFor(() => expect(statusOf(relay)).toBe('open'), WAIT);
    expect(relay.delivery.state()[0]?.nextAttemptAt).toBe(relay.clock.now() + 120_000);
    relay.advance(119_000);
    await relay.accept(identify(1, 'v2', { email: 'b@x.co' }));
    expect(double.persons()).toEqual([]);
    relay.advance(1_000);
    await settled(relay);
    expect(double.persons()).toHaveLength(2);
  });

  it('pauses on refused credentials with an alarm, and loses nothing', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    const mend = double.inject({ status: 401 });
    const message = identify(0, 'v1', { email: 'a@x.co' });
    await relay.accept(message);
    await vi.waitFor(() => expect(statusOf(relay)).toBe('paused'), WAIT);
    expect(relay.log.filter((code) => code === 'destination_paused')).toHaveLength(1);
    expect(relay.delivery.state()[0]?.reason).toContain('401');
    expect(await stateOf(relay.store, message.messageId)).toMatchObject({ state: 'pending', attempts: 0 });
    mend();
    relay.advance(60_000);
    await settled(relay);
    expect(statusOf(relay)).toBe('ok');
    expect(double.person('a@x.co')).toBeDefined();
  });

  it('retries a message that fails alone, then gives it up, and its lane goes on', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    const poisons = ({ body }: { body: unknown }): boolean => JSON.stringify(body ?? '').includes('poison');
    double.inject({ status: 500, when: poisons });
    const poison = track(2, 'v1', 'poison');
    await relay.accept(
      identify(0, 'v1', { email: 'a@x.co' }),
      track(1, 'v1', 'before'),
      poison,
      track(3, 'v1', 'after'),
    );
    for (let minute = 0; minute < 40; minute += 1) {
      await relay.accept(identify(minute, `other${minute}`, { email: `other${minute}@x.co` }));
      await vi.waitFor(() => expect(double.person(`other${minute}@x.co`)).toBeDefined(), WAIT);
      await minutePasses(relay);
    }
    await vi.waitFor(
      async () => expect(await stateOf(relay.store, poison.messageId)).toMatchObject({ state: 'dead' }),
      WAIT,
    );
    await settled(relay);
    expect(eventsOf(double, 'a@x.co')).toEqual(['before', 'after']);
  });
});

describe('a person whose state cannot be sent', () => {
  it('does not hold back the events for good', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    double.inject({ status: 500, when: ({ body }) => JSON.stringify(body ?? '').includes('poison') });
    const first = identify(0, 'v1', { email: 'a@x.co', first_name: 'poison' });
    await relay.accept(first, track(1, 'v1', 'after'));
    for (let minute = 0; minute < 40; minute += 1) {
      await relay.accept(identify(minute, `other${minute}`, { email: `other${minute}@x.co` }));
      await vi.waitFor(() => expect(double.person(`other${minute}@x.co`)).toBeDefined(), WAIT);
      await minutePasses(relay);
    }
    await settled(relay);
    expect(await stateOf(relay.store, first.messageId)).toMatchObject({ state: 'dead' });
    expect(eventsOf(double, 'a@x.co')).toEqual(['after']);
  });

  it('is dead with the answer when it is refused, and the events go on', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    double.inject({ status: 422, times: 1, when: ({ method }) => method === 'POST' });
    const first = identify(0, 'v1', { email: 'a@x.co' });
    await relay.accept(first, track(1, 'v1', 'after'));
    await settled(relay);
    expect(await stateOf(relay.store, first.messageId)).toMatchObject({
      state: 'dead',
      reason: expect.stringContaining('422') as string,
    });
    expect(eventsOf(double, 'a@x.co')).toEqual(['after']);
  });

  it('has its culprit found by halving when a whole batch is refused', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    double.inject({ status: 400, when: ({ body }) => JSON.stringify(body ?? '').includes('culprit') });
    const culprit = track(3, 'v1', 'culprit');
    await relay.accept(
      identify(0, 'v1', { email: 'a@x.co' }),
      track(1, 'v1', 'a'),
      track(2, 'v1', 'b'),
      culprit,
      track(4, 'v1', 'c'),
    );
    await settled(relay);
    expect(await stateOf(relay.store, culprit.messageId)).toMatchObject({ state: 'dead' });
    expect(eventsOf(double, 'a@x.co')).toEqual(['a', 'b', 'c']);
  });
});

describe('the end of a relay', () => {
  it('leaves the lanes to a successor at once', async () => {
    const { double, destination } = await startCustomerio();
    const path = newPath();
    const relay = await startRelay(destination, path);
    double.inject({ kind: 'slow', ms: 200, times: 2 });
    await relay.accept(identify(0, 'v1', { email: 'a@x.co' }), track(1, 'v1', 'one'));
    await vi.waitFor(() => expect(double.requests().some(({ method }) => method === 'POST')).toBe(true), WAIT);
    await relay.delivery.stop();
    await relay.store.append(batchOf(track(2, 'v1', 'two')));
    await relay.store.close();
    const successor = await startRelay(destination, path);
    await settled(successor);
    expect(eventsOf(double, 'a@x.co')).toEqual(['one', 'two']);
  });
});
