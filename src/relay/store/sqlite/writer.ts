import type { Sql } from './sql.ts';

/** All writes go through here, grouped into one transaction. */
export interface Writer {
  /**
   * Resolves with the work's result once it is durable. Work that throws is undone alone; a commit that fails undoes the
   * group. Work may be done twice, the first time in vain, so it changes nothing but the database.
   * @param weight how many messages it is about.
   */
  readonly write: <T>(work: () => T, weight?: number) => Promise<T>;
  /** Commits now what waits. */
  readonly flush: () => void;
}

/** What is collected while a transaction runs, to be written once at its end. */
export interface Collected {
  readonly write: () => void;
  readonly forget: () => void;
}

/** A commit of more messages makes everybody wait for longer than it saves: its fsync is a small part of it by then. */
const GROUP_WEIGHT = 256;

interface Task {
  readonly weight: number;
  /** Does the work; returns what to call once it is durable. */
  readonly perform: () => () => void;
  readonly reject: (error: unknown) => void;
}

type Committed =
  | { readonly status: 'done' }
  /** `by`: whose error it is, a task's or the database's. */
  | { readonly status: 'failed'; readonly by: 'task' | 'database'; readonly cause: unknown };

/** A full disk may have rolled back already; then there is nothing to roll back, and the first error is the one to tell. */
const rollback = (sql: Sql): void => {
  try {
    sql.run('rollback');
  } catch {
    // see above
  }
};

/** Performs one task under a savepoint. Its own error undoes it alone; what breaks the savepoint breaks the group. */
const attempt = (sql: Sql, collected: Collected, { perform, reject }: Task): (() => void) => {
  sql.run('savepoint task');
  try {
    const settle = perform();
    collected.write();
    return settle;
  } catch (error) {
    collected.forget();
    sql.run('rollback to task');
    return () => reject(error);
  } finally {
    sql.run('release task');
  }
};

/** One transaction around the work; settles its tasks when it is durable. */
const commit = (sql: Sql, collected: Collected, work: () => (() => void)[]): Committed => {
  let by: 'task' | 'database' = 'database';
  try {
    sql.run('begin immediate');
    by = 'task';
    const settled = work();
    by = 'database';
    collected.write();
    sql.run('commit');
    settled.forEach((settle) => settle());
    return { status: 'done' };
  } catch (cause) {
    collected.forget();
    rollback(sql);
    return { status: 'failed', by, cause };
  }
};

/** At first without savepoints, for which SQLite copies each page before it changes: work that fails is rare. */
const commitGroup = (sql: Sql, collected: Collected, group: readonly Task[]): void => {
  const first = commit(sql, collected, () => group.map(({ perform }) => perform()));
  const committed =
    first.status === 'failed' && first.by === 'task'
      ? commit(sql, collected, () => group.map((task) => attempt(sql, collected, task)))
      : first;
  if (committed.status === 'done') return;
  const { cause } = committed;
  const message = cause instanceof Error ? cause.message : String(cause);
  const error = new Error(`the store could not commit, nothing of this was stored: ${message}`, { cause });
  group.forEach(({ reject }) => reject(error));
};

/** Takes from the front of the queue what goes into one commit: at least one task. */
const takeGroup = (queue: Task[]): Task[] => {
  let weight = 0;
  const end = queue.findIndex((task) => (weight += task.weight) > GROUP_WEIGHT);
  return queue.splice(0, end < 0 ? queue.length : Math.max(1, end));
};

/**
 * Creates the writer. A commit takes in what has come by the end of the present turn of the event loop: during an fsync
 * the next requests gather, so that under load groups grow by themselves, and a lone request waits for nobody.
 */
export const createWriter = (sql: Sql, collected: Collected): Writer => {
  const queue: Task[] = [];
  let next: ReturnType<typeof setImmediate> | undefined;

  const commitNext = (): void => {
    commitGroup(sql, collected, takeGroup(queue));
    // by way of the event loop: answers leave and requests are read between two commits
    next = queue.length > 0 ? setImmediate(commitNext) : undefined;
  };
  const flush = (): void => {
    clearImmediate(next);
    next = undefined;
    while (queue.length > 0) commitGroup(sql, collected, takeGroup(queue));
  };
  const write = <T>(work: () => T, weight = 1): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const perform = (): (() => void) => {
        const result = work();
        return () => resolve(result);
      };
      queue.push({ perform, reject, weight });
      next ??= setImmediate(commitNext);
    });
  return { write, flush };
};
