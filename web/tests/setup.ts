// jsdom has no layout and no media: what the tests need of them is put here, plainly.
class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoObserver as unknown as typeof ResizeObserver;
if (typeof HTMLMediaElement !== 'undefined') {
  HTMLMediaElement.prototype.pause = function (): void {};
  HTMLMediaElement.prototype.load = function (): void {};
}
export {};
