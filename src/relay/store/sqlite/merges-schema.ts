/** Adds which lanes of merged persons a destination still has to be told of. */
export const mergesSchema = `
alter table lanes add column absorbed_by text;
create index lanes_absorbed on lanes (destination, absorbed_by) where absorbed_by is not null;
`;
