import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the shop for production into `examples/vite-shop/dist`. Needs the SDK's own build (`npm run build`) first. */
export async function buildShop(): Promise<void> {
  const { NODE_ENV } = process.env;
  // A test runner sets "test", and Vite would then bundle React's development build.
  process.env.NODE_ENV = 'production';
  try {
    await build({
      root: fileURLToPath(new URL('.', import.meta.url)),
      configFile: fileURLToPath(new URL('./vite.config.ts', import.meta.url)),
      logLevel: 'warn',
      build: { outDir: 'dist', emptyOutDir: true },
    });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}
