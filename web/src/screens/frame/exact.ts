// Exact times of frames. Times are ticks of a time base; a float is only ever what a browser is asked with.

export interface Fraction {
  over: bigint;
  under: bigint;
}

export function fraction(text: string): Fraction {
  const found = /^(-?\d+)(?:\/(\d+))?$/.exec(text.trim());
  if (!found || found[2] === '0') throw new RangeError(`not a fraction: ${text}`);
  return reduced(BigInt(found[1] ?? '0'), BigInt(found[2] ?? '1'));
}

function reduced(over: bigint, under: bigint): Fraction {
  let [a, b] = [over < 0n ? -over : over, under];
  while (b) [a, b] = [b, a % b];
  return a > 1n ? { over: over / a, under: under / a } : { over, under };
}

export function text({ over, under }: Fraction): string {
  return under === 1n ? `${over}` : `${over}/${under}`;
}

export function float({ over, under }: Fraction): number {
  return Number(over) / Number(under);
}

export interface Ticks {
  time_base: string;
  pts: readonly number[];
  end: number;
}

/** Frames of one film in the order they are shown. `zero` is what the player's own clock calls nought. */
export class Frames {
  readonly #base: Fraction;
  readonly #zero: number;
  readonly #pts: readonly number[];
  readonly #end: number;

  constructor(ticks: Ticks, zero = '0') {
    this.#base = fraction(ticks.time_base);
    this.#zero = float(fraction(zero));
    this.#pts = ticks.pts;
    this.#end = ticks.end;
  }
  get count(): number {
    return this.#pts.length;
  }
  clamp(at: number): number {
    return Math.max(0, Math.min(this.count - 1, Math.round(at)));
  }
  /** The exact presentation time of a frame, "n/d" seconds. */
  pts(at: number): string {
    return text(reduced(BigInt(this.#pts[at] ?? 0) * this.#base.over, this.#base.under));
  }
  /** For show, and for what is drawn: seconds of presentation time. */
  seconds(at: number): number {
    return at >= this.count ? this.#seconds(this.#end) : this.#seconds(this.#pts[at] ?? 0);
  }
  get start(): number {
    return this.seconds(0);
  }
  get end(): number {
    return Math.max(this.#seconds(this.#end), this.seconds(this.count - 1));
  }
  #seconds(ticks: number): number {
    return (ticks * Number(this.#base.over)) / Number(this.#base.under);
  }
  /** Where to seek a player so that frame `at` is shown: the middle of its showing. A frame's own time is on the edge. */
  middle(at: number): number {
    const here = this.#pts[at] ?? 0;
    const next = at + 1 < this.count ? (this.#pts[at + 1] ?? here) : Math.max(this.#end, here);
    return Math.max(0, this.#seconds((here + next) / 2) - this.#zero);
  }
  /** Which frame a player shows, by the media time it reports of the frame itself: the nearest one. */
  shown(mediaTime: number): number {
    const at = this.holding(mediaTime + this.#zero);
    const here = Math.abs(this.seconds(at) - this.#zero - mediaTime);
    const next = at + 1 < this.count ? Math.abs(this.seconds(at + 1) - this.#zero - mediaTime) : Infinity;
    return next < here ? at + 1 : at;
  }
  /** The frame that holds at a time of the player's own clock. */
  at(mediaTime: number): number {
    return this.holding(mediaTime + this.#zero);
  }
  get zero(): number {
    return this.#zero;
  }
  /** The frame that is being shown at a second of presentation time. */
  holding(second: number): number {
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.seconds(middle) <= second + 1e-9) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** "0:04.960" for reading beside the exact time. */
export function stamp(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  const thousandths = Math.round(Math.abs(seconds) * 1000);
  const [whole, rest] = [Math.floor(thousandths / 1000), thousandths % 1000];
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${sign}${hours ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}.${String(rest).padStart(3, '0')}`;
}

/** What a person types to go somewhere: "120" a frame, "1:04.5" or "4.96s" a time. null where it is neither. */
export function wanted(typed: string, frames: Frames): number | null {
  const clean = typed.trim();
  if (/^\d+$/.test(clean)) return frames.clamp(Number(clean) - 1);
  const time = /^(?:(\d+):)?(?:(\d+):)?(\d+(?:\.\d+)?)s?$/.exec(clean);
  if (!time || !(clean.includes(':') || clean.includes('.') || clean.endsWith('s'))) return null;
  const [, first, second, rest] = time;
  const seconds = Number(rest) + (second !== undefined ? Number(first) * 3600 + Number(second) * 60 : first !== undefined ? Number(first) * 60 : 0);
  return frames.holding(frames.start + seconds);
}
