import type { Call } from './log.ts';
import type { Json } from './model.ts';
import type { Identifier } from './parse-identifier.ts';
import { invalid, isJson, parsed, refused, type Parsed } from './problem.ts';
import { openKnownPerson } from './track.ts';
import type { Workspace } from './workspace.ts';

export interface DeviceInput {
  readonly id: string;
  readonly device: Json;
}

/** Parses a device: v1 calls its identifier `id`, v2 calls it `token`. */
export const parseDevice = (input: unknown, key: 'id' | 'token'): Parsed<DeviceInput> => {
  const id = isJson(input) ? input[key] : undefined;
  if (!isJson(input) || typeof id !== 'string' || id === '') {
    return refused(invalid(30, `device.${key}`, 'must be a non-empty string'));
  }
  return parsed({ id, device: input });
};

export const addDevice = (workspace: Workspace, call: Call, addressed: Identifier, { id, device }: DeviceInput): void =>
  void openKnownPerson(workspace, call, addressed)?.devices.set(id, device);

export const deleteDevice = (workspace: Workspace, addressed: Identifier, id: string): void =>
  void workspace.people.find(addressed)?.devices.delete(id);
