import type { UnwinnableRow } from './row.ts';

/** What no client can win, and why. */
export const unwinnable: readonly UnwinnableRow[] = [
  {
    what: 'B8: the process dies before the commit has left it',
    reason:
      'a message is durable when its transaction is committed, which takes microseconds to milliseconds; what dies before that was never written anywhere. The row asks only that a message is there whole or not at all, that the database opens, and that nothing older is touched.',
  },
  {
    what: 'B7b: whose the events of the very first seconds were',
    reason:
      'every message arrives, but when the browser is killed within seconds of a visitor’s first visit, it may not have written the cookie and the localStorage entry that say who the visitor is: both are written behind, when the browser likes. The next visit begins as somebody else, and the relay holds the events of the first for ever. Only IndexedDB is written at once, and it answers too late for an id that every call needs.',
  },
  {
    what: 'B33 with the relay down, and the page closed',
    reason:
      'no IndexedDB and no localStorage: the page itself is the only place where a message can wait. With the relay up everything arrives, which is what the row shows.',
  },
  {
    what: 'B37 beyond 30,000 B when the visitor never comes back',
    reason:
      'browsers let a page that leaves have 64 KiB on their way, the shop’s own beacons included. The rest waits for the next visit, and there is none.',
  },
  {
    what: 'B49 with rows that were not sent yet',
    reason:
      'storage that the visitor or the browser deletes (clearing data, eviction, private windows, Safari after 7 days without a visit) takes the outbox with it.',
  },
  {
    what: 'B18: events older than 14 days',
    reason:
      'they are given up and counted on purpose: the relay remembers ids for 90 days, and a client that kept longer than that could double.',
  },
  {
    what: 'the power goes (no row)',
    reason:
      'relaxed durability leaves a row to the operating system for seconds; identifies and orders are flushed (strict). A machine that loses power cannot be killed from within a test.',
  },
];
