// Seconds that a mark holds back, between exact values and what a person types: FROM-TO in seconds, one a line.
import { seconds } from '../../lib/care.svelte';

export interface Held {
  start: string | null;
  end: string | null;
}

const NUMBER = /^\d{1,7}(\.\d{1,6})?$/;

function shown(exact: string | null): string {
  const value = seconds(exact);
  return value === null ? '' : String(Math.round(value * 1000) / 1000);
}

/** "2-4.5"; an open end is left out: "-4.5" is from the beginning, "2-" to the end. */
export function heldText(held: Held): string {
  return `${shown(held.start)}-${shown(held.end)}`;
}

/** Read back; null where a line is not seconds, or ends before it begins. */
export function holdsOf(text: string): Held[] | null {
  const made: Held[] = [];
  for (const raw of text.split('\n')) {
    const typed = raw.trim().replace(/[–—]/g, '-');
    if (!typed) continue;
    const parts = typed.split('-').map((part) => part.trim());
    if (parts.length !== 2 || parts.some((part) => part !== '' && !NUMBER.test(part))) return null;
    const [start, end] = [parts[0] || null, parts[1] || null];
    if (start === null && end === null) return null;
    if (start !== null && end !== null && Number(end) <= Number(start)) return null;
    made.push({ start, end });
  }
  return made;
}

/** For reading: "2.00–4.50 s, 9.00 s –". */
export function line(held: readonly Held[], whole: string): string {
  return held
    .map(({ start, end }) => {
      const [a, b] = [seconds(start), seconds(end)];
      if (a === null && b === null) return whole;
      return `${a === null ? '' : a.toFixed(2)}–${b === null ? '' : b.toFixed(2)} s`;
    })
    .join(', ');
}
