// What each verb asks for, as a table: the dialog is drawn from it and knows nothing of any verb.
import { api, type S } from '../../lib/api/client';
import type { w } from './words';

export type Word = Parameters<typeof w>[0];
export interface Choice {
  value: string;
  says: string;
}
export interface Field {
  name: string;
  kind: 'line' | 'area' | 'pick' | 'entry' | 'entries' | 'tick' | 'maybe' | 'lines';
  says: Word;
  needed?: boolean;
  choices?: readonly string[];
  from?: (board: S['Board']) => Choice[];
}
export type Values = Record<string, string | boolean | string[]>;
export type Verb = 'ask' | 'answer' | 'source' | 'claim' | 'assess' | 'weigh' | 'grade' | 'review' | 'withdraw' | 'reply';
export interface Form {
  fields: readonly Field[];
  send: (values: Values, key: string) => Promise<S['Said']>;
}

const ABOUT = ['authentic', 'where', 'when', 'what', 'who', 'context', 'reply', 'law'] as const;
const SOURCES = ['account', 'person', 'outlet', 'official', 'unnamed'] as const;
const RELIABLE = ['F', 'A', 'B', 'C', 'D', 'E'] as const;
const CREDIBLE = ['6', '1', '2', '3', '4', '5'] as const;
const BASES = ['none given', 'own eyes', 'own work', 'own act', 'another source', 'footage', 'law'] as const;
export const LIKELY = ['almost no chance', 'very unlikely', 'unlikely', 'roughly even chance', 'likely', 'very likely', 'almost certain'] as const;
const SURE = ['low', 'moderate', 'high'] as const;
export const STANDS = ['consistent', 'inconsistent', 'neutral', 'not applicable'] as const;

export const sources = (board: S['Board']): Choice[] => board.sources.filter((row) => !row.withdrawn).map((row) => ({ value: row.entry, says: row.says }));
export const answers = (board: S['Board']): Choice[] =>
  board.questions.flatMap((question) => question.answers.filter((one) => !one.row.withdrawn).map((one) => ({ value: one.row.entry, says: `${question.row.says} → ${one.row.says}` })));
const questions = (board: S['Board']): Choice[] => board.questions.map((one) => ({ value: one.row.entry, says: one.row.says }));
export function claims(board: S['Board']): S['BoardClaim'][] {
  const found = new Map<string, S['BoardClaim']>();
  for (const question of board.questions) {
    for (const claim of question.touching) found.set(claim.row.entry, claim);
    for (const one of question.answers) for (const claim of [...one.claims_for, ...one.claims_against]) found.set(claim.row.entry, claim);
  }
  for (const claim of board.unplaced) found.set(claim.row.entry, claim);
  return [...found.values()];
}
const claimed = (board: S['Board']): Choice[] => claims(board).filter((one) => !one.row.withdrawn).map((one) => ({ value: one.row.entry, says: `${one.source_name}: ${one.row.says}` }));

const text = (value: Values[string] | undefined): string => (typeof value === 'string' ? value.trim() : '');
const many = (value: Values[string] | undefined): string[] => (Array.isArray(value) ? value : []);
const lines = (value: Values[string] | undefined): string[] => text(value).split('\n').map((line) => line.trim()).filter(Boolean);
const or = (value: Values[string] | undefined): string | null => text(value) || null;
const maybe = (value: Values[string] | undefined): boolean | null => (value === 'yes' ? true : value === 'no' ? false : null);
const time = (stated: Values[string] | undefined, zone: Values[string] | undefined): S['TimeAsk'] | null =>
  text(stated) ? { stated: text(stated), zone: or(zone) } : null;

