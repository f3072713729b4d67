import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSendLock } from '../../../../src/client/browser/send-lock.ts';

afterEach(() => vi.unstubAllGlobals());

type Callback = (lock: object | null) => unknown;
const locks = (request: (name: string, options: object, callback: Callback) => unknown): void =>
  void vi.stubGlobal('navigator', { locks: { request } });
const task = vi.fn(() => Promise.resolve(true as const));

describe('the lock on sending', () => {
  it('is asked for by name, without waiting, and held while the task runs', async () => {
    task.mockClear();
    const asked: unknown[] = [];
    locks((name, options, callback) => {
      asked.push(name, options);
      return Promise.resolve(callback({}));
    });
    expect(await createSendLock('cartline:wk:1')(task)).toBe(true);
    expect(asked).toEqual(['cartline:wk:1', { ifAvailable: true }]);
    expect(task).toHaveBeenCalledOnce();
  });

  it('says so, and runs nothing, when another tab is sending', async () => {
    task.mockClear();
    locks((_, __, callback) => Promise.resolve(callback(null)));
    expect(await createSendLock('n')(task)).toBeFalsy();
    expect(task).not.toHaveBeenCalled();
  });

  it.each([
    ['missing, as on plain http', () => vi.stubGlobal('navigator', {})],
    ['refused, as in a sandbox', () => locks(() => Promise.reject(new DOMException('no', 'SecurityError')))],
    [
      'thrown at, as in an opaque origin',
      () =>
        locks(() => {
          throw new DOMException('no', 'InvalidStateError');
        }),
    ],
  ])('is done without where it is %s', async (_, arrange) => {
    task.mockClear();
    arrange();
    expect(await createSendLock('n')(task)).toBe(true);
    expect(task).toHaveBeenCalledOnce();
  });
});
