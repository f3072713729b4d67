/** Where a name went. With `dualSendUntil` destinations get the old name beside the new one until then, so that campaigns can be moved in peace. */
export interface Renaming {
  readonly to: string;
  /** ISO 8601, such as "2027-01-31": the last moment is the beginning of that day in UTC, or the time given. */
  readonly dualSendUntil?: string | undefined;
}

/** Names that were changed from one version of the plan to the next. The old ones stay taken for the new ones. */
export interface PlanRenames {
  /** Old event name → the new one. */
  readonly events: Readonly<Record<string, Renaming>>;
  /** Event name (the new one) → old property name → the new one. */
  readonly properties: Readonly<Record<string, Readonly<Record<string, Renaming>>>>;
}

const checkRenaming = (where: string, { to, dualSendUntil }: Renaming): void => {
  if (typeof to !== 'string' || to === '')
    throw new TypeError(`definePlan: ${where}.to: ${JSON.stringify(to)} came; expected the new name`);
  if (dualSendUntil !== undefined && !(Date.parse(dualSendUntil) > 0))
    throw new TypeError(
      `definePlan: ${where}.dualSendUntil: ${JSON.stringify(dualSendUntil)} came; expected a time in ISO 8601, such as "2027-01-31"`,
    );
};

/** Checks the renamings of a plan. `isEvent`: whether a name is canonical or declared. Throws a TypeError that names what is wrong. */
export const checkRenames = ({ events, properties }: PlanRenames, isEvent: (name: string) => boolean): void => {
  for (const [old, renaming] of Object.entries(events)) {
    checkRenaming(`renamed.events["${old}"]`, renaming);
    if (!isEvent(renaming.to))
      throw new TypeError(
        `definePlan: renamed.events["${old}"].to: "${renaming.to}" came; expected a canonical event, or one that the plan declares`,
      );
    if (isEvent(old))
      throw new TypeError(`definePlan: renamed.events["${old}"]: the plan still has this event; expected an old name`);
  }
  for (const [event, keys] of Object.entries(properties))
    for (const [old, renaming] of Object.entries(keys))
      checkRenaming(`renamed.properties.${event}["${old}"]`, renaming);
};
