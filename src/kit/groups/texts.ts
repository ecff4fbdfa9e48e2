/** Texts that are made, tested, refused and listed: SQL, patterns, templates, names in texts. */
export { carriersOf } from '../texts/carriers.ts';
export { formattedText, ID_NAME, isNumberOfClock, nameOfTarget } from '../texts/formatted-text.ts';
export { type ConstantKey, constantKeysIn, partsWithin } from '../texts/key-parts.ts';
export { type KeyedRead, keyedReadOf, keyRead } from '../texts/keyed-read.ts';
export { makersOf } from '../texts/makers.ts';
export { compilePythonPattern, type MatchKind, type PythonPattern } from '../texts/python-pattern.ts';
export {
  holdsSql,
  type SqlInsertion,
  type SqlPlace,
  type SqlText,
  sqlTexts,
  textsAddedTo,
} from '../texts/sql-text.ts';
export { templateOf } from '../texts/text-template.ts';
