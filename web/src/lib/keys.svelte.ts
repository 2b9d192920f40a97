// Keys: each screen lends its own while it is shown; `?` lists what is lent, so that the list is never out of date.

import { untrack } from 'svelte';

export interface Key {
  /** As `KeyboardEvent.key`, or two in a row: "g l". Shift is in the key itself ("?", "J"). "mod+k" is Ctrl or Cmd. */
  press: string;
  says: string;
  run: (event: KeyboardEvent) => void;
  /** Also where text is typed. */
  always?: boolean;
}
export interface Lent {
  id: number;
  title: string;
  keys: Key[];
}

const NAMES: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  ' ': 'Space',
  Escape: 'Esc',
  'mod+k': 'Ctrl K',
  'mod+Enter': 'Ctrl Enter',
};

export function shown(press: string): string {
  if (NAMES[press]) return NAMES[press];
  return press
    .split(' ')
    .map((part) => NAMES[part] ?? part)
    .join(' ');
}

export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

class Keys {
  lent = $state<Lent[]>([]);
  #before = '';
  #at = 0;
  #ids = 0;

  /** Lends keys; gives back how to take them back. Made for `$effect(() => keys.lend(...))`. */
  lend(title: string, list: Key[]): () => void {
    const id = (this.#ids += 1);
    // Read without tracking: an effect that lends must not run again because something was lent.
    untrack(() => (this.lent = [...this.lent, { id, title, keys: list }]));
    return () => {
      this.lent = this.lent.filter((other) => other.id !== id);
    };
  }

  hear(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    // A dialog has its own keys, and Esc must reach it: one that is prevented here would not close it.
    if (document.querySelector('dialog[open]')) return;
    const mod = event.ctrlKey || event.metaKey;
    const one = mod ? `mod+${event.key}` : event.key;
    const now = event.timeStamp;
    const two = !mod && now - this.#at < 900 ? `${this.#before} ${event.key}` : '';
    this.#before = mod ? '' : event.key;
    this.#at = now;
    const busy = typing(event.target);
    // Two in a row before one alone, whoever lent it: "g c" goes to the claims though a screen has a "c" of its own.
    // Then what was lent last is asked first: a dialog before its screen, a screen before the shell.
    const lent = [...this.lent].reverse();
    for (const [press, list] of [two, one].flatMap((press) => lent.map((some) => [press, some.keys] as const))) {
      const hit = list.find((key) => (!busy || key.always) && key.press === press);
      if (hit === undefined) continue;
      if (one === ' ' || one === 'Enter') {
        const on = event.target;
        if (on instanceof HTMLButtonElement || on instanceof HTMLAnchorElement || (on instanceof HTMLElement && on.tagName === 'SUMMARY')) continue;
      }
      if (event.altKey) continue;
      event.preventDefault();
      this.#before = '';
      hit.run(event);
      return;
    }
  }
}
export const keys = new Keys();
