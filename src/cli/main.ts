import { Command, CommanderError } from 'commander';
import { addBackfill } from './backfill/add-backfill.ts';
import { addReconcile } from './reconcile/add-reconcile.ts';
import { EXIT_FAILURE, EXIT_MISUSE, UserError } from './problem.ts';
import { addPersonCommands, addStoreCommands } from './data-commands.ts';
import { runReplay } from './replay-command.ts';
import { runRelay } from './relay-command.ts';
import { readVersion } from './version.ts';

const program = (): Command => {
  const cartline = new Command('cartline')
    .description('Who did what in your store, without doubt.')
    .version(readVersion());
  cartline
    .command('relay')
    .description('starts the relay: takes events in, keeps them, delivers them')
    .option('-c, --config <file>', 'configuration (default: cartline.config.{ts,js,mjs,json} in this folder)')
    .option('-p, --port <number>', 'port to listen on (default: of the configuration, or 8787)')
    .option('--host <address>', 'address to listen on (default: of the configuration, or 127.0.0.1)')
    .action(runRelay);
  cartline
    .command('replay')
    .description('sends again, through the running relay, what a destination or the relay itself has refused')
    .argument('<what>', '"dead": dead letters of destinations; "quarantine": messages that the plan refused')
    .option('-c, --config <file>', 'configuration, for the address and the key of the relay')
    .option('--relay <url>', 'address of the relay (default: of the configuration)')
    .option('--key <key>', 'activity key (default: of the configuration)')
    .option('--destination <name>', 'only the dead letters of this destination')
    .action(runReplay);
  addPersonCommands(cartline);
  addStoreCommands(cartline);
  addBackfill(cartline);
  addReconcile(cartline);
  return cartline.exitOverride();
};

/** Prints what went wrong: a sentence for mistakes that can be mended, the stack for those that are ours. */
const report = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_MISUSE; // commander has printed it
  if (error instanceof UserError) {
    process.stderr.write(`cartline: ${error.message}\n`);
    return EXIT_MISUSE;
  }
  process.stderr.write(
    `cartline: this should not have happened, please report it\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return EXIT_FAILURE;
};

/** Runs the command line. Sets the exit code; leaves the process alive as long as a server listens. */
export const main = async (argv: readonly string[]): Promise<void> => {
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = report(error);
  }
};
