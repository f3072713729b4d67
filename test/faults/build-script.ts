import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollup, type OutputOptions, type RollupOptions } from 'rollup';

interface RollupConfig {
  readonly default: readonly RollupOptions[];
}

/** Builds a script of the page from the sources as they are now, as rollup.config.mjs does, without touching dist. */
export const buildScript = async (input: string): Promise<string> => {
  const configFile = new URL('../../rollup.config.mjs', import.meta.url).href;
  const config = ((await import(configFile)) as RollupConfig).default;
  const entry = config.find((one) => one.input === input);
  if (!entry) throw new Error(`rollup.config.mjs has no entry ${input}`);
  const folder = await mkdtemp(join(tmpdir(), 'cartline-script-'));
  const file = join(folder, 'script.js');
  try {
    const bundle = await rollup(entry);
    await bundle.write({ ...(entry.output as OutputOptions), file, sourcemap: false }); // one output, an IIFE
    await bundle.close();
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
