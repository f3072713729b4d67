import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Tests import the package's own doors by their source, so that a change needs no build before it is tested. */
const alias = [
  { find: /^cartline$/, replacement: `${root}src/index.ts` },
  { find: /^cartline\/(consent|react|relay|server|schema|data-layer|popups|widget)$/, replacement: `${root}src/$1.ts` },
];

/** The React before the current one lies in a folder of its own. */
const react18 = [{ find: /^(react|react-dom)(?=\/|$)/, replacement: `${root}test/react-18/node_modules/$1` }];

const shared = { define: { __VERSION__: '"0.0.0-test"', __EXTRAS__: 'true' }, resolve: { alias }, root } as const;

const config: ViteUserConfig = defineConfig({
  ...shared,
  test: {
    reporters: ['default'],
    projects: [
      {
        ...shared,
        // no test waits for time; a busy machine needs some all the same
        test: {
          name: 'node',
          testTimeout: 30_000,
          environment: 'node',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          exclude: ['test/unit/{client/browser,react,storefronts,widget}/**'],
        },
      },
      {
        ...shared,
        // ten thousand runs take as long as they take
        test: {
          name: 'property',
          environment: 'node',
          include: ['test/property/**/*.test.ts'],
          testTimeout: 3_600_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'browser-like',
          environment: 'happy-dom',
          include: ['test/unit/{client/browser,react,storefronts,widget}/**/*.test.{ts,tsx}'],
          env: { REACT: '19' },
        },
      },
      {
        ...shared,
        resolve: { alias: [...alias, ...react18] },
        test: {
          name: 'react-18',
          environment: 'happy-dom',
          include: ['test/unit/react/**/*.test.tsx'],
          env: { REACT: '18' },
        },
      },
      {
        ...shared,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            ignoreSourceErrors: true,
            include: ['test/types/**/*.test-d.ts'],
            tsconfig: `${root}tsconfig.json`,
          },
        },
      },
      {
        ...shared,
        test: {
          name: 'sdks',
          environment: 'node',
          include: ['test/sdks/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'sources',
          environment: 'node',
          include: ['test/sources/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        resolve: {},
        test: { name: 'package', environment: 'node', include: ['test/package/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        ...shared,
        resolve: {},
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        ...shared,
        resolve: {},
        test: {
          name: 'faults',
          environment: 'node',
          include: ['test/faults/*.test.ts'],
          testTimeout: 300_000, // run-row.ts ends a run before that, and says so
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        resolve: {},
        test: { name: 'faults-relay', environment: 'node', include: ['test/faults/relay/*.test.ts'] },
      },
    ],
  },
});
export default config;
