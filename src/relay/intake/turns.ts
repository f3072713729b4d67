/**
 * Works on as many bodies at once as there is memory for. Parsed, a body takes about ten times its bytes; whoever comes
 * while the room is taken waits as a text, in order of arrival.
 */
export interface Turns {
  /** Does the work when there is room for it; undefined, with nothing done, when too many wait already. */
  readonly take: <T>(bytes: number, work: () => Promise<T>) => Promise<T> | undefined;
}

export interface TurnLimits {
  /** Bodies that are worked on at once, together. One is always let in. Default 1 MiB. */
  readonly bytes?: number;
  /** Bodies that wait, together. Default 8 MiB. */
  readonly waitingBytes?: number;
}

/** 2,400 events in batches of 100, or 256 lone ones: as many as go into one commit, and the next ones being read. */
const BYTES = 1_048_576;
/** About two seconds of work: a sender that waits for much longer gives up, and comes again. */
const WAITING_BYTES = 8 * 1_048_576;
/** What a request takes up beside its body: its head, the runtime's objects. */
const LEAST_BYTES = 4_096;

interface Waiting {
  readonly bytes: number;
  readonly begin: () => void;
}

/** Creates the turns. */
export const createTurns = ({ bytes: most = BYTES, waitingBytes = WAITING_BYTES }: TurnLimits = {}): Turns => {
  const line: Waiting[] = [];
  let working = 0;
  let waiting = 0;

  const hasRoom = (bytes: number): boolean => working === 0 || working + bytes <= most;

  const letIn = (): void => {
    for (let [first] = line; first && hasRoom(first.bytes); [first] = line) {
      line.shift();
      waiting -= first.bytes;
      first.begin();
    }
  };

  const run = async <T>(bytes: number, work: () => Promise<T>): Promise<T> => {
    working += bytes;
    try {
      return await work();
    } finally {
      working -= bytes;
      letIn();
    }
  };

  const take = <T>(given: number, work: () => Promise<T>): Promise<T> | undefined => {
    const bytes = Math.max(given, LEAST_BYTES);
    if (line.length === 0 && hasRoom(bytes)) return run(bytes, work);
    if (waiting + bytes > waitingBytes) return undefined;
    waiting += bytes;
    return new Promise<T>((resolve, reject) => {
      line.push({ bytes, begin: () => void run(bytes, work).then(resolve, reject) });
    });
  };

  return { take };
};
