import type { Call } from './log.ts';
import { HISTORY_SECONDS } from './limits.ts';
import type { Json } from './model.ts';
import { parseIdentifiers, type Identifier } from './parse-identifier.ts';
import { addToTimeline, identifiersOf, type PersonRecord } from './people.ts';
import { combine, type Parsed } from './problem.ts';
import { nowSeconds, type Workspace } from './workspace.ts';

const mergedTimeline = (workspace: Workspace, secondary: PersonRecord): PersonRecord['timeline'] =>
  secondary.timeline
    .filter(({ kind, timestamp }) => kind !== 'identify' && timestamp >= nowSeconds(workspace) - HISTORY_SECONDS)
    .map((entry) => ({ ...entry, triggers: false, via: 'merge' }));

/** Moves what the primary lacks from the secondary, then removes the secondary. Merged events start no campaign. */
export const mergeInto = (workspace: Workspace, primary: PersonRecord, secondary: PersonRecord): void => {
  workspace.people.remove(secondary); // first, so that its identifiers are free
  for (const identifier of identifiersOf(secondary)) {
    const at = secondary.ledger.entries().find(([name]) => name === identifier.kind)?.[1].at ?? 0;
    if (primary.ledger.get(identifier.kind) === undefined) workspace.people.assign(primary, identifier, at);
  }
  primary.ledger.fillFrom(secondary.ledger);
  for (const [id, device] of secondary.devices) primary.devices.set(id, device);
  addToTimeline(primary, ...mergedTimeline(workspace, secondary));
  workspace.visitors.handOver(secondary, primary);
  workspace.objects.handOver({ kind: 'person', cioId: secondary.cioId }, { kind: 'person', cioId: primary.cioId });
};

export interface MergeInput {
  readonly primary: Identifier;
  readonly secondary: Identifier;
}

/** Parses both sides of a merge: one identifier each. */
export const parseMerge = (body: Json): Parsed<MergeInput> =>
  combine({
    primary: parseIdentifiers(body['primary'], 'primary', ['id', 'email', 'cio_id'], 17),
    secondary: parseIdentifiers(body['secondary'], 'secondary', ['id', 'email', 'cio_id'], 17),
  });

/** A merge asked for by the API. It does nothing, with 200, unless both persons exist. */
export const merge = (workspace: Workspace, call: Call, input: MergeInput): void => {
  const primary = workspace.people.find(input.primary);
  const secondary = workspace.people.find(input.secondary);
  if (primary && secondary && primary !== secondary) {
    mergeInto(workspace, primary, secondary);
    return;
  }
  const why = !primary
    ? 'the primary does not exist'
    : !secondary
      ? 'the secondary does not exist'
      : 'both are one person';
  workspace.log.fail('dropped', `merge did nothing: ${why}`, call);
};
