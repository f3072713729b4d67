import type { Sql } from './sql.ts';

/** How long a commit waits for others to join it. An fsync for 20 messages costs what one for a single message does. */
const GROUP_MS = 2;

/** All writes go through here, grouped into one transaction. */
export interface Writer {
  /** Resolves with the work's result once it is durable. Work that throws is undone alone; a commit that fails undoes the group. */
  readonly write: <T>(work: () => T) => Promise<T>;
  /** Commits now what waits. */
  readonly flush: () => void;
}

interface Task {
  /** Does the work; returns what to call once it is durable. */
  readonly perform: () => () => void;
  readonly reject: (error: unknown) => void;
}

/** A full disk may have rolled back already; then there is nothing to roll back, and the first error is the one to tell. */
const rollback = (sql: Sql): void => {
  try {
    sql.run('rollback');
  } catch {
    // see above
  }
};

/** Performs one task under a savepoint. Its own error undoes it alone; what breaks the savepoint breaks the group. */
const attempt = (sql: Sql, { perform, reject }: Task): (() => void) => {
  sql.run('savepoint task');
  try {
    return perform();
  } catch (error) {
    sql.run('rollback to task');
    return () => reject(error);
  } finally {
    sql.run('release task');
  }
};

const commitGroup = (sql: Sql, group: readonly Task[]): void => {
  try {
    sql.run('begin immediate');
    const settled = group.map((task) => attempt(sql, task));
    sql.run('commit');
    settled.forEach((settle) => settle());
  } catch (cause) {
    rollback(sql);
    const message = cause instanceof Error ? cause.message : String(cause);
    const error = new Error(`the store could not commit, nothing of this was stored: ${message}`, { cause });
    group.forEach(({ reject }) => reject(error));
  }
};

export const createWriter = (sql: Sql): Writer => {
  let queue: Task[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const group = queue;
    queue = [];
    if (group.length > 0) commitGroup(sql, group);
  };
  const write = <T>(work: () => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const perform = (): (() => void) => {
        const result = work();
        return () => resolve(result);
      };
      queue.push({ perform, reject });
      timer ??= setTimeout(flush, GROUP_MS);
    });
  return { write, flush };
};
