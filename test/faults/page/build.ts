import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The page's half of the lab as one classic script. */
export const buildLab = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('lab.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]!.text; // one entry, one file
};
