import type { Mapped } from './source.ts';

/** What goes in, what comes out: the mapping's documentation, and its tests. */
export interface SourceExample {
  readonly title: string;
  readonly topic: string;
  readonly in: Readonly<Record<string, unknown>>;
  readonly out: Mapped;
}
