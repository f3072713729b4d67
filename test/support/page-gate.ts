/** What a page's own code may still hear of: a frozen page later, a dead one never. */
export interface PageGate {
  readonly deliver: (task: () => void) => void;
  readonly isDead: () => boolean;
  readonly isFrozen: () => boolean;
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly kill: () => void;
}

export const createPageGate = (): PageGate => {
  let state: 'running' | 'frozen' | 'dead' = 'running';
  let backlog: (() => void)[] = [];
  return {
    deliver: (task) => {
      if (state === 'running') task();
      else if (state === 'frozen') backlog.push(task);
    },
    isDead: () => state === 'dead',
    isFrozen: () => state === 'frozen',
    freeze: () => void (state = 'frozen'),
    thaw: () => {
      state = 'running';
      const tasks = backlog;
      backlog = [];
      for (const task of tasks) task();
    },
    kill: () => {
      state = 'dead';
      backlog = [];
    },
  };
};
