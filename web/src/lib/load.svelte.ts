// Something asked of the server, and where it stands: loading, there, or a fault that can be shown.
import { Fault } from './api/client';

export class Load<T> {
  value = $state.raw<T | null>(null);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  #turn = 0;
  #stop: AbortController | null = null;

  /** The newest question wins: an answer to an older one is dropped. What is there stays while the new comes. */
  async ask(question: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    const turn = (this.#turn += 1);
    this.busy = true;
    try {
      const value = await question(stop.signal);
      if (turn !== this.#turn) return null;
      this.value = value;
      this.fault = null;
      return value;
    } catch (cause) {
      if (turn !== this.#turn || stop.signal.aborted) return null;
      this.fault = cause instanceof Fault ? cause : new Fault('web.broken', String(cause instanceof Error ? cause.message : cause), 'Reload the page; if it comes again, report it.', 0);
      return null;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}

/** The fault of anything caught. */
export function faultOf(cause: unknown): Fault {
  return cause instanceof Fault ? cause : new Fault('web.broken', cause instanceof Error ? cause.message : String(cause), 'Reload the page; if it comes again, report it.', 0);
}
