import { basename, resolve } from 'node:path';
import { vacuumStore } from '../relay/store/sqlite/inspect/vacuum.ts';
import { isInUse } from '../relay/store/sqlite/open-database.ts';
import { findStore, withStore, type StoreAddress } from './open-store.ts';
import { EXIT_FAILURE, UserError } from './problem.ts';
import { bytesText, storeText } from './store-text.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** `cartline store stats`: how much is there, how old, and what is missing. Throws UserErrors. */
export const runStats = async ({ json, ...address }: StoreAddress & { readonly json?: boolean }): Promise<void> => {
  const report = await withStore(await findStore(address), (store) => store.report());
  say(json ? JSON.stringify(report, null, 2) : storeText(report, Date.now()));
};

/** `cartline store check`: reads everything through. Ends with 1 when something is wrong. Throws UserErrors. */
export const runCheck = async (address: StoreAddress): Promise<void> => {
  const place = await findStore(address);
  const problems = await withStore(place, (store) => store.problems());
  if (problems.length === 0) return say(`${place.path} is sound`);
  problems.forEach((problem) => say(`${place.path}: ${problem}`));
  say('Stop the relay, keep a copy of the file, and restore the latest backup; what came since is told by the gaps.');
  process.exitCode = EXIT_FAILURE;
};

const createProgress = (): ((done: number) => void) => {
  let shown = -1;
  return (done) => {
    const tenth = Math.floor(done * 10) * 10;
    if (tenth > shown) process.stderr.write(`${tenth} %\n`);
    shown = Math.max(shown, tenth);
  };
};

/** `cartline store backup <file>`: a copy of the store as it is, while the relay runs. Throws UserErrors. */
export const runBackup = async (file: string, address: StoreAddress): Promise<void> => {
  const target = resolve(file);
  await withStore(await findStore(address), (store) => store.backup(target, createProgress()));
  say(`${target}: copied and read through. To restore it: stop the relay, and put it in the place of the store,`);
  say(`without the files ${basename(target)}-wal and -shm of the old one.`);
};

/** `cartline store vacuum`: gives the file's free room back to the disk. Throws UserErrors. */
export const runVacuum = async (address: StoreAddress): Promise<void> => {
  const { path } = await findStore(address);
  try {
    const { before, after } = await vacuumStore(path);
    say(`${path}: ${bytesText(before)} before, ${bytesText(after)} now`);
  } catch (error) {
    if (!isInUse(error)) throw new UserError(error instanceof Error ? error.message : String(error));
    throw new UserError(
      `a relay has ${path} open; stop it first. It is rarely needed: what is free in the file is used again`,
    );
  }
};
