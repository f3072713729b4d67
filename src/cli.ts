#!/usr/bin/env node
import { stderr } from 'node:process';

/** The relay's store is node:sqlite, with SQLite >= 3.51.3: Node 24 is the first line that always brings it. */
const MIN_NODE_MAJOR = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < MIN_NODE_MAJOR) {
  stderr.write(
    `cartline: it needs Node ${MIN_NODE_MAJOR} or newer and runs on ${process.versions.node}; install a newer Node (https://nodejs.org) and try again\n`,
  );
  process.exitCode = 2;
} else {
  // Imported here and not above: an older Node already fails on loading what it imports
  const { main } = await import('./cli/main.ts');
  await main(process.argv);
}
