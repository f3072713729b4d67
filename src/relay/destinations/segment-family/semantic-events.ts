/** Track events that act at Customer.io instead of telling something: a shop's event of such a name would delete a person. */
const SEMANTIC: ReadonlySet<string> = new Set([
  'user deleted',
  'user suppressed',
  'user unsuppressed',
  'relationship deleted',
  'object deleted',
  'device created or updated',
  'device deleted',
  'report delivery event',
  'report content event',
]);

/** Why an event of this name is not sent; undefined when it may be. */
export const semanticRefusal = (event: string): string | undefined =>
  SEMANTIC.has(event.trim().toLowerCase())
    ? `"${event}" is a command to Customer.io, not an event; give the event another name`
    : undefined;
