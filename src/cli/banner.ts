/** What the relay says of itself when it has started. */
export interface BannerFacts {
  readonly version: string;
  readonly relayUrl: string;
  readonly activityUrl: string;
  readonly storePath: string;
  /** One line for each destination, with the result of its check. */
  readonly destinations: readonly string[];
  /** Addresses that platforms deliver to. */
  readonly sources: readonly string[];
  readonly scriptTag: string | undefined;
  readonly warnings: readonly string[];
}

const row = (name: string, value: string): string => `  ${name.padEnd(10)} ${value}`;

const rows = (name: string, values: readonly string[]): string[] =>
  values.map((value, index) => row(index === 0 ? name : '', value));

/** The start-up text: addresses, the tag to paste, and what needs attention. */
export const banner = (facts: BannerFacts): string => {
  const { version, relayUrl, activityUrl, storePath, destinations, sources, scriptTag, warnings } = facts;
  const tag = scriptTag === undefined ? [] : ['', "  Paste this into your shop's <head>:", '', scriptTag];
  return [
    '',
    `  Cartline ${version}`,
    '',
    row('Relay', relayUrl),
    row('Activity', activityUrl),
    row('Store', storePath),
    ...rows('Sends to', destinations.length > 0 ? destinations : ['nobody: messages are kept, and go nowhere']),
    ...rows('Webhooks', sources),
    ...tag,
    ...(warnings.length > 0 ? [''] : []),
    ...warnings.map((warning) => `  ! ${warning}`),
    '',
    '',
  ].join('\n');
};
