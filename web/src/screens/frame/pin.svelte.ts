// The frame that was pinned to compare others with: it stays while other files and screens are looked at, in this window only.
import type { CareOf } from '../../lib/care.svelte';

export interface Pin {
  file: string;
  at: number;
  pts: string;
  name: string;
  care: CareOf;
}

class Pinned {
  frame = $state.raw<Pin | null>(null);
}
export const pinned = new Pinned();
