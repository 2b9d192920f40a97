// Where each file of a recording lies on the recording's own seconds, from stretches that agree in pairs.
export interface Stretch {
  one: string;
  two: string;
  in_one: readonly number[];
  in_two: readonly number[];
  speed: number;
}
export interface Lane {
  file: string;
  /** Second of the recording at which the file's second nought lies, and how fast the file runs through it. */
  start: number;
  rate: number;
  parts: { from: number; to: number }[];
  placed: boolean;
}

/** The first file lies at nought; each further one where an agreeing stretch puts it. Files that no stretch reaches are not placed. */
export function lanes(files: readonly { file: string; duration?: number | null }[], stretches: readonly Stretch[]): Lane[] {
  const at = new Map<string, { start: number; rate: number }>();
  const first = files[0];
  if (first) at.set(first.file, { start: 0, rate: 1 });
  for (let changed = true; changed; ) {
    changed = false;
    for (const part of stretches) {
      const [a, b] = [part.in_one[0] ?? 0, part.in_two[0] ?? 0];
      const one = at.get(part.one);
      const two = at.get(part.two);
      // Second t of one is second a' + (t - a) * speed of two.
      if (one && !two) {
        const rate = one.rate / (part.speed || 1);
        at.set(part.two, { start: one.start + a * one.rate - b * rate, rate });
        changed = true;
      } else if (two && !one) {
        const rate = two.rate * (part.speed || 1);
        at.set(part.one, { start: two.start + b * two.rate - a * rate, rate });
        changed = true;
      }
    }
  }
  return files.map(({ file }) => {
    const place = at.get(file);
    const parts = stretches.flatMap((part) => (part.one === file ? [part.in_one] : part.two === file ? [part.in_two] : [])).map((ends) => ({ from: ends[0] ?? 0, to: ends[1] ?? 0 }));
    return { file, start: place?.start ?? 0, rate: place?.rate ?? 1, parts: merged(parts), placed: place !== undefined };
  });
}

/** Stretches of one file, those that touch as one. */
export function merged(parts: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const made: { from: number; to: number }[] = [];
  for (const part of [...parts].sort((a, b) => a.from - b.from)) {
    const last = made.at(-1);
    if (last && part.from <= last.to) last.to = Math.max(last.to, part.to);
    else made.push({ ...part });
  }
  return made;
}
