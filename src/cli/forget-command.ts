import { existsSync } from 'node:fs';
import { isInUse } from '../relay/store/sqlite/open-database.ts';
import { createSqliteStore } from '../relay/store/sqlite/sqlite-store.ts';
import type { Erased } from '../relay/store/store.ts';
import { askRelay, relayAt, type RelayAddress } from './ask-relay.ts';
import { identify } from './export-command.ts';
import { findStore, withStore, type StorePlace } from './open-store.ts';
import { UserError } from './problem.ts';

/** Options of `cartline forget`, as they stand on the command line. */
export interface ForgetCommandOptions extends RelayAddress {
  readonly yes?: boolean;
}

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

const summary = (who: string, erased: Erased): string => {
  const { persons, visitors, messages, undelivered, quarantined, carts, orders, destinations } = erased;
  const gone = [
    many(persons, 'person'),
    many(visitors, 'visitor'),
    `${many(messages, 'message')} (${undelivered} deliveries not done)`,
    many(quarantined, 'refused message'),
    many(carts, 'cart'),
  ].join(', ');
  const kept = orders > 0 ? `; ${many(orders, 'order stays', 'orders stay')}, without a name` : '';
  return `${who}: ${gone}${kept}; to be told: ${destinations.join(', ') || 'nobody'}`;
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Asks the relay that has the store open: it alone may write. */
const viaRelay = async (who: readonly string[], options: ForgetCommandOptions): Promise<void> => {
  const target = await relayAt(options);
  const confirm = options.yes === true;
  for (const one of who)
    say(summary(one, (await askRelay(target, '/activity/forget', { who: one, confirm })) as Erased)); // our own relay's
};

const preview = async (who: readonly string[], place: StorePlace): Promise<void> =>
  withStore(place, async ({ persons }) => {
    for (const one of who) say(summary(one, await persons.preview(identify(one))));
  });

/** Erases in the file itself; false when a relay has it open. */
const inFile = async (who: readonly string[], { path, destinations }: StorePlace): Promise<boolean> => {
  if (!existsSync(path)) throw new UserError(`there is no store at ${path}: check store.path in the configuration`);
  const store = createSqliteStore({ path });
  try {
    await store.open(destinations);
  } catch (error) {
    if (isInUse(error)) return false;
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
  try {
    for (const one of who) say(summary(one, await store.persons.erase(identify(one), Date.now())));
  } finally {
    await store.close();
  }
  say('No relay is running: destinations are told when it starts.');
  return true;
};

/**
 * `cartline forget <who…>`: shows what is held about somebody and would go; with --yes it goes. Through the running relay
 * where there is one, else in the file. Throws UserErrors.
 */
export const runForget = async (who: readonly string[], options: ForgetCommandOptions): Promise<void> => {
  who.forEach(identify); // all of them are right before any of them goes
  if (options.relay !== undefined) await viaRelay(who, options);
  else {
    const place = await findStore(options);
    if (!options.yes) await preview(who, place);
    else if (!(await inFile(who, place))) await viaRelay(who, options);
  }
  say(
    options.yes
      ? 'Erased. Backups still have them, until they are replaced.'
      : 'Nothing was erased. With --yes it is, here and at each destination; nobody can take that back.',
  );
};
