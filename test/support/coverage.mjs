// How much of src/client the unit and property tests run; fails below 95 % of the branches.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  'npx',
  [
    ...[
      'vitest',
      'run',
      '-c',
      'test/config/vitest.config.ts',
      '--project',
      'node',
      '--project',
      'property',
      '--project',
      'browser-like',
    ],
    ...['test/unit/client', 'test/unit/react', 'test/property'],
    ...['--coverage.enabled', '--coverage.provider=v8', '--coverage.include=src/client/**', '--coverage.reporter=text'],
    ...['--coverage.reportsDirectory=.cartline/coverage', '--coverage.thresholds.branches=95'],
  ],
  { stdio: 'inherit', shell: process.platform === 'win32' },
);
process.exit(status ?? 1);
