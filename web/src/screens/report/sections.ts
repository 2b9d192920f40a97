import type { S } from '../../lib/api/client';

export type Section = S['Section'];
export const SECTIONS: readonly { id: Section; word: 'title' | 'summary' | 'known' | 'notKnown' | 'how' | 'correction' }[] = [
  { id: 'title', word: 'title' },
  { id: 'summary', word: 'summary' },
  { id: 'known', word: 'known' },
  { id: 'not known', word: 'notKnown' },
  { id: 'how', word: 'how' },
  { id: 'correction', word: 'correction' },
];
