import { fireEvent, render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { care, coverOf, graphicAt, type CareOf } from './care.svelte';
import SafeMedia from './SafeMedia.svelte';

const FILE = 'a'.repeat(64);
const bare: CareOf = { file: FILE, rated: false, marks: [], notes: [{ by: 'B', says: 'loud from 0:03' }] };
const graphic: CareOf = { file: FILE, rated: true, notes: [], marks: [{ entry: 'e', mark: 'graphic', label: 'injury', start: '4', end: '9' }] };
const calm: CareOf = { file: FILE, rated: true, marks: [], notes: [] };

beforeEach(() => {
  vi.useFakeTimers();
  care.coverAll();
  care.twice = false;
  localStorage.clear();
});
afterEach(() => vi.useRealTimers());

describe('what is covered', () => {
  it('covers what nobody rated and what is marked, at its seconds only', () => {
    expect(coverOf(bare, 0)?.why).toBe('unrated');
    expect(coverOf(graphic, 3)).toBeNull();
    expect(coverOf(graphic, 4)).toMatchObject({ why: 'graphic', label: 'injury', span: '0:04–0:09' });
    expect(coverOf(graphic, 9)?.why).toBe('graphic');
    expect(coverOf(graphic, 9.01)).toBeNull();
    expect(coverOf(calm, 0)).toBeNull();
  });
  it('covers a still of unknown time whenever anything in the film is graphic', () => {
    expect(coverOf(graphic, null)?.why).toBe('graphic');
    expect(graphicAt({ ...graphic, marks: [{ entry: 'p', mark: 'person-at-risk', label: '', start: null, end: null }] }, null)).toBeNull();
  });
});

describe('SafeMedia', () => {
  const image = { kind: 'image' as const, src: '/api/x.png?uncover=true', alt: 'x', active: true };

  it('puts no picture into the page, and so asks for none, before it is uncovered', async () => {
    const { container } = render(SafeMedia, { of: bare, ...image });
    expect(container.querySelector('img')).toBeNull();
    expect(container.querySelector('.cover')?.textContent).toContain('loud from 0:03');
  });
  it('uncovers only after the key was held, and not by a tap', async () => {
    const { container } = render(SafeMedia, { of: bare, ...image });
    await fireEvent.keyDown(window, { key: 'u' });
    await vi.advanceTimersByTimeAsync(300);
    await fireEvent.keyUp(window, { key: 'u' });
    await vi.advanceTimersByTimeAsync(2000);
    expect(container.querySelector('img')).toBeNull();
    await fireEvent.keyDown(window, { key: 'u' });
    await vi.advanceTimersByTimeAsync(800);
    expect(container.querySelector('img.evidence')).not.toBeNull();
    care.coverAll();
    await tick();
    expect(container.querySelector('img')).toBeNull();
  });
  it('covers again when a peek lets go', async () => {
    const { container } = render(SafeMedia, { of: bare, ...image, mode: 'peek' });
    await fireEvent.keyDown(window, { key: 'u' });
    expect(container.querySelector('img')).not.toBeNull();
    await fireEvent.keyUp(window, { key: 'u' });
    expect(container.querySelector('img')).toBeNull();
  });
  it('does not hear the key where somebody types', async () => {
    const { container } = render(SafeMedia, { of: bare, ...image });
    const field = document.createElement('input');
    document.body.append(field);
    await fireEvent.keyDown(field, { key: 'u' });
    await vi.advanceTimersByTimeAsync(2000);
    expect(container.querySelector('img')).toBeNull();
  });
  it('uncovers by two presses for hands that cannot hold', async () => {
    care.twice = true;
    const { container } = render(SafeMedia, { of: bare, ...image });
    const cover = container.querySelector('.cover') as HTMLElement;
    await fireEvent.click(cover);
    expect(container.querySelector('img')).toBeNull();
    await fireEvent.click(cover);
    expect(container.querySelector('img')).not.toBeNull();
  });
  it('shows what was rated calm at once, muted, and starts nothing', () => {
    const { container } = render(SafeMedia, { of: calm, kind: 'video', src: '/m', alt: 'x' });
    const film = container.querySelector('video')!;
    expect(film.muted).toBe(true);
    expect(film.autoplay).toBe(false);
    expect(film.controls).toBe(false);
    expect(container.querySelector('.cover')).toBeNull();
  });
  it('lays the cover on when a still of a graphic stretch is asked for, and takes the old one with it', async () => {
    const { container, rerender } = render(SafeMedia, { of: graphic, ...image, at: 2 });
    expect(container.querySelector('img')).not.toBeNull();
    await rerender({ of: graphic, ...image, at: 5 });
    expect(container.querySelector('img')).toBeNull();
    expect(container.querySelector('.cover')?.textContent).toContain('injury');
  });
  it('opens no other file by what was opened of this one', async () => {
    const { container, rerender } = render(SafeMedia, { of: bare, ...image });
    await fireEvent.keyDown(window, { key: 'u' });
    await vi.advanceTimersByTimeAsync(800);
    expect(container.querySelector('img')).not.toBeNull();
    await rerender({ of: { ...bare, file: 'b'.repeat(64) }, ...image });
    expect(container.querySelector('img')).toBeNull();
  });
});

describe('the meter', () => {
  it('counts in this browser and can be started again', async () => {
    care.forget();
    care.uncover({ key: 'k', why: 'unrated', label: '', span: '' });
    await vi.advanceTimersByTimeAsync(3100);
    expect(care.exposure.times).toBe(1);
    expect(care.exposure.seconds).toBe(3);
    care.coverAll();
    await vi.advanceTimersByTimeAsync(3000);
    expect(care.exposure.seconds).toBe(3);
    care.forget();
    expect(care.exposure).toMatchObject({ seconds: 0, times: 0 });
  });
});
