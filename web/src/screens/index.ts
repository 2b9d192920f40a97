// The screens, in the order of the work. Each is fetched when first opened.
import type { Component } from 'svelte';

const made = [
  { id: 'library', key: 'g l', load: () => import('./library/Library.svelte') },
  { id: 'frame', key: 'g f', load: () => import('./frame/FrameDesk.svelte') },
] as const;

export type ScreenId = (typeof made)[number]['id'];
export const SCREENS: readonly { id: ScreenId; key: string; load: () => Promise<{ default: Component }> }[] = made;
