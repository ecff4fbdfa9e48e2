/** Texts that are made, tested, refused and listed: SQL, patterns, templates, names in texts. */
export { carriersOf } from './carriers.ts';
export { formattedText, ID_NAME, isNumberOfClock, nameOfTarget } from './formatted-text.ts';
export { type ConstantKey, constantKeysIn, partsWithin } from './key-parts.ts';
export { type KeyedRead, keyedReadOf, keyRead } from './keyed-read.ts';
export { makersOf } from './makers.ts';
export { compilePythonPattern, type MatchKind } from './python-pattern.ts';
export { holdsSql, type SqlInsertion, type SqlPlace, sqlTexts, textsAddedTo } from './sql-text.ts';
export { templateOf } from './text-template.ts';
