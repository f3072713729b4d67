import { attempt } from './attempt.ts';
import type { Emit } from './ports.ts';

/** Makes the same methods that do not throw into the shop's page: what a wrong call throws is announced instead. */
export const safe = <T extends object>(methods: T, emit: Emit): T =>
  Object.fromEntries(
    Object.entries(methods as Record<string, (...args: unknown[]) => unknown>).map(([name, method]) => [
      name,
      (...args: unknown[]) =>
        attempt(
          () => method(...args),
          (detail) => emit('error', { code: 'call', detail }),
        ),
    ]),
  ) as T;
