/** The clock of the wall, which somebody may set, and one that only goes on. Both in milliseconds. */
export interface Clocks {
  readonly now: () => number;
  readonly steady: () => number;
}

/** A clock that is this far off was set; less is what a time server corrects. */
const TOLERANCE_MS = 2_000;

/** Tells by how much the clock was set back since it was asked last: 0 when it was not. Set ahead it only makes things due early. */
export const createClockWatch = ({ now, steady }: Clocks): (() => number) => {
  let last = { wall: now(), steady: steady() };
  return () => {
    const present = { wall: now(), steady: steady() };
    const byMs = present.steady - last.steady - (present.wall - last.wall);
    last = present;
    return byMs > TOLERANCE_MS ? Math.round(byMs) : 0;
  };
};
