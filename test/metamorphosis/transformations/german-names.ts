import { type NameKind, renameOwn } from '../renaming.ts';
import type { Transformation } from '../transformation.ts';

const VERBS = ['pruefe', 'lade', 'schreibe', 'hole', 'berechne', 'loesche', 'uebertrage'];
const NOUNS = [
  'wert',
  'groesse',
  'auftrag',
  'datei',
  'kunde',
  'nachricht',
  'konto',
  'preis',
  'ergebnis',
  'aufgabe',
  'menge',
];

export const germanNames: Transformation = {
  name: 'german-names',
  what: 'own names are German, transliterated',
  sameness: 'names',
  apply: (subject, rewriting) => renameOwn(subject, rewriting, nameOf),
};

function nameOf(kind: NameKind, index: number): string {
  const noun = NOUNS[index % NOUNS.length] ?? '';
  const round = Math.floor(index / NOUNS.length);
  const number = round === 0 ? '' : String(round + 1);
  if (kind === 'class') return noun.charAt(0).toUpperCase() + noun.slice(1) + number;
  if (kind === 'constant') return noun.toUpperCase() + number;
  return kind === 'function' ? `${VERBS[index % VERBS.length]}_${noun}${number}` : noun + number;
}
