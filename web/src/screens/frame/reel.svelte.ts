// One file on the frame desk: what it is, its frames, its viewing copy, its sound; and from which of them it is shown.
import { api, evidence, type Fault, type S } from '../../lib/api/client';
import { careOf } from '../../lib/show';
import { Load, faultOf } from '../../lib/load.svelte';
import { Frames } from './exact';

export type From = 'original' | 'copy' | 'stills' | 'sound' | 'nothing';
const SOUND_STEPS = 25; // places a second that a sound without pictures is stepped by

export class Reel {
  detail = new Load<S['FileDetail']>();
  index = new Load<S['FrameIndex']>();
  wave = new Load<S['Waveform']>();
  copy = $state.raw<S['ViewingCopy'] | null>(null);
  copyFault = $state.raw<Fault | null>(null);
  /** What the person chose; null leaves it to what works. */
  chosen = $state<From | null>(null);
  /** The browser gave sound and no picture, or refused the file. */
  soundOnly = $state(false);
  refused = $state(false);
  #asking = 0;

  get file(): string | null {
    return this.detail.value?.row.file ?? null;
  }
  get row(): S['LibraryRow'] | null {
    return this.detail.value?.row ?? null;
  }
  care = $derived(this.detail.value ? careOf(this.detail.value.row, this.detail.value.notes) : null);
  frames = $derived.by<Frames | null>(() => {
    const index = this.index.value;
    if (index && index.pts.length) return new Frames(index, index.media_time_zero ?? '0');
    const wave = this.wave.value;
    if (this.row?.media.kind === 'sound' && wave) {
      const count = Math.max(1, Math.floor((wave.samples / wave.rate) * SOUND_STEPS));
      return new Frames({ time_base: `1/${SOUND_STEPS}`, pts: Array.from({ length: count }, (_, i) => i), end: count });
    }
    return null;
  });
  copyFrames = $derived(this.copy?.frames && this.copy.state === 'ready' ? new Frames(this.copy.frames) : null);
  size = $derived.by<[number, number]>(() => {
    const index = this.index.value;
    if (!index) return [1, 1];
    return Math.abs(index.rotation) % 180 === 90 ? [index.height, index.width] : [index.width, index.height];
  });
  get playable(): boolean {
    return this.index.value?.plays === 'yes' && !this.soundOnly && !this.refused;
  }
  from = $derived.by<From>(() => {
    const kind = this.row?.media.kind;
    if (kind === 'sound') return this.wave.value ? 'sound' : 'nothing';
    if (!this.index.value?.pts.length) return 'nothing';
    if (kind === 'image') return 'stills';
    const can = { original: this.playable, copy: this.copyFrames !== null, stills: true };
    if (this.chosen && this.chosen in can && can[this.chosen as keyof typeof can]) return this.chosen;
    // Where the player's own nought is not known only the copy is exact.
    if (can.original && this.index.value.media_time_zero !== null) return 'original';
    return can.copy ? 'copy' : can.original ? 'original' : 'stills';
  });
  /** The frames as the player in use counts them. */
  playing = $derived(this.from === 'copy' ? this.copyFrames : this.frames);
  src = $derived.by<string | null>(() => {
    if (!this.file) return null;
    if (this.from === 'original' || this.from === 'sound') return evidence.media(this.file, true);
    return this.from === 'copy' ? evidence.copy(this.file, true) : null;
  });

  async open(file: string): Promise<void> {
    this.close();
    this.chosen = null;
    this.soundOnly = this.refused = false;
    this.copy = null;
    this.index.value = null;
    this.wave.value = null;
    this.detail.value = null;
    const detail = await this.detail.ask((signal) => api.get('/api/files/{file}', { path: { file }, signal }));
    if (!detail) return;
    const whole = detail.row.file;
    const asked = [];
    if (detail.row.media.kind !== 'sound') asked.push(this.index.ask((signal) => api.get('/api/files/{file}/frames', { path: { file: whole }, signal })));
    if (detail.row.media.sound_codec || detail.row.media.kind === 'sound') {
      asked.push(this.wave.ask((signal) => api.get('/api/files/{file}/waveform', { path: { file: whole }, signal })));
    }
    if (detail.row.media.kind === 'video') asked.push(this.askCopy());
    await Promise.all(asked);
  }
  /** After something was entered: what was said of the file is asked again; the frames are what they were. */
  async again(): Promise<void> {
    const file = this.file;
    if (file) await this.detail.ask((signal) => api.get('/api/files/{file}', { path: { file }, signal }));
  }
  close(): void {
    window.clearTimeout(this.#asking);
  }

  async makeCopy(): Promise<void> {
    const file = this.file;
    if (!file) return;
    try {
      this.copy = await api.post('/api/files/{file}/viewing', undefined as never, { path: { file } });
      this.copyFault = null;
      this.#later();
    } catch (cause) {
      this.copyFault = faultOf(cause);
    }
  }
  async askCopy(): Promise<void> {
    const file = this.file;
    if (!file) return;
    try {
      const copy = await api.get('/api/files/{file}/viewing', { path: { file } });
      if (file !== this.file) return;
      this.copy = copy;
      if (copy.state === 'making') this.#later();
    } catch (cause) {
      this.copyFault = faultOf(cause);
    }
  }
  #later(): void {
    window.clearTimeout(this.#asking);
    if (this.copy?.state === 'making') this.#asking = window.setTimeout(() => void this.askCopy(), 700);
    else if (this.copy?.state === 'ready') void this.askCopy();
  }
}
