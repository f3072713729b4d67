import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Alias, type UserConfig } from 'vite';

const inRepo = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Inside this repository nothing links node_modules/cartline: the doors of the package come from its own exports map. */
function cartlineOfThisRepo(): Alias[] {
  try {
    createRequire(import.meta.url).resolve('cartline/package.json');
    return []; // installed, as in your shop
  } catch {
    const { exports } = JSON.parse(readFileSync(inRepo('package.json'), 'utf8')) as PackageJson; // our own file
    return Object.entries(exports).flatMap(([door, target]) => {
      if (typeof target === 'string') return [];
      return [{ find: new RegExp(`^cartline${door.slice(1)}$`), replacement: inRepo(target.default) }];
    });
  }
}

interface PackageJson {
  exports: Record<string, string | { default: string }>;
}

const config: UserConfig = defineConfig({
  plugins: [react()],
  // The images of both example shops: they keep their names, because emails show them by address.
  publicDir: fileURLToPath(new URL('../shared/public', import.meta.url)),
  resolve: {
    alias: cartlineOfThisRepo(),
    // A linked cartline would bring the React of its own folder: hooks need one React.
    dedupe: ['react', 'react-dom'],
  },
});

export default config;
