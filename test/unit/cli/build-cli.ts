import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Gives CommonJS packages (commander) the `require` that an ES module has not. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Bundles the command line into a folder of its own, with a script and a stub beside it as a build has them; gives the path of cli.js. */
export const buildCli = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'cartline-cli-'));
  const outfile = join(folder, 'dist', 'cli.js');
  await build({
    entryPoints: [new URL('../../../src/cli.ts', import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    banner: { js: requireBanner },
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'cartline', version: '1.2.3', type: 'module' }));
  writeFileSync(join(folder, 'dist', 'cartline.js'), 'window.cartline=1');
  writeFileSync(join(folder, 'dist', 'stub.js'), 'window.stub=1\n');
  return outfile;
};
