import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { minifySync } from 'rolldown/utils';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import { dts } from 'rollup-plugin-dts';

const { version, dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

const external = (id) =>
  id === 'react' ||
  id.startsWith('node:') ||
  builtinModules.includes(id) ||
  Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`));

/** A cycle between modules is a mistake of ours; anything else rollup warns about is too. */
const onwarn = (warning) => {
  // 'use client', put back below; a door without exports has no types
  if (['MODULE_LEVEL_DIRECTIVE', 'SOURCEMAP_ERROR', 'EMPTY_BUNDLE'].includes(warning.code)) return;
  throw new Error(warning.message);
};

const compile = (target, extras = true) =>
  esbuild({
    target,
    define: { __VERSION__: JSON.stringify(version), __EXTRAS__: String(extras) },
    tsconfig: false,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
  });

/** React Server Components must know that this door is for the browser; bundling drops the directive. */
const useClient = {
  name: 'use-client',
  renderChunk: (code, chunk) =>
    chunk.isEntry && chunk.name === 'react' ? { code: `'use client';\n${code}`, map: null } : null,
};

const planSchema = {
  name: 'plan-schema',
  async writeBundle() {
    const { planJsonSchema } = await import(new URL('dist/schema.js', import.meta.url));
    const { writeFileSync } = await import('node:fs');
    writeFileSync(new URL('dist/plan.schema.json', import.meta.url), `${JSON.stringify(planJsonSchema(), null, 2)}\n`);
  },
};

/** By the names of their files: `consent.js`, `data-layer.js` and `popups.js` are the script tag's. */
const pageDoors = {
  index: 'src/index.ts',
  react: 'src/react.ts',
  'follow-consent': 'src/consent.ts',
  'follow-data-layer': 'src/data-layer.ts',
  'follow-popups': 'src/popups.ts',
};
/** Stands alone: a widget's iframe may take it as one file. */
const widgetDoor = { widget: 'src/widget.ts' };
const doors = { ...pageDoors, schema: 'src/schema.ts' };
const debugDoor = { debug: 'src/debug.ts' };
const serverDoor = { server: 'src/server.ts' };
const nodeDoors = { ...serverDoor, relay: 'src/relay.ts', cli: 'src/cli.ts', schema: 'src/schema.ts' };
const chunks = { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' };

/**
 * Names that never leave the script: what one room hands to the next. No name of the wire, of the public API or of what
 * we use of the DOM may stand here, nor what two bundles share (`client`, `calledAt`, `consentState`), or read from each
 * other's storage (`id`, `body`, `rank`, `stored` of the write-ahead log).
 */
const internalNames =
  /^(claimOwn|claim|release|erase|log|drop|leasedAt|newId|fromRank|tell|onAnswer|leave|wake|activate|isHidden|transport|lock|pageView|newUuid|readCookie|writeCookie|openTable|surroundings|emit|identity|reach|speak|settle|save|write|api|after|next|read)$/;

/** Vite's minifier finds some 50 bytes that terser leaves; terser alone shortens the names of properties. */
const dense = {
  name: 'dense',
  renderChunk: (code, { fileName }) =>
    minifySync(fileName, code, { compress: { target: 'es2022' }, mangle: { toplevel: true }, sourcemap: true }),
};

/** The same for the scripts for Shopify, whose objects have some of the names above: `read`, `after`, `api`. */
const shopifyNames =
  /^(changed|forget|readPage|onEvent|cartViewed|decided|failed|visitor|isNew|cartId|customerId|request|storage|after)$/;

/** `extras`: with the comforts that the small script leaves out; see src/globals.d.ts. `names` are shortened. */
const iife = (input, file, { sourcemap = true, extras = false, names = internalNames } = {}) => ({
  input,
  onwarn,
  plugins: [
    nodeResolve(),
    compile('es2022', extras),
    terser({
      ecma: 2020,
      compress: { passes: 3, unsafe_arrows: true, pure_getters: true },
      mangle: { properties: { regex: names, builtins: true } },
      format: { comments: false },
    }),
    dense,
  ],
  output: { file, format: 'iife', sourcemap, strict: false },
});

/** Scripts for Shopify's theme and its custom pixel. */
const shopify = (input, file, options = {}) =>
  iife(`src/storefronts/${input}`, `dist/${file}`, { sourcemap: 'hidden', names: shopifyNames, ...options });

export default [
  {
    input: pageDoors,
    external,
    onwarn,
    plugins: [compile('es2022'), useClient],
    output: { dir: 'dist', format: 'es', sourcemap: true, ...chunks },
  },
  {
    input: widgetDoor,
    onwarn,
    plugins: [compile('es2022')],
    output: { dir: 'dist', format: 'es', sourcemap: true, entryFileNames: '[name].js' },
  },
  {
    input: nodeDoors,
    external,
    onwarn,
    plugins: [compile('es2023'), planSchema],
    output: { dir: 'dist', format: 'es', sourcemap: true, ...chunks },
  },
  // The map lies beside it; a comment that names it costs 27 bytes.
  iife('src/script.ts', 'dist/cartline.js', { sourcemap: 'hidden' }),
  iife('src/script.ts', 'dist/cartline-full.js', { sourcemap: 'hidden', extras: true }),
  iife('src/client/browser/stub.ts', 'dist/stub.js', { sourcemap: false }),
  iife('src/storefronts/consent/script.ts', 'dist/consent.js', { sourcemap: 'hidden' }),
  iife('src/storefronts/data-layer/script.ts', 'dist/data-layer.js', { sourcemap: 'hidden' }),
  iife('src/storefronts/popups/script.ts', 'dist/popups.js', { sourcemap: 'hidden' }),
  shopify('shopify-theme/script.ts', 'shopify-theme.js'),
  shopify('shopify-theme/stub.ts', 'shopify-stub.js', { sourcemap: false }),
  shopify('shopify-pixel/script.ts', 'shopify-pixel.js'),
  {
    input: debugDoor,
    onwarn,
    plugins: [nodeResolve(), compile('es2022'), terser({ ecma: 2020, format: { comments: false } })],
    output: { dir: 'dist', format: 'es', sourcemap: true, entryFileNames: '[name].js' },
  },
  {
    input: { ...doors, ...widgetDoor, ...debugDoor, ...serverDoor, relay: nodeDoors.relay },
    external: (id) => external(id) || id.startsWith('@types/'),
    onwarn,
    plugins: [dts({ tsconfig: './tsconfig.json' })],
    output: { dir: 'dist', format: 'es', entryFileNames: '[name].d.ts', chunkFileNames: 'chunks/[name]-[hash].d.ts' },
  },
];
