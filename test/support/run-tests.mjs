// Runs the whole suite, or with --check all but the browser suites, and ends in "N passed, N failed": steps and tests are counted alike.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEngines } from '../faults/ensure-engines.mjs';
import { ensureBrowser } from './ensure-browser.mjs';

const checkOnly = process.argv.includes('--check');
const counts = { passed: 0, failed: 0 };
const failures = [];

const run = (command, args) =>
  spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

const step = (name, passed) => {
  counts[passed ? 'passed' : 'failed']++;
  if (!passed) failures.push(name);
  return passed;
};

const npm = (script) => {
  console.log(`\n── npm run ${script}`);
  return step(script, run('npm', ['run', '--silent', script]));
};

/** Counts by vitest's own report; a run that crashed counts as one failure. */
const vitest = (...args) => {
  console.log(`\n── vitest ${args.join(' ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'cartline-'));
  const report = join(folder, 'report.json');
  const passed = run('npx', [
    'vitest',
    'run',
    '-c',
    'test/config/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed += numPassedTests;
    counts.failed += numFailedTests;
    if (!passed && !numFailedTests) step('vitest', false);
    else if (!passed) failures.push('vitest');
  } catch {
    step('vitest', false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

if (npm('build')) {
  for (const script of ['check:types', 'check:lint', 'check:format', 'check:dead-code', 'check:size', 'check:package'])
    npm(script);
  vitest(
    ...['node', 'property', 'browser-like', 'react-18', 'types', 'package'].flatMap((name) => ['--project', name]),
  );
  if (!checkOnly) vitest('--project', 'sources');
  if (!checkOnly && step('a browser to test with', ensureBrowser())) {
    vitest('--project', 'e2e');
    ensureEngines(['firefox', 'webkit']);
    vitest('--project', 'faults');
    vitest('--project', 'faults-relay');
  }
}

if (failures.length) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed ? 1 : 0);
