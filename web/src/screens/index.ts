// The screens, in the order of the work. Each is a folder of its own and is fetched when first opened.
import type { Component } from 'svelte';

type Loader = () => Promise<{ default: Component }>;
const FILES = import.meta.glob<{ default: Component }>('./*/{Library,FrameDesk,Proof,EvidenceSheet,ClaimBoard,Copies,ClockLanes,WhenWhere,Report,Custody}.svelte');

const ORDER = [
  { id: 'library', key: 'g l', file: './library/Library.svelte' },
  { id: 'frame', key: 'g f', file: './frame/FrameDesk.svelte' },
  { id: 'proof', key: 'g p', file: './proof/Proof.svelte' },
  { id: 'sheet', key: 'g e', file: './sheet/EvidenceSheet.svelte' },
  { id: 'claims', key: 'g c', file: './claims/ClaimBoard.svelte' },
  { id: 'copies', key: 'g o', file: './copies/Copies.svelte' },
  { id: 'clock', key: 'g k', file: './clock/ClockLanes.svelte' },
  { id: 'where', key: 'g w', file: './where/WhenWhere.svelte' },
  { id: 'report', key: 'g r', file: './report/Report.svelte' },
  { id: 'custody', key: 'g a', file: './custody/Custody.svelte' },
] as const;

export type ScreenId = (typeof ORDER)[number]['id'];
export const SCREENS: readonly { id: ScreenId; key: string; load: Loader }[] = ORDER.flatMap((one) => {
  const load = FILES[one.file];
  return load ? [{ id: one.id, key: one.key, load }] : [];
});
