import type { Endpoint } from '../intake/envelope.ts';
import { sourceOf, type RelayKey } from '../intake/keys.ts';
import type { ReplayOptions } from './create-replay.ts';

type Receive = (request: Request, endpoint: Endpoint) => Promise<Response>;

/** As far as intake's answer concerns one message (contract §1). */
interface Answer {
  readonly rejected?: readonly { readonly message?: string }[];
  readonly error?: { readonly message?: string };
}

/** A source may have several keys; what was refused gains no trust by being replayed. */
const keyOf = (keys: readonly RelayKey[], source: string): RelayKey | undefined => {
  const own = keys.filter((key) => sourceOf(key) === source);
  return own.find(({ kind }) => kind !== 'server') ?? own[0];
};

/** Sends a message through intake once more, by the front door: the plan of now decides, and ids dedupe. */
export const createAdmitAgain =
  (keys: readonly RelayKey[], receive: Receive): ReplayOptions['admit'] =>
  async (source, body) => {
    const key = keyOf(keys, source);
    if (!key) return { status: 'refused', message: `no key of the configuration has the source "${source}" any more` };
    const origin = key.origins?.[0];
    const request = new Request('http://relay.internal/v1/batch', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${key.key}:`)}`, ...(origin !== undefined && { origin }) },
      body: JSON.stringify({ batch: [body] }),
    });
    const response = await receive(request, 'batch');
    const { rejected, error } = (await response.json()) as Answer; // our own intake's
    if (response.ok && rejected?.length === 0) return { status: 'accepted' };
    return {
      status: 'refused',
      message: rejected?.[0]?.message ?? error?.message ?? `intake answered ${response.status}`,
    };
  };
