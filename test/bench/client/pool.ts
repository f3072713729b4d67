/** Runs tasks, so many at a time, in order; results stand in the same order. */
export const inPool = async <T>(tasks: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> => {
  const results: T[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < tasks.length) {
      const own = next++;
      results[own] = await tasks[own]!(); // own is within the array
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
};
