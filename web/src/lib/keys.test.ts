import { describe, expect, it } from 'vitest';
import { keys, shown } from './keys.svelte';

function press(key: string, at: number, more: Partial<KeyboardEventInit> = {}, target: EventTarget = document.body): void {
  const event = new KeyboardEvent('keydown', { key, ...more, cancelable: true });
  Object.defineProperties(event, { target: { value: target }, timeStamp: { value: at } });
  keys.hear(event);
}

describe('keys', () => {
  it('hears two in a row before one alone, whoever lent it, and one alone after a pause', () => {
    const told: string[] = [];
    const back = [keys.lend('shell', [{ press: 'g c', says: 'claims', run: () => told.push('claims') }]), keys.lend('screen', [{ press: 'c', says: 'camera', run: () => told.push('camera') }])];
    press('g', 1000);
    press('c', 1300);
    press('c', 1500);
    press('g', 3000);
    press('c', 9000);
    expect(told).toEqual(['claims', 'camera', 'camera']);
    back.forEach((take) => take());
    press('c', 20000);
    expect(told.length).toBe(3);
  });
  it('is deaf where somebody types, but for what is always meant', () => {
    const told: string[] = [];
    const back = keys.lend('x', [{ press: 'j', says: '', run: () => told.push('j') }, { press: 'mod+k', says: '', run: () => told.push('k'), always: true }]);
    const field = document.createElement('textarea');
    press('j', 1, {}, field);
    press('k', 2, { ctrlKey: true }, field);
    expect(told).toEqual(['k']);
    back();
  });
  it('leaves Enter and Space to the button they are on', () => {
    const told: string[] = [];
    const back = keys.lend('x', [{ press: ' ', says: '', run: () => told.push('play') }]);
    press(' ', 1, {}, document.createElement('button'));
    press(' ', 5000);
    expect(told).toEqual(['play']);
    back();
  });
  it('writes keys as they are printed on the board', () => {
    expect(['g l', 'mod+k', ' ', 'ArrowUp'].map(shown)).toEqual(['g l', 'Ctrl K', 'Space', '↑']);
  });
});
