import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemory } from '../../../../src/client/browser/memory.ts';

type Method = 'getItem' | 'setItem' | 'removeItem';
const refused = new Set<Method>();
const values = new Map<string, string>();
const guard =
  <A extends unknown[], T>(method: Method, act: (...args: A) => T) =>
  (...args: A): T => {
    if (refused.has(method)) throw new DOMException('refused', 'SecurityError');
    return act(...args);
  };

beforeEach(() => {
  refused.clear();
  values.clear();
  vi.stubGlobal('localStorage', {
    getItem: guard('getItem', (key: string) => values.get(key) ?? null),
    setItem: guard('setItem', (key: string, value: string) => void values.set(key, value)),
    removeItem: guard('removeItem', (key: string) => void values.delete(key)),
  });
});
afterEach(() => vi.unstubAllGlobals());

const refuse = (...methods: Method[]): void => methods.forEach((method) => refused.add(method));

describe('small values', () => {
  it('outlive the page', () => {
    createMemory().set('cl_x', '1');
    expect(localStorage.getItem('cl_x')).toBe('1');
    expect(createMemory().get('cl_x')).toBe('1');
  });

  it('are read as they are now: another tab may have written them', () => {
    const memory = createMemory();
    memory.set('cl_x', '1');
    localStorage.setItem('cl_x', '2');
    expect(memory.get('cl_x')).toBe('2');
  });

  it('are forgotten for good', () => {
    const memory = createMemory();
    memory.set('cl_x', '1');
    memory.set('cl_x', null);
    expect(memory.get('cl_x')).toBeNull();
    expect(localStorage.getItem('cl_x')).toBeNull();
  });

  it('live as long as the page where localStorage is full', () => {
    const memory = createMemory();
    refuse('setItem');
    memory.set('cl_x', '1');
    expect(memory.get('cl_x')).toBe('1');
    expect(createMemory().get('cl_x')).toBeNull();
  });

  it('live as long as the page where localStorage is refused altogether', () => {
    refuse('getItem', 'setItem', 'removeItem');
    const memory = createMemory();
    expect(memory.get('cl_x')).toBeNull();
    memory.set('cl_x', '1');
    expect(memory.get('cl_x')).toBe('1');
    memory.set('cl_x', null);
    expect(memory.get('cl_x')).toBeNull();
  });

  it('are localStorage’s again when there is room again', () => {
    const memory = createMemory();
    refuse('setItem');
    memory.set('cl_x', '1');
    refused.clear();
    memory.set('cl_x', '2');
    localStorage.setItem('cl_x', '3');
    expect(memory.get('cl_x')).toBe('3');
  });
});
