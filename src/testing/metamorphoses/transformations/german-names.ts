import { foreignNames } from '../foreign-names.ts';

export const germanNames = foreignNames({
  name: 'german-names',
  what: 'own names are German, transliterated',
  verbs: ['pruefe', 'lade', 'schreibe', 'hole', 'berechne', 'loesche', 'uebertrage'],
  nouns: [
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
  ],
});
