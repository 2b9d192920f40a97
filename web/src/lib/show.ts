// How the words of the record are written on every screen: sizes, spans of time, states.
import { clock, type CareOf, type Marked, type Note } from './care.svelte';
import type { S } from './api/client';
import { catalogue } from './words.svelte';

export const said = catalogue(
  {
    authentic: 'Authentic?', where: 'Where?', when: 'When?', what: 'What?', who: 'Who?', context: 'Context', reply: 'Reply', law: 'Law',
    none: 'nothing yet', open: 'open', claimed: 'claimed', assessed: 'assessed', contested: 'contested',
    video: 'film', image: 'picture', sound: 'sound', other: 'other', unread: 'not read', sheet: 'sheet',
    graphic: 'graphic', 'person-at-risk': 'person at risk', 'sealed-source': 'sealed source', rated: 'rated',
    copy: 'copy', 'same recording, other stretch': 'same recording, other stretch', 'same scene, other moment': 'same scene, other moment',
    found: 'Found', nothing: 'Nothing', inconclusive: 'Inconclusive', unsuitable: 'Unsuitable',
    'almost no chance': 'almost no chance', 'very unlikely': 'very unlikely', unlikely: 'unlikely', 'roughly even chance': 'roughly even chance',
    likely: 'likely', 'very likely': 'very likely', 'almost certain': 'almost certain', low: 'low', moderate: 'moderate', high: 'high',
  },
  {
    authentic: 'Справжнє?', where: 'Де?', when: 'Коли?', what: 'Що?', who: 'Хто?', context: 'Контекст', reply: 'Відповідь', law: 'Право',
    none: 'ще нічого', open: 'відкрите', claimed: 'заявлено', assessed: 'оцінено', contested: 'спірне',
    video: 'відео', image: 'зображення', sound: 'звук', other: 'інше', unread: 'не прочитано', sheet: 'таблиця',
    graphic: 'тяжкі кадри', 'person-at-risk': 'людина під загрозою', 'sealed-source': 'приховане джерело', rated: 'оцінено',
    copy: 'копія', 'same recording, other stretch': 'той самий запис, інший відрізок', 'same scene, other moment': 'те саме місце, інша мить',
    found: 'Знайдено', nothing: 'Нічого', inconclusive: 'Не вирішено', unsuitable: 'Непридатне',
    'almost no chance': 'майже неможливо', 'very unlikely': 'дуже малоймовірно', unlikely: 'малоймовірно', 'roughly even chance': 'приблизно порівну',
    likely: 'ймовірно', 'very likely': 'дуже ймовірно', 'almost certain': 'майже напевно', low: 'низька', moderate: 'помірна', high: 'висока',
  },
  {
    authentic: 'أصيل؟', where: 'أين؟', when: 'متى؟', what: 'ماذا؟', who: 'من؟', context: 'السياق', reply: 'الرد', law: 'القانون',
    none: 'لا شيء بعد', open: 'مفتوح', claimed: 'مُدّعى', assessed: 'مُقيَّم', contested: 'متنازع',
    graphic: 'مشاهد قاسية', 'person-at-risk': 'شخص معرّض للخطر',
    video: 'فيلم', image: 'صورة', sound: 'صوت', other: 'آخر', unread: 'لم يُقرأ', sheet: 'جدول',
  },
);

/** A word of the record in the reader's language, or the word itself where it is not one of ours. */
export function word(text: string): string {
  return said(text as 'open') || text;
}

export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  let value = size;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${value < 10 && at > 0 ? value.toFixed(1) : Math.round(value)} ${units[at] ?? ''}`;
}

/** "2026-03-01 10:04–10:09 UTC": the shortest that says both ends. */
export function span(when: S['When'] | null | undefined): string {
  if (!when) return '';
  const { earliest, latest } = when;
  if (!earliest && !latest) return when.stated ?? '';
  if (!earliest) return `≤ ${instant(latest ?? '')}`;
  if (!latest) return `≥ ${instant(earliest)}`;
  if (earliest === latest) return instant(earliest);
  const [a, b] = [instant(earliest), instant(latest)];
  return a.slice(0, 10) === b.slice(0, 10) ? `${a.replace(' UTC', '')}–${b.slice(11)}` : `${a.replace(' UTC', '')} – ${b}`;
}

export function instant(text: string): string {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?Z$/.exec(text);
  if (!found) return text;
  return `${found[1]} ${found[2]}${found[3] && found[3] !== '00' ? `:${found[3]}` : ''} UTC`;
}

export function long(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? '' : clock(seconds);
}

/** What SafeMedia must know of a file. */
export function careOf(row: S['LibraryRow'], notes: readonly S['EntryRow'][] = []): CareOf {
  const told: Note[] = notes.map((note) => ({ by: note.author, says: note.says }));
  return { file: row.file, rated: row.rated, marks: row.marks as readonly Marked[], notes: told };
}

export function nameOf(row: { names: readonly string[]; file: string }): string {
  return row.names[0] ?? row.file.slice(0, 12);
}

/** A name that cannot break a line, a layout or a reader: controls and direction marks become visible, and it ends in good time. */
export function plainName(name: string, most = 240): string {
  const clean = name.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
  if (clean.length <= most) return clean;
  // By whole characters: half of one would be shown as something else.
  return `${[...clean.slice(0, most * 2)].slice(0, most).join('')}…`;
}
