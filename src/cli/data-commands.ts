import type { Command } from 'commander';
import { runExport } from './export-command.ts';
import { runForget } from './forget-command.ts';
import { runBackup, runCheck, runStats, runVacuum } from './store-command.ts';

const CONFIG = ['-c, --config <file>', 'configuration, for the place of the store'] as const;
const STORE = ['--store <file>', 'the store itself (default: of the configuration)'] as const;
const WHO = 'an email, a phone number, a customer id or an anonymous id; userId:42 says which';

/** Adds the commands for what is held about persons. */
export const addPersonCommands = (cartline: Command): void => {
  cartline
    .command('export')
    .description('writes everything that is held about somebody as JSON; the relay may be running')
    .argument('<who>', WHO)
    .option(...CONFIG)
    .option(...STORE)
    .option('--out <file>', 'a new file, readable by you alone (default: the screen)')
    .action(runExport);
  cartline
    .command('forget')
    .description('shows what is held about somebody; with --yes erases it, here and at each destination')
    .argument('<who...>', WHO)
    .option('--yes', 'erase; nobody can take that back')
    .option(...CONFIG)
    .option('--relay <url>', 'address of the running relay (default: of the configuration)')
    .option('--key <key>', 'activity key (default: of the configuration)')
    .action(runForget);
};

/** Adds `cartline store …`. */
export const addStoreCommands = (cartline: Command): void => {
  const store = cartline.command('store').description('looks after the embedded store');
  store
    .command('stats')
    .description('how much is there, how old, what is missing; the relay may be running')
    .option('--json', 'for programs')
    .option(...CONFIG)
    .option(...STORE)
    .action(runStats);
  store
    .command('check')
    .description('reads the store through, and ends with 1 when something is wrong; the relay may be running')
    .option(...CONFIG)
    .option(...STORE)
    .action(runCheck);
  store
    .command('backup')
    .description('copies the store to a new file and reads the copy through; the relay may be running')
    .argument('<file>', 'where to')
    .option(...CONFIG)
    .option(...STORE)
    .action(runBackup);
  store
    .command('vacuum')
    .description("gives the file's free room back to the disk; the relay has to be stopped")
    .option(...CONFIG)
    .option(...STORE)
    .action(runVacuum);
};
