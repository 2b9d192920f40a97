// One player, driven by frames: asks for a frame by the middle of its showing, and believes only what the browser confirms.
import type { Frames } from './exact';

export type Settled = 'idle' | 'seeking' | 'shown' | 'differs' | 'playing';

// A browser that shows the same frame again need not report it: so long after the seek ended, silence means no change.
const PATIENCE = 500;

export class Player {
  asked = $state(0);
  shown = $state<number | null>(null);
  settled = $state<Settled>('idle');
  playing = $state(false);
  rate = $state(1);
  loop = $state.raw<{ from: number; to: number } | null>(null);
  #video: HTMLVideoElement | HTMLAudioElement | null = null;
  #frames: Frames | null = null;
  #seeking = false;
  #again = false;
  #patience = 0;
  #backwards = 0;
  #request = 0;

  /** Takes a video element whose frames are known. Gives back how to let go of it. */
  attach(video: HTMLVideoElement | HTMLAudioElement, frames: Frames): () => void {
    this.#video = video;
    this.#frames = frames;
    this.shown = null;
    this.#seeking = false;
    const stop = new AbortController();
    const on = (name: string, act: () => void): void => video.addEventListener(name, act, { signal: stop.signal });
    on('seeked', () => this.#arrived());
    on('play', () => {
      this.playing = true;
      this.settled = 'playing';
    });
    on('pause', () => this.#stopped());
    on('ended', () => this.#stopped());
    const hear = (_: number, told: VideoFrameCallbackMetadata): void => {
      this.#report(frames.shown(told.mediaTime));
      if (film) this.#request = film.requestVideoFrameCallback(hear);
    };
    const film = video instanceof HTMLVideoElement && 'requestVideoFrameCallback' in video ? video : null;
    // Without it nothing confirms what a film shows, and `shown` stays unknown: the screen then offers stills.
    if (film) this.#request = film.requestVideoFrameCallback(hear);
    if (video instanceof HTMLAudioElement) for (const name of ['timeupdate', 'seeked']) on(name, () => this.#report(frames.at(video.currentTime)));
    this.seek(this.asked);
    return () => {
      stop.abort();
      film?.cancelVideoFrameCallback(this.#request);
      window.clearTimeout(this.#patience);
      window.clearInterval(this.#backwards);
      if (this.#video === video) {
        this.#video = null;
        this.#frames = null;
        this.shown = null;
        this.playing = false;
        this.settled = 'idle';
      }
    };
  }

  /** Without a player (stills only) the asked frame is simply the one that is asked for. */
  seek(at: number, count = this.#frames?.count ?? Infinity): void {
    this.asked = Math.max(0, Math.min(count - 1, at));
    if (!this.#video || !this.#frames) return;
    if (this.#seeking) {
      this.#again = true;
      return;
    }
    this.#go();
  }

  #go(): void {
    const [video, frames] = [this.#video, this.#frames];
    if (!video || !frames) return;
    this.#again = false;
    window.clearTimeout(this.#patience);
    const to = frames.middle(this.asked);
    if (!this.playing && this.shown === this.asked && Math.abs(video.currentTime - to) < 1e-4) {
      this.settled = 'shown';
      return;
    }
    this.#seeking = true;
    if (!this.playing) this.settled = 'seeking';
    video.currentTime = to;
  }

  #arrived(): void {
    this.#seeking = false;
    if (this.#again) {
      this.#go();
      return;
    }
    if (!this.playing) this.#judge();
  }

  #judge(): void {
    window.clearTimeout(this.#patience);
    if (this.shown === this.asked) {
      this.settled = 'shown';
      return;
    }
    this.#patience = window.setTimeout(() => {
      if (!this.#seeking && !this.playing) this.settled = this.shown === this.asked ? 'shown' : 'differs';
    }, PATIENCE);
  }

  #report(at: number): void {
    this.shown = at;
    if (this.playing && !this.#backwards) {
      this.asked = this.shown;
      if (this.loop && (at >= this.loop.to || at < this.loop.from)) this.seek(this.loop.from);
    } else if (!this.#seeking) this.#judge();
  }

  #stopped(): void {
    if (this.#backwards) return;
    this.playing = false;
    // Stop on the frame that is seen, in the middle of its showing, so that the next step is one step.
    if (this.shown !== null) this.seek(this.shown);
  }

  forward(): void {
    this.#endBackwards();
    const video = this.#video;
    if (!video) return;
    this.rate = this.playing ? Math.min(8, this.rate * 2) : 1;
    video.playbackRate = this.rate;
    if (this.loop && (this.asked < this.loop.from || this.asked >= this.loop.to)) this.seek(this.loop.from);
    void video.play().catch(() => (this.playing = false));
  }
  /** Browsers do not play backwards: frames are asked for one after the other, each when the one before is there. */
  back(): void {
    if (!this.#video) return;
    const faster = this.#backwards ? Math.min(8, this.rate * 2) : 1;
    this.#endBackwards();
    this.#video.pause();
    this.rate = faster;
    this.#backwards = window.setInterval(() => {
      if (this.asked === 0) this.pause();
      else if (!this.#seeking) this.seek(Math.max(0, this.asked - this.rate));
    }, 40);
    this.playing = true;
  }
  pause(): void {
    const were = this.#endBackwards();
    this.#video?.pause();
    if (were) {
      this.playing = false;
      this.seek(this.asked);
    }
  }
  toggle(): void {
    if (this.playing) this.pause();
    else this.forward();
  }
  #endBackwards(): boolean {
    if (!this.#backwards) return false;
    window.clearInterval(this.#backwards);
    this.#backwards = 0;
    this.playing = false;
    return true;
  }
}