export const FORMS: Record<Verb, Form> = {
  ask: {
    fields: [
      { name: 'about', kind: 'pick', says: 'fAbout', choices: ABOUT, needed: true },
      { name: 'text', kind: 'line', says: 'fText', needed: true },
    ],
    send: (v, key) => api.post('/api/say/ask', { about: text(v['about']) as S['QuestionAsk']['about'], text: text(v['text']) }, { key }),
  },
  answer: {
    fields: [
      { name: 'question', kind: 'entry', says: 'questions', from: questions, needed: true },
      { name: 'text', kind: 'line', says: 'fText', needed: true },
      { name: 'stated', kind: 'line', says: 'fWhen' },
      { name: 'zone', kind: 'line', says: 'fZone' },
    ],
    send: (v, key) => api.post('/api/say/answer', { question: text(v['question']), text: text(v['text']), region: null, span: time(v['stated'], v['zone']) }, { key }),
  },
  source: {
    fields: [
      { name: 'name', kind: 'line', says: 'fName', needed: true },
      { name: 'is_a', kind: 'pick', says: 'fIsA', choices: SOURCES, needed: true },
      { name: 'reliability', kind: 'pick', says: 'fReliability', choices: RELIABLE },
      { name: 'reason', kind: 'area', says: 'fReason' },
      { name: 'protected', kind: 'tick', says: 'fProtected' },
    ],
    send: (v, key) =>
      api.post(
        '/api/say/source',
        { name: text(v['name']), is_a: text(v['is_a']) as S['SourceAsk']['is_a'], reliability: (text(v['reliability']) || 'F') as 'F', reason: text(v['reason']), protected: v['protected'] === true },
        { key },
      ),
  },
  claim: {
    fields: [
      { name: 'source', kind: 'entry', says: 'fSource', from: sources, needed: true },
      { name: 'paraphrase', kind: 'area', says: 'fParaphrase', needed: true },
      { name: 'answers_for', kind: 'entries', says: 'fFor', from: answers },
      { name: 'answers_against', kind: 'entries', says: 'fAgainst', from: answers },
      { name: 'basis', kind: 'pick', says: 'fBasis', choices: BASES },
      { name: 'hedges', kind: 'lines', says: 'fHedges' },
      { name: 'verbatim', kind: 'area', says: 'fVerbatim' },
      { name: 'language', kind: 'line', says: 'fLanguage' },
      { name: 'translation', kind: 'area', says: 'fTranslation' },
      { name: 'through', kind: 'entries', says: 'fThrough', from: sources },
      { name: 'rests_on', kind: 'entries', says: 'fRests', from: claimed },
      { name: 'files', kind: 'lines', says: 'fFiles' },
      { name: 'stated', kind: 'line', says: 'fSaid' },
      { name: 'zone', kind: 'line', says: 'fZone' },
      { name: 'credibility', kind: 'pick', says: 'fCredibility', choices: CREDIBLE },
      { name: 'reason', kind: 'line', says: 'fReason' },
    ],
    send: (v, key) =>
      api.post(
        '/api/say/claim',
        {
          source: text(v['source']),
          paraphrase: text(v['paraphrase']),
          through: many(v['through']),
          verbatim: or(v['verbatim']),
          language: or(v['language']),
          translation: or(v['translation']),
          answers_for: many(v['answers_for']),
          answers_against: many(v['answers_against']),
          about: [],
          hedges: lines(v['hedges']),
          basis: (text(v['basis']) || 'none given') as 'none given',
          said: time(v['stated'], v['zone']),
          files: lines(v['files']),
          rests_on: many(v['rests_on']),
          credibility: (text(v['credibility']) || '6') as '6',
          reason: text(v['reason']),
        },
        { key },
      ),
  },
  assess: {
    fields: [
      { name: 'answer', kind: 'entry', says: 'fAnswer', from: answers, needed: true },
      { name: 'likelihood', kind: 'pick', says: 'likelihood', choices: LIKELY, needed: true },
      { name: 'confidence', kind: 'pick', says: 'confidence', choices: SURE, needed: true },
      { name: 'reasons', kind: 'area', says: 'fReasons', needed: true },
      { name: 'speaks_for', kind: 'entries', says: 'fFor', from: claimed },
      { name: 'speaks_against', kind: 'entries', says: 'fAgainst', from: claimed },
      { name: 'revises', kind: 'entry', says: 'fRevises', from: (board) => judged(board, true) },
      { name: 'dissents_from', kind: 'entry', says: 'fDissents', from: (board) => judged(board, false) },
    ],
    send: (v, key) =>
      api.post(
        '/api/say/assess',
        {
          answer: text(v['answer']),
          likelihood: text(v['likelihood']) as 'likely',
          confidence: text(v['confidence']) as 'low',
          reasons: text(v['reasons']),
          speaks_for: many(v['speaks_for']),
          speaks_against: many(v['speaks_against']),
          revises: or(v['revises']),
          dissents_from: or(v['dissents_from']),
        },
        { key },
      ),
  },
  weigh: {
    fields: [
      { name: 'evidence', kind: 'entry', says: 'fEvidence', from: claimed, needed: true },
      { name: 'answer', kind: 'entry', says: 'fAnswer', from: answers, needed: true },
      { name: 'consistency', kind: 'pick', says: 'fConsistency', choices: STANDS, needed: true },
      { name: 'reason', kind: 'line', says: 'fReason' },
    ],
    send: (v, key) =>
      api.post('/api/say/weigh', { evidence: text(v['evidence']), answer: text(v['answer']), consistency: text(v['consistency']) as 'neutral', reason: text(v['reason']) }, { key }),
  },
  grade: {
    fields: [
      { name: 'about', kind: 'entry', says: 'of', from: (board) => [...sources(board), ...claimed(board)], needed: true },
      { name: 'grade', kind: 'pick', says: 'fGrade', choices: [...RELIABLE, ...CREDIBLE], needed: true },
      { name: 'reason', kind: 'area', says: 'fReason', needed: true },
    ],
    send: (v, key) => api.post('/api/say/grade', { about: text(v['about']), grade: text(v['grade']), reason: text(v['reason']) }, { key }),
  },
  review: {
    fields: [
      { name: 'agrees', kind: 'tick', says: 'fAgrees' },
      { name: 'reasons', kind: 'area', says: 'fReasons', needed: true },
    ],
    send: (v, key) => api.post('/api/say/review', { of: text(v['of']), agrees: v['agrees'] === true, reasons: text(v['reasons']) }, { key }),
  },
  withdraw: {
    fields: [
      { name: 'reason', kind: 'area', says: 'fReason', needed: true },
      { name: 'instead', kind: 'line', says: 'fInstead' },
    ],
    send: (v, key) => api.post('/api/say/withdraw', { of: text(v['of']), reason: text(v['reason']), instead: or(v['instead']) }, { key }),
  },
  reply: {
    fields: [
      { name: 'source', kind: 'entry', says: 'fSource', from: sources, needed: true },
      { name: 'question', kind: 'area', says: 'fAskedWhat', needed: true },
      { name: 'asked', kind: 'maybe', says: 'fAsked' },
      { name: 'answered', kind: 'maybe', says: 'fAnswered' },
      { name: 'answer', kind: 'area', says: 'fReplyText' },
      { name: 'stated', kind: 'line', says: 'fWhen' },
      { name: 'zone', kind: 'line', says: 'fZone' },
    ],
    send: (v, key) =>
      api.post(
        '/api/say/reply',
        { source: text(v['source']), question: text(v['question']), asked: maybe(v['asked']), answered: maybe(v['answered']), answer: text(v['answer']), when: time(v['stated'], v['zone']) },
        { key },
      ),
  },
};

/** Judgements that stand: one's own (to change) or others' (to dissent from). */
function judged(board: S['Board'], mine: boolean): Choice[] {
  return board.questions.flatMap((question) =>
    question.answers.flatMap((one) =>
      one.assessments.filter((row) => row.mine === mine && !row.replaced && !row.withdrawn).map((row) => ({ value: row.entry, says: `${row.author}: ${one.row.says}: ${row.says}` })),
    ),
  );
}

export function lacks(verb: Verb, values: Values): string | null {
  return FORMS[verb].fields.find((field) => field.needed && !text(values[field.name]))?.name ?? null;
}
