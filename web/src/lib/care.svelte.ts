// Care for the viewer: what is covered, what is muted, how much was looked at. Nothing of this ever leaves the browser.
import { SvelteSet } from 'svelte/reactivity';

export interface Marked {
  entry: string;
  mark: string;
  label: string;
  /** Exact seconds as "n/d"; null is open. */
  start: string | null;
  end: string | null;
}
export interface Note {
  by: string;
  says: string;
}
/** What must be known of a piece of evidence before it is shown. */
export interface CareOf {
  file: string;
  rated: boolean;
  marks: readonly Marked[];
  notes: readonly Note[];
}

export function seconds(exact: string | null | undefined): number | null {
  if (exact === null || exact === undefined || exact === '') return null;
  const [over, under] = exact.split('/');
  const value = Number(over) / (under === undefined ? 1 : Number(under));
  return Number.isFinite(value) ? value : null;
}

export function clock(at: number): string {
  const whole = Math.max(0, at);
  const minutes = Math.floor(whole / 60);
  const rest = Math.floor(whole % 60);
  const hours = Math.floor(minutes / 60);
  const mm = hours ? String(minutes % 60).padStart(2, '0') : String(minutes);
  return `${hours ? `${hours}:` : ''}${mm}:${String(rest).padStart(2, '0')}`;
}

/** The graphic mark that holds at a second; `at` null asks for the whole (a still of unknown time, a list's cover). */
export function graphicAt(of: CareOf, at: number | null): Marked | null {
  for (const mark of of.marks) {
    if (mark.mark !== 'graphic') continue;
    const start = seconds(mark.start);
    const end = seconds(mark.end);
    if (at === null || (start === null && end === null)) return mark;
    if (at >= (start ?? -Infinity) && at <= (end ?? Infinity)) return mark;
  }
  return null;
}

export interface Cover {
  key: string;
  why: 'unrated' | 'graphic';
  label: string;
  span: string;
}

/** Which cover lies on a piece of evidence at a second, or null where it may be seen. */
export function coverOf(of: CareOf, at: number | null): Cover | null {
  const mark = graphicAt(of, at);
  if (mark !== null) {
    const start = seconds(mark.start);
    const end = seconds(mark.end);
    const span = start === null && end === null ? '' : `${clock(start ?? 0)}–${end === null ? '' : clock(end)}`;
    return { key: `${of.file} ${mark.entry}`, why: 'graphic', label: mark.label, span };
  }
  return of.rated ? null : { key: of.file, why: 'unrated', label: '', span: '' };
}

const METER = 'firsthand.exposure';
const HOLD = 'firsthand.hold';
interface Exposure {
  day: string;
  seconds: number;
  times: number;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function keptExposure(): Exposure {
  try {
    const kept = JSON.parse(localStorage.getItem(METER) ?? 'null') as Exposure | null;
    if (kept && kept.day === today()) return kept;
  } catch {
    // A meter that cannot be read starts at nothing; it is only the viewer's own.
  }
  return { day: today(), seconds: 0, times: 0 };
}

class Care {
  /** Every picture and film of evidence without colour: on at each open. */
  grey = $state(true);
  /** Graphic stretches are jumped over while playing. */
  skip = $state(true);
  /** Sound is off at each open, and off again after Esc Esc. */
  muted = $state(true);
  /** Uncover by holding, or by two presses for hands that cannot hold. */
  twice = $state(localStorage.getItem(HOLD) === 'twice');
  exposure = $state<Exposure>(keptExposure());
  /** Grows with each Esc Esc: players stop when it does. */
  stops = $state(0);
  #open = new SvelteSet<string>();
  #seen = new Set<string>();
  #ticking = 0;

  isOpen(cover: Cover | null): boolean {
    return cover === null || this.#open.has(cover.key);
  }
  uncover(cover: Cover): void {
    this.#open.add(cover.key);
    if (!this.#seen.has(cover.key)) this.#seen.add(cover.key);
    this.exposure = { ...this.fresh(), times: this.fresh().times + 1 };
    this.#keep();
    this.#tick();
  }
  cover(key: string): void {
    this.#open.delete(key);
    if (this.#open.size === 0) this.#rest();
  }
  /** Another file, another screen: what was uncovered of this one is covered again. */
  leave(file: string): void {
    for (const key of [...this.#open]) if (key === file || key.startsWith(`${file} `)) this.#open.delete(key);
    if (this.#open.size === 0) this.#rest();
  }
  /** Seen before in this window: a colleague's or one's own note may spare a second look. */
  seen(cover: Cover): boolean {
    return this.#seen.has(cover.key);
  }
  coverAll(): void {
    this.#open.clear();
    this.muted = true;
    this.stops += 1;
    this.#rest();
  }
  get anyOpen(): boolean {
    return this.#open.size > 0;
  }
  chooseTwice(twice: boolean): void {
    this.twice = twice;
    localStorage.setItem(HOLD, twice ? 'twice' : 'hold');
  }
  forget(): void {
    this.exposure = { day: today(), seconds: 0, times: 0 };
    this.#keep();
  }
  private fresh(): Exposure {
    return this.exposure.day === today() ? this.exposure : { day: today(), seconds: 0, times: 0 };
  }
  #tick(): void {
    if (this.#ticking) return;
    this.#ticking = window.setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      this.exposure = { ...this.fresh(), seconds: this.fresh().seconds + 1 };
      this.#keep();
    }, 1000);
  }
  #rest(): void {
    window.clearInterval(this.#ticking);
    this.#ticking = 0;
  }
  #keep(): void {
    localStorage.setItem(METER, JSON.stringify(this.exposure));
  }
}
export const care = new Care();
