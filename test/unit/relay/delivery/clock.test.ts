import { expect, it, onTestFinished, vi } from 'vitest';
import { createClockWatch } from '../../../../src/relay/delivery/clock-watch.ts';
import { createDelivery } from '../../../../src/relay/delivery/create-delivery.ts';
import { batchOf, identify, START, track } from '../store/new-message.ts';
import { openSqlite, newPath } from '../store/sqlite-files.ts';
import { eventsOf, settled, startCustomerio, WAIT } from './relay-under-test.ts';

const HOUR_MS = 3_600_000;

it('tells by how much a clock was set back, and nothing of one that goes on or is set ahead', () => {
  let [wall, steady] = [START, 5];
  const setBack = createClockWatch({ now: () => wall, steady: () => steady });
  const pass = (wallMs: number, steadyMs: number): number => {
    wall += wallMs;
    steady += steadyMs;
    return setBack();
  };
  expect(pass(1_000, 1_000)).toBe(0);
  expect(pass(HOUR_MS, 10)).toBe(0);
  expect(pass(-HOUR_MS, 500)).toBe(HOUR_MS + 500);
  expect(pass(1_000, 1_500)).toBe(0);
});

it('waits no longer for a retry when the clock is set back by an hour', async () => {
  const { double, destination } = await startCustomerio();
  const store = await openSqlite(newPath(), [{ name: 'cio', anonymous: 'hold' }]);
  let [wall, steady] = [START + 60_000, 0];
  const log: string[] = [];
  const note = (code: string): void => void log.push(code);
  const logger = { info: note, warn: note, error: note };
  const clocks = { now: () => wall, steady: () => steady };
  const delivery = createDelivery({ store, destinations: [destination], ...clocks, random: () => 0.5, logger });
  delivery.start();
  onTestFinished(() => delivery.stop());
  double.inject({ status: 503, times: 6, when: ({ method }) => method === 'POST' });
  await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' }), track(1, 'v1', 'kept')));
  delivery.wake();
  await vi.waitFor(() => expect(log).toContain('delivery_failed'), WAIT);
  wall -= HOUR_MS;
  await vi.waitFor(() => {
    [wall, steady] = [wall + 5_000, steady + 5_000];
    delivery.wake();
    expect(eventsOf(double, 'a@x.co')).toEqual(['kept']);
    expect(wall).toBeLessThan(START);
  }, WAIT);
  await settled({ store });
  expect(log).toContain('clock_set_back');
});
