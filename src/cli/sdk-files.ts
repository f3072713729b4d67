import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { SdkScript } from '../relay/sdk.ts';

/** Beside dist/cli.js, one above dist/chunks/, and where the sources are run as they are. */
const folders = ['./', '../', '../../dist/'];

const read = (name: string): string | undefined => {
  const path = folders.map((folder) => new URL(`${folder}${name}`, import.meta.url)).find((url) => existsSync(url));
  return path && readFileSync(path, 'utf8');
};

/** The browser's files as the build made them. */
export interface SdkFiles {
  readonly sdk: SdkScript;
  /** What is loaded beside it, by file name. */
  readonly scripts: Readonly<Record<string, SdkScript>>;
  readonly stub: string;
}

const beside = [
  'cartline-full.js',
  'consent.js',
  'data-layer.js',
  'popups.js',
  'shopify-theme.js',
  'shopify-pixel.js',
  'debug.js',
];

/** Compressed once, at start. */
const scriptOf = (source: string): SdkScript => ({
  source,
  encoded: { br: brotliCompressSync(source), gzip: gzipSync(source, { level: 9 }) },
});

/** Reads the scripts and the inline stub; undefined when there was no build. */
export const readSdkFiles = (): SdkFiles | undefined => {
  const source = read('cartline.js');
  const stub = read('stub.js');
  if (source === undefined || stub === undefined) return undefined;
  const scripts = beside.flatMap((name) => {
    const text = read(name);
    return text === undefined ? [] : [[name, scriptOf(text)] as const];
  });
  return { sdk: scriptOf(source), scripts: Object.fromEntries(scripts), stub };
};
