import { writeFileSync } from 'node:fs';
import { readIdentifier } from '../relay/identity/identifier.ts';
import { findStore, withStore, type StoreAddress } from './open-store.ts';
import { UserError } from './problem.ts';

/** Whom a text names; a UserError where it can be nobody. */
export const identify = (who: string): ReturnType<typeof readIdentifier> => {
  const identifiers = readIdentifier(who);
  if (identifiers.length > 0) return identifiers;
  throw new UserError(
    `"${who}" came; expected an email, a phone number in international form, a customer id or an anonymous id (userId:42 says which)`,
  );
};

/** Personal data: nobody else on the machine is to read it. */
const PRIVATE = 0o600;

const writeTo = (file: string, text: string): void => {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: PRIVATE });
  } catch (error) {
    throw new UserError(`--out ${file}: ${error instanceof Error ? error.message : String(error)}; name a new file`);
  }
};

/** `cartline export <who>`: everything that is held about somebody, as JSON. Throws UserErrors. */
export const runExport = async (
  who: string,
  { out, ...address }: StoreAddress & { readonly out?: string },
): Promise<void> => {
  const identifiers = identify(who);
  const record = await withStore(await findStore(address), (store) => store.persons.record(identifiers));
  if (Object.values<readonly unknown[]>({ ...record }).every((rows) => rows.length === 0))
    throw new UserError(`nothing is held about ${who}; a customer or anonymous id has to be whole`);
  const text = `${JSON.stringify({ exportedAt: new Date().toISOString(), ...record }, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else writeTo(out, text);
};
