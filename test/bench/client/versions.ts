import { cpus } from 'node:os';
import { createVisitor } from './visitor.ts';

/** What the numbers were measured on. */
export interface Versions {
  readonly chromium: string;
  readonly node: string;
  readonly processors: number;
}

export const readVersions = async (): Promise<Versions> => {
  const visitor = await createVisitor();
  try {
    await visitor.open('about:blank');
    return { chromium: visitor.version(), node: process.version, processors: cpus().length };
  } finally {
    await visitor.close();
  }
};
