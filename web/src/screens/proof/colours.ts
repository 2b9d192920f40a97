// Pairs are told apart by number first, then by dash, then by colour: none of them is needed alone.
const COLOURS = ['#d55e00', '#0072b2', '#009e73', '#cc79a7', '#8a6d00', '#56b4e9', '#7b3fbf', '#a01c1c'] as const;
const DASHES: readonly (readonly number[])[] = [[], [10, 4], [2, 4], [12, 4, 2, 4]];

export function colour(number: number): string {
  return COLOURS[(number - 1) % COLOURS.length] ?? COLOURS[0];
}
export function dash(number: number): readonly number[] {
  return DASHES[(number - 1) % DASHES.length] ?? [];
}
