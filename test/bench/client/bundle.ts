import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import terser from '@rollup/plugin-terser';
import { build, type Plugin } from 'esbuild';
import { rollup } from 'rollup';
import type { Sdk } from './sdks.ts';

/** Bytes of a file, as written and as servers send it. */
export interface Weight {
  readonly min: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** An SDK as one file that a page loads. */
export interface Bundle {
  readonly sdk: Sdk;
  readonly version: string;
  readonly code: string;
  /** What gives it the common names, where that is not within the code. */
  readonly adapter: string;
  readonly weight: Weight;
  /** Of the file that its package ships for script tags. */
  readonly shipped: Weight | undefined;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const weigh = (code: string): Weight => ({
  min: Buffer.byteLength(code),
  gzip: gzipSync(code, { level: 9 }).length,
  brotli: brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
});

/** What an SDK imports only when a setting asks for it stays outside, as in a shop's own build. */
const leaveLazyOut: Plugin = {
  name: 'leave-lazy-out',
  setup: ({ onResolve }) =>
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `/lazy/${path}`, external: true } : null,
    ),
};

/** esbuild gathers the modules (it reads CommonJS too), rollup shakes them once more, terser minifies as for our own file. */
const gather = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [leaveLazyOut],
    write: false,
    logLevel: 'error',
  });
  const gathered = outputFiles[0]!.text; // one entry makes one file
  const name = 'gathered';
  const plugin = {
    name,
    resolveId: (id: string) => (id === name ? id : null),
    load: (id: string) => (id === name ? gathered : null),
  };
  const options = { ecma: 2020, compress: { passes: 3 }, format: { comments: false } } as const;
  const shaken = await rollup({
    input: name,
    external: /^\/lazy\//,
    plugins: [plugin, terser(options)],
    onwarn: () => undefined,
  });
  const { output } = await shaken.generate({ format: 'iife' });
  return output[0].code;
};

const readVersion = async (file: string): Promise<string> =>
  (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;

const bundlePeer = async (sdk: Sdk, packageName: string): Promise<Bundle> => {
  const folder = here(`node_modules/${packageName}/`);
  const code = await gather(here(`sdk/${sdk.key}.js`));
  const shipped = sdk.shipped === undefined ? undefined : weigh(await readFile(folder + sdk.shipped, 'utf8'));
  return { sdk, version: await readVersion(`${folder}package.json`), code, adapter: '', weight: weigh(code), shipped };
};

/** Our own file as it is shipped, or the bare page. */
const readOwn = async (sdk: Sdk): Promise<Bundle> => {
  const code =
    sdk.shipped === undefined
      ? ''
      : (await readFile(here(`../../../${sdk.shipped}`), 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
  const adapter = await readFile(here(`sdk/${sdk.key}.js`), 'utf8');
  return {
    sdk,
    version: await readVersion(here('../../../package.json')),
    code,
    adapter,
    weight: weigh(code),
    shipped: undefined,
  };
};

export const bundleOf = (sdk: Sdk): Promise<Bundle> =>
  sdk.packageName === undefined ? readOwn(sdk) : bundlePeer(sdk, sdk.packageName);
