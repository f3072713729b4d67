import type { Identifier } from './parse-identifier.ts';
import { identifiersOf } from './people.ts';
import type { Workspace } from './workspace.ts';

/** Deletes a person with its history and relationships. Nothing keeps it from coming back. */
export const deletePerson = (workspace: Workspace, addressed: Identifier): void => {
  const person = workspace.people.find(addressed);
  if (!person) return;
  workspace.people.remove(person);
  workspace.objects.forget({ kind: 'person', cioId: person.cioId });
};

/** Deletes a person, if there is one, and drops all later calls with its identifiers. */
export const suppress = (workspace: Workspace, addressed: Identifier): void => {
  const person = workspace.people.find(addressed);
  workspace.suppressions.add([addressed, ...(person ? identifiersOf(person) : [])]);
  deletePerson(workspace, addressed);
};

/** Lets the identifiers be used again. The deleted history stays deleted. */
export const unsuppress = (workspace: Workspace, addressed: Identifier): void =>
  workspace.suppressions.remove(addressed);
