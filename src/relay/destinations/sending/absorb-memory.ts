import type { Absorbed, DestinationMemory } from '../../store/store.ts';

const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (value ?? {}) as Record<string, unknown>; // our own memory
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** What the destination was told of those who are one person now: relations to objects, and whose browsers it joined. */
export const absorbMemory = (memory: DestinationMemory, absorbed: readonly Absorbed[]): DestinationMemory =>
  absorbed.reduce<DestinationMemory>((all, { memory: other }) => {
    const relations = { ...recordOf(other['relations']), ...recordOf(all['relations']) };
    const visitors = [...new Set([...listOf(other['visitors']), ...listOf(all['visitors'])])];
    return {
      ...all,
      ...(Object.keys(relations).length > 0 && { relations }),
      ...(visitors.length > 0 && { visitors }),
    };
  }, memory);
