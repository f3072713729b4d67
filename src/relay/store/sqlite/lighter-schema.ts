/**
 * Makes a message cheaper to store: new rows of the outbox are counted once for a whole commit (tally.ts), and a visitor's
 * messages stand in one index, whether they are held or somebody's.
 */
export const lighterSchema = `
drop trigger outbox_inserted;
drop index messages_held;
drop index messages_by_visitor;
create index messages_of_visitor on messages (anonymous_id, person, moment) where anonymous_id is not null;
`;
