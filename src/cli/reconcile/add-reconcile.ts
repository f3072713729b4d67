import type { Command } from 'commander';
import { runReconcile } from './reconcile-command.ts';

/** Adds `cartline reconcile` to the command line. */
export const addReconcile = (cartline: Command): void => {
  cartline
    .command('reconcile')
    .description(
      "compares the platform's own list of orders with what the relay has sent; ends with 1 when orders are missing",
    )
    .argument('<files...>', 'CSV files of orders')
    .requiredOption('--from <format>', '"shopify", or "neutral" for the format of docs/backfill.md')
    .option('--money <form>', 'how amounts are written, where they can be read in two ways: "decimal_comma" …')
    .option('--utc-offset <offset>', 'the zone of times that name none, such as "+01:00"')
    .option('--json', 'print the numbers as JSON')
    .option('-c, --config <file>', 'configuration, for the address and the key of the relay')
    .option('--relay <url>', 'address of the relay (default: of the configuration)')
    .option('--key <key>', 'activity key (default: of the configuration)')
    .action(runReconcile);
};
