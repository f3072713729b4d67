import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

/**
 * Stryker 9.6 picks tests by names whose parts it joins with a space; vitest 5 joins them with " > ". Without this no
 * test would be run against a mutant, and every mutant would survive.
 */
const strykerNames: Plugin = {
  name: 'stryker-names',
  configureVitest: ({ project: { config } }) => {
    let pattern: RegExp | undefined;
    Object.defineProperty(config, 'testNamePattern', {
      enumerable: true,
      get: () => pattern,
      set: (given: RegExp | undefined) => {
        pattern = given && new RegExp(given.source.replaceAll(' ', '(?: > | )'));
      },
    });
  },
};

/** What Stryker runs against each mutant: the tests of the client's core, without the projects that it does not know. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  define: { __VERSION__: '"0.0.0-test"', __EXTRAS__: 'true' },
  plugins: [strykerNames],
  test: {
    environment: 'node',
    testTimeout: 60_000, // two runners share two cores
    include: ['test/unit/client/core/**/*.test.ts', 'test/property/**/*.test.ts'],
    // Few runs, the same for each mutant.
    env: { CARTLINE_RUNS: '40', CARTLINE_SEED: '1' },
  },
});
