import { expect, it } from 'vitest';
import { createIntake } from '../../../../src/relay/intake/intake.ts';
import { definePlan } from '../../../../src/schema.ts';
import { createMemoryStore } from './memory-store.ts';
import { NOW, viewed, WRITE_KEY } from './relay-fixture.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('answers 503 and when to come again while too much waits, and takes it in afterwards', async () => {
  const store = createMemoryStore();
  let spinUp = (): void => undefined;
  const disk = new Promise<void>((resolve) => {
    spinUp = resolve;
  });
  const intake = createIntake({
    ...{ plan: definePlan(), keys: [{ key: WRITE_KEY, kind: 'write' }], ordersFrom: 'server' },
    ...{ identitySecret: undefined, identityProof: 'required', limits: {}, logger: silent, now: () => NOW },
    store: { ...store, append: (batch) => disk.then(() => store.append(batch)) },
    onStored: () => undefined,
    turns: { bytes: 1, waitingBytes: 10_000 },
  });
  const send = (messageId: string): Promise<Response> => {
    const padding = 'x'.repeat(8_000);
    const body = JSON.stringify({ writeKey: WRITE_KEY, batch: [viewed(messageId)], padding });
    return intake.receive(new Request('http://relay.test/v1/batch', { method: 'POST', body }), 'batch');
  };
  const [working, waiting] = [send('m-1'), send('m-2')];
  const refused = await send('m-3');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await refused.json()).toMatchObject({ error: { code: 'busy' } });
  spinUp();
  expect((await Promise.all([working, waiting])).map(({ status }) => status)).toEqual([200, 200]);
  expect(await (await send('m-3')).json()).toMatchObject({ accepted: ['m-3'] });
});
