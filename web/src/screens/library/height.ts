// How high a row of the library must be for its words, by the width of the window: rows of a long list are not measured one by one.
export interface Told {
  what: string;
  chips: readonly string[];
  posted: string;
  copied: boolean;
  questions: number;
}

const LETTER = 7.2; // pixels of a small letter, a wide one
const LINE = 16;
const CHIP = 22;
const NARROW = 700;

const lines = (letters: number, room: number): number => Math.max(1, Math.ceil((letters * LETTER) / room));

/** Lines that chips take beside one another, none broken in two. */
function chipLines(chips: readonly string[], room: number): number {
  let [rows, left] = [0, 0];
  for (const chip of chips) {
    const wide = chip.length * LETTER + 17;
    if (rows === 0 || wide > left) {
      rows += 1;
      left = room;
    }
    left -= wide;
  }
  return rows;
}

/** Pixels; the columns are those of the screen's own grid. */
export function needs(row: Told, wide: number): number {
  const narrow = wide < NARROW;
  const room = narrow ? Math.max(160, wide - 112) : wide < 1180 ? 150 : 190;
  const what = lines(row.what.length, room) * LINE + chipLines(row.chips, room) * CHIP + 2;
  const states = Math.ceil(row.questions / Math.max(1, Math.floor(((narrow ? room : wide < 1180 ? 120 : 158) + 3) / 49))) * CHIP;
  if (narrow) return 44 + what + states + 16;
  const seen = LINE * (1 + Number(row.copied) + lines(row.posted.length, wide < 1180 ? 120 : 176)) + 4;
  return Math.max(60, Math.max(46, what, seen, states) + 12);
}
