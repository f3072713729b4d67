import { askRelay, relayAt } from './ask-relay.ts';
import { UserError } from './problem.ts';

/** Options of `cartline replay`, as they stand on the command line. */
export interface ReplayCommandOptions {
  readonly config?: string;
  readonly relay?: string;
  readonly key?: string;
  readonly destination?: string;
}

const WHATS = ['dead', 'quarantine'] as const;
type What = (typeof WHATS)[number];

const isWhat = (value: string): value is What => WHATS.some((what) => what === value);

interface Answer {
  readonly replayed?: number;
  readonly refused?: readonly { readonly messageId: string; readonly message: string }[];
}

const said: Readonly<Record<What, string>> = {
  dead: 'dead letters are pending again; the activity page shows what becomes of them',
  quarantine: 'messages left the quarantine',
};

/** `cartline replay`: asks the running relay to send again what was refused. Throws UserErrors. */
export const runReplay = async (what: string, options: ReplayCommandOptions): Promise<void> => {
  if (!isWhat(what)) throw new UserError(`replay: "${what}" came; expected "dead" or "quarantine"`);
  const { destination } = options;
  const request = { what, ...(destination !== undefined && { destination }) };
  const { replayed = 0, refused = [] } = (await askRelay(
    await relayAt(options),
    '/activity/replay',
    request,
  )) as Answer; // our own relay's
  process.stdout.write(`${replayed} ${said[what]}\n`);
  refused.forEach(({ messageId, message }) => process.stdout.write(`still refused: ${messageId}: ${message}\n`));
};
