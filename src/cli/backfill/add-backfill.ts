import type { Command } from 'commander';
import { runBackfill } from './backfill-command.ts';

/** Adds `cartline backfill` to the command line. */
export const addBackfill = (cartline: Command): void => {
  cartline
    .command('backfill')
    .description('brings history from CSV files to the running relay; without --apply it only says what it would do')
    .argument('<what>', '"orders" or "customers"')
    .argument('<files...>', 'CSV files; the parts of one export in their order')
    .requiredOption('--from <format>', '"shopify", or "neutral" for the format of docs/backfill.md')
    .option('--apply', 'send it; it can be stopped at any time and goes on where it was')
    .option('--campaigns-paused', 'say that the campaigns are paused which these attributes would start')
    .option('--restart', 'begin anew, whatever an earlier run has sent')
    .option('--products <file>', "the shop's /products.json, to name products by their ids and not by SKU")
    .option('--exported-at <time>', 'when the platform wrote the file (default: when the file was last changed)')
    .option('--money <form>', 'how amounts are written, where they can be read in two ways: "decimal_comma" …')
    .option('--utc-offset <offset>', 'the zone of times that name none, such as "+01:00"')
    .option('--rate <messages>', 'messages a second (default: 500), or "unlimited"')
    .option('--json', 'print the report as JSON')
    .option('-c, --config <file>', 'configuration, for the address and the server key of the relay')
    .option('--relay <url>', 'address of the relay (default: of the configuration)')
    .option('--key <key>', 'server key (default: CARTLINE_SERVER_KEY, or of the configuration)')
    .action(runBackfill);
};
