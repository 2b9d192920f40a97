// Words of the screens in the reader's language. Every screen keeps its own catalogue beside it; the compiler holds
// Ukrainian to the very same keys as English. Arabic may lack a line: then the English one stands, marked as English.

export type Tongue = 'en' | 'uk' | 'ar';
export const TONGUES: Record<Tongue, string> = { en: 'English', uk: 'Українська', ar: 'العربية' };

const KEPT = 'firsthand.tongue';
const RIGHT_TO_LEFT: ReadonlySet<Tongue> = new Set(['ar']);

function first(): Tongue {
  const kept = localStorage.getItem(KEPT);
  if (kept && kept in TONGUES) return kept as Tongue;
  const own = navigator.language.slice(0, 2);
  return own in TONGUES ? (own as Tongue) : 'en';
}

// Left-to-right isolate, and its end: written as numbers, since the characters themselves would turn this file around.
const [ISOLATE, END] = [String.fromCharCode(0x2066), String.fromCharCode(0x2069)];

class Speech {
  tongue = $state<Tongue>(first());
  get direction(): 'ltr' | 'rtl' {
    return RIGHT_TO_LEFT.has(this.tongue) ? 'rtl' : 'ltr';
  }
  choose(tongue: Tongue): void {
    this.tongue = tongue;
    localStorage.setItem(KEPT, tongue);
  }
}
export const speech = new Speech();

export type Given = Record<string, string | number>;
export type Words<K extends string> = (key: K, given?: Given) => string;

interface Kept {
  en: Record<string, string>;
  uk: Record<string, string>;
  ar: Record<string, string | undefined>;
}
/** Every catalogue that was made, for the test that reads them all. */
export const CATALOGUES: Kept[] = [];

export function catalogue<const T extends Record<string, string>>(
  en: T,
  uk: { [K in keyof T]: string },
  ar: { [K in keyof T]?: string } = {},
): Words<keyof T & string> {
  CATALOGUES.push({ en, uk, ar });
  return (key, given) => {
    const spoken = speech.tongue === 'uk' ? uk[key] : speech.tongue === 'ar' ? ar[key] : undefined;
    const tongue = spoken === undefined ? 'en' : speech.tongue;
    const made = fill(spoken ?? en[key] ?? key, given, tongue);
    // An English line in a page that runs from the right is isolated, or "1 sighting" would read "sighting 1".
    return spoken === undefined && speech.direction === 'rtl' ? ISOLATE + made + END : made;
  };
}

const FORMS: Record<Tongue, Intl.LDMLPluralRule[]> = {
  en: ['one', 'other'],
  uk: ['one', 'few', 'many'],
  ar: ['one', 'two', 'few', 'other'],
};

/** `{n}` puts a value in; `{n?file|files}` the form that fits the number (one|few|many in Ukrainian). */
export function fill(text: string, given: Given | undefined, tongue: Tongue): string {
  return text.replace(/\{(\w+)(?:\?([^}]*))?\}/g, (whole, name: string, forms: string | undefined) => {
    const value = given?.[name];
    if (value === undefined) return whole;
    if (forms === undefined) return typeof value === 'number' ? number(value, tongue) : String(value);
    const rule = new Intl.PluralRules(tongue).select(Number(value));
    const parts = forms.split('|');
    const at = FORMS[tongue].indexOf(rule);
    return parts[at < 0 || at >= parts.length ? parts.length - 1 : at] ?? '';
  });
}

export function number(value: number, tongue: Tongue = speech.tongue): string {
  // Latin digits everywhere: a number that is copied out must read the same in each language.
  return new Intl.NumberFormat(tongue === 'ar' ? 'ar-u-nu-latn' : tongue, { maximumFractionDigits: 3 }).format(value);
}
