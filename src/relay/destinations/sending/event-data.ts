/** Would override to whom, and from whom, a campaign's message goes. */
const OVERRIDES: ReadonlySet<string> = new Set(['recipient', 'from_address', 'reply_to']);

/** An event's properties as a destination may have them, times in its own form. */
export const eventData = (
  properties: Readonly<Record<string, unknown>>,
  timeOf: (name: string, value: unknown) => unknown,
  dropped: ReadonlySet<string> = OVERRIDES,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => !dropped.has(name) && !OVERRIDES.has(name))
      .map(([name, value]) => [name, timeOf(name, value)]),
  );
