import { useSyncExternalStore } from 'react';

/** A value in the browser's storage that pages can follow, also when another tab changes it. */
export interface Stored<T> {
  read: () => T;
  write: (value: T) => void;
  /** The value, rendered anew after each change. */
  use: () => T;
}

/** `initial` is called when nothing is stored yet. What is read was written here: it is taken as it is. */
export function createStored<T>(storage: Storage, key: string, initial: () => T): Stored<T> {
  const listeners = new Set<() => void>();
  let text: string | null = null;
  let value: T;
  const write = (next: T): void => {
    storage.setItem(key, JSON.stringify(next));
    for (const listener of listeners) listener();
  };
  const read = (): T => {
    // Told to no one: whoever reads first is rendering.
    if (storage.getItem(key) === null) storage.setItem(key, JSON.stringify(initial()));
    const stored = storage.getItem(key);
    // The same object as long as nothing changed: useSyncExternalStore compares by identity.
    if (stored !== text || value === undefined) value = JSON.parse(stored ?? 'null') as T;
    text = stored;
    return value;
  };
  const subscribe = (listener: () => void): (() => void) => {
    const onStorage = (event: StorageEvent): void => {
      if (event.key === key) listener();
    };
    listeners.add(listener);
    window.addEventListener('storage', onStorage);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('storage', onStorage);
    };
  };
  return { read, write, use: () => useSyncExternalStore(subscribe, read) };
}
