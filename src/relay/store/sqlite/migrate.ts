import { deliveriesSchema } from './deliveries-schema.ts';
import { driftSchema } from './drift-schema.ts';
import { forgettingSchema } from './forgetting-schema.ts';
import { lighterSchema } from './lighter-schema.ts';
import { mergesSchema } from './merges-schema.ts';
import { notesSchema } from './notes.ts';
import { schema1 } from './schema-1.ts';
import type { Sql } from './sql.ts';

/** Each brings the tables from the version of its index to the next; one that was released is never edited. */
const migrations: readonly string[] = [
  schema1,
  driftSchema,
  mergesSchema + notesSchema,
  lighterSchema,
  deliveriesSchema,
  forgettingSchema,
];

/** The version that this relay's tables have. */
export const LATEST: number = migrations.length;

/** Runs the migrations that are missing, each in a transaction of its own. */
export const migrate = (sql: Sql, path: string): void => {
  const version = Number(sql.get<{ user_version: number }>('pragma user_version')?.user_version ?? 0);
  if (version > migrations.length) {
    throw new Error(
      `the store ${path} has tables of version ${version}, this relay knows ${migrations.length}: use a newer relay`,
    );
  }
  migrations.slice(version).forEach((script, index) => {
    sql.script(`begin immediate; ${script} pragma user_version = ${version + index + 1}; commit`);
  });
};
