import { fileURLToPath } from 'node:url';
import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Which room may not import which: globs of import paths, as they are written in relative imports. */
const closed = (patterns, message) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map((regex) => ({ regex, message })) }],
});
const rooms = {
  files: (...names) => names.flatMap((name) => [`src/${name}`, `src/${name}/**`]),
};
const outsideOfPage = ['window', 'document', 'navigator', 'localStorage', 'sessionStorage', 'location', 'indexedDB'];
const outsideOfNode = ['process', 'Buffer', 'global', '__dirname', 'require'];
const globals = (names) => ({ 'no-restricted-globals': ['error', ...names] });

export default defineConfig(
  globalIgnores(['**/dist', 'coverage', 'node_modules', '.cartline']),
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: `${root}tsconfig.json`, tsconfigRootDir: root } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'ExportAllDeclaration', message: 'Name what is exported.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
    },
  },
  // The doors: schema ← client/core ← client/browser ← index ← script; schema ← relay ← cli; client (types) ← react, storefronts.
  {
    files: rooms.files('schema', 'schema.ts'),
    rules: {
      ...closed(
        ['/(client|relay|react|cli|storefronts)(/|\\.)', '/(index|script)\\.ts$'],
        'schema imports nothing of ours.',
      ),
      ...globals([...outsideOfPage, ...outsideOfNode]),
    },
  },
  {
    files: rooms.files('client/core'),
    rules: {
      ...closed(['/(browser|relay|react|cli)(/|\\.)', '/(index|script)\\.ts$'], 'client/core imports schema only.'),
      ...globals([...outsideOfPage, ...outsideOfNode]),
    },
  },
  {
    files: rooms.files('client/browser'),
    rules: {
      ...closed(
        ['/(relay|react|cli)(/|\\.)', '/(index|script)\\.ts$'],
        'client/browser imports client/core and schema only.',
      ),
      ...globals(outsideOfNode),
    },
  },
  {
    files: ['src/index.ts', 'src/script.ts'],
    rules: closed(['/(relay|react|cli)(/|\\.)'], 'The client never meets the relay.'),
  },
  {
    files: rooms.files('react', 'react.ts'),
    rules: {
      ...closed(['/(relay|cli)(/|\\.)', '/client/'], 'React knows the client by its door, and the readers of carts.'),
      ...globals(outsideOfNode),
    },
  },
  {
    files: rooms.files('storefronts', 'widget', 'consent.ts', 'data-layer.ts', 'popups.ts', 'widget.ts'),
    rules: {
      ...closed(['/(relay|cli|react)(/|\\.)', '/client/'], 'Adapters know the client by its door, and its types only.'),
      ...globals(outsideOfNode),
    },
  },
  {
    // Scripts of their own: what they take along of the core is bundled into them.
    files: ['src/storefronts/shopify-{theme,pixel}/**'],
    rules: closed(
      ['/(relay|cli|react|debug)(/|\\.)', '/client/browser/'],
      'Scripts for Shopify know the types of the client, and pure functions of its core.',
    ),
  },
  {
    files: rooms.files('debug', 'debug.ts'),
    rules: closed(
      ['/(relay|react|cli)(/|\\.)', '/client/browser/'],
      'The debug panel knows the schema and the types of the client.',
    ),
  },
  {
    files: rooms.files('server', 'server.ts'),
    rules: {
      ...closed(
        ['/(client|relay|react|cli|storefronts)(/|\\.)', '/(index|script)\\.ts$'],
        'server imports schema only.',
      ),
      ...globals([...outsideOfPage, ...outsideOfNode]),
    },
  },
  {
    files: rooms.files('relay', 'relay.ts'),
    rules: {
      ...closed(['/(client|react|cli)(/|\\.)', '/(index|script)\\.ts$'], 'The relay never meets the client.'),
      ...globals([...outsideOfPage, ...outsideOfNode]),
    },
  },
  {
    files: ['src/relay/identity/**'],
    rules: closed(['/(intake|delivery|destinations|insight|sqlite)/'], 'identity knows the store port only.'),
  },
  {
    files: ['src/relay/intake/**'],
    rules: closed(['/(delivery|destinations|insight|sqlite)/'], 'intake knows identity and the store port only.'),
  },
  {
    files: ['src/relay/normalise/**'],
    rules: closed(
      ['/(intake|delivery|destinations|insight|sqlite)/'],
      "normalise knows the schema, identity's money and the words of the store.",
    ),
  },
  { files: ['src/relay/delivery/**'], rules: closed(['/(intake|insight|sqlite)/'], 'delivery knows ports only.') },
  {
    files: ['src/relay/{destinations,insight}/**'],
    rules: closed(['/(sqlite|intake|identity)/'], 'destinations and insight know ports only.'),
  },
  {
    files: ['src/relay/sources/**'],
    rules: closed(['/(sqlite|intake|delivery|destinations|insight)/'], 'sources know ports only.'),
  },
  { files: rooms.files('cli', 'cli.ts'), rules: closed(['/(client|react)(/|\\.)'], 'The CLI knows the relay.') },
  // The embedded store is Node's: it may ask which. Its methods are async so that what SQLite throws becomes a rejection.
  {
    files: ['src/relay/store/sqlite/**'],
    rules: { 'no-restricted-globals': 'off', '@typescript-eslint/require-await': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    rules: { 'no-unused-vars': ['error', { varsIgnorePattern: '^_' }] },
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...outsideOfPage,
          'process',
          'console',
          'URL',
          'fetch',
          'crypto',
          'customElements',
          'setTimeout',
          'clearTimeout',
          'history',
          'addEventListener',
          'matchMedia',
          'FormData',
          'Intl',
          'URLSearchParams',
          'cartline',
          'structuredClone',
          'HTMLElement',
          'CustomEvent',
          'Event',
          'dispatchEvent',
          'requestAnimationFrame',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['test/**', 'examples/**'],
    // The doubles hand out closures; nothing there uses `this`.
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
);
