import { associate } from './associate.ts';
import type { Call } from './log.ts';
import { MAX_ATTRIBUTES } from './limits.ts';
import { mergeInto } from './merge.ts';
import type { PersonAttributes } from './parse-attributes.ts';
import type { Identifier } from './parse-identifier.ts';
import type { RelationshipChange } from './parse-relationships.ts';
import { addToTimeline, identifierKey, type PersonRecord } from './people.ts';
import { changeRelationships } from './relate.ts';
import { resolvePerson } from './resolve-person.ts';
import { nowSeconds, type Workspace } from './workspace.ts';

export interface IdentifyInput extends PersonAttributes {
  readonly addressed: Identifier;
  readonly change: RelationshipChange;
}

/** The person to update, made if need be; undefined when Customer.io would drop the call, which is logged. */
const openPerson = (workspace: Workspace, call: Call, input: IdentifyInput): PersonRecord | undefined => {
  const { addressed, identifiers, updateOnly } = input;
  const resolution = resolvePerson(workspace, addressed, identifiers);
  const { log, people } = workspace;
  switch (resolution.status) {
    case 'found':
      return resolution.person;
    case 'merge':
      mergeInto(workspace, resolution.primary, resolution.secondary);
      return resolution.primary;
    case 'conflict':
      log.fail('attribute_update_failure', resolution.message, call);
      return undefined;
    case 'absent':
      if (addressed.kind !== 'cio_id' && !updateOnly) return people.create(workspace.now());
      if (updateOnly)
        log.fail('attribute_update_failure', `_update: nobody has ${addressed.kind} ${addressed.value}`, call);
      else log.fail('dropped', `nobody has cio_id ${addressed.value}`, call);
      return undefined;
  }
};

const assignIdentifiers = (workspace: Workspace, person: PersonRecord, input: IdentifyInput, at: number): void => {
  for (const identifier of [input.addressed, ...input.identifiers]) {
    const current = person.ledger.get(identifier.kind) as string | number | undefined; // identifiers are nothing else
    const same =
      current !== undefined && identifierKey({ ...identifier, value: String(current) }) === identifierKey(identifier);
    if (identifier.kind !== 'cio_id' && !same) workspace.people.assign(person, identifier, at);
  }
};

const fits = (workspace: Workspace, call: Call, person: PersonRecord, names: readonly string[]): boolean => {
  if (person.ledger.sizeWith(names) <= MAX_ATTRIBUTES) return true;
  workspace.log.fail('attribute_update_failure', `the person would have more than ${MAX_ATTRIBUTES} attributes`, call);
  return false;
};

const record = (workspace: Workspace, person: PersonRecord, input: IdentifyInput, at: number): void => {
  const identifiers = Object.fromEntries(input.identifiers.map(({ kind, value }) => [kind, value]));
  const anonymous = input.anonymousId === undefined ? {} : { anonymous_id: input.anonymousId };
  addToTimeline(person, {
    kind: 'identify',
    name: 'identify',
    timestamp: at,
    receivedAt: workspace.now(),
    data: { ...identifiers, ...anonymous, ...input.attributes },
    triggers: true,
    via: 'known',
  });
};

/** Adds or updates a person. What Customer.io answers with 200 and then refuses is logged as a failure. */
export const identify = (workspace: Workspace, call: Call, input: IdentifyInput): void => {
  const claims = [input.addressed, ...input.identifiers];
  if (workspace.suppressions.covers(claims)) {
    workspace.log.fail('dropped', `${input.addressed.kind} ${input.addressed.value} is suppressed`, call);
    return;
  }
  const person = openPerson(workspace, call, input);
  if (!person || !fits(workspace, call, person, Object.keys(input.attributes))) return;
  const at = input.at ?? nowSeconds(workspace);
  assignIdentifiers(workspace, person, input, at);
  for (const [name, value] of Object.entries(input.attributes)) person.ledger.set(name, value, at);
  const { anonymousId } = input;
  if (anonymousId !== undefined && associate(workspace, call, person, anonymousId)) {
    person.ledger.set('anonymous_id', anonymousId, at);
  }
  changeRelationships(workspace, person, input.change);
  record(workspace, person, input, at);
};
