import type { Identifier } from './parse-identifier.ts';
import { identifierKey, type PersonRecord } from './people.ts';
import type { Workspace } from './workspace.ts';

/** Whom an identify call means. */
export type Resolution =
  | { readonly status: 'found'; readonly person: PersonRecord }
  | { readonly status: 'absent' }
  /** Two persons that Customer.io merges by itself, the older first. */
  | { readonly status: 'merge'; readonly primary: PersonRecord; readonly secondary: PersonRecord }
  | { readonly status: 'conflict'; readonly message: string };

/** Ids and emails are unique. A phone is so only when it addresses the person: a household may share one. */
const unique = (addressed: Identifier, claims: readonly Identifier[]): Identifier[] => [
  addressed,
  ...claims.filter(({ kind }) => kind !== 'phone'),
];

const isSame = (a: Identifier, b: Identifier): boolean => identifierKey(a) === identifierKey(b);

const described = ({ kind, value }: Identifier): string => `${kind} ${value}`;

/** An identifier that the person has may be replaced only when a cio_id addresses it, or by the workspace's setting for emails. */
const forbiddenChange = (
  person: PersonRecord,
  addressed: Identifier,
  claims: readonly Identifier[],
  allowEmailUpdatesById: boolean,
): Identifier | undefined =>
  claims.find((claim) => {
    const value = person.ledger.get(claim.kind) as string | number | undefined; // identifiers are nothing else
    if (value === undefined || isSame({ kind: claim.kind, value: String(value) }, claim)) return false;
    if (addressed.kind === 'cio_id') return false;
    return !(claim.kind === 'email' && addressed.kind === 'id' && allowEmailUpdatesById);
  });

/** Profiles merge by themselves if the one found by id has no email, and the one found by email has no id. */
const automaticMerge = (workspace: Workspace, claims: readonly Identifier[]): Resolution | undefined => {
  const byKind = (kind: Identifier['kind']): PersonRecord | undefined => {
    const claim = claims.find((candidate) => candidate.kind === kind);
    return claim && workspace.people.find(claim);
  };
  const byId = byKind('id');
  const byEmail = byKind('email');
  if (!byId || !byEmail || byId.ledger.get('email') !== undefined || byEmail.ledger.get('id') !== undefined)
    return undefined;
  const [primary, secondary] = byId.createdAt <= byEmail.createdAt ? [byId, byEmail] : [byEmail, byId];
  return { status: 'merge', primary, secondary };
};

/** Finds the person whom `addressed` and the identifiers in the body mean, if they agree. */
export const resolvePerson = (
  workspace: Workspace,
  addressed: Identifier,
  inBody: readonly Identifier[],
): Resolution => {
  const claims = unique(addressed, inBody);
  if (addressed.kind === 'cio_id' && !workspace.people.find(addressed)) return { status: 'absent' };
  const found = new Set(claims.flatMap((claim) => workspace.people.find(claim) ?? []));
  const [person] = found;
  if (!person) return { status: 'absent' };
  if (found.size > 1) {
    const merge = found.size === 2 ? automaticMerge(workspace, claims) : undefined;
    return (
      merge ?? { status: 'conflict', message: `${claims.map(described).join(' and ')} belong to different persons` }
    );
  }
  const changed = forbiddenChange(person, addressed, claims, workspace.allowEmailUpdatesById);
  if (!changed) return { status: 'found', person };
  const message = `the person already has another ${changed.kind} than ${changed.value}; a change needs its cio_id`;
  return { status: 'conflict', message };
};
