/** Adds the counts of what was normalised, by source. */
export const driftSchema = `
create table drift (
  source text not null,
  kind text not null,
  came text not null,
  became text not null,
  n integer not null,
  last_at integer not null,
  primary key (source, kind, came, became)
) strict, without rowid;
`;
