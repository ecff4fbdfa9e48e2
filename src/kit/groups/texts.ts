/** Texts that are made, tested, refused and listed: SQL, patterns, templates, names in texts. */
export { carriersOf } from '../texts/carriers.ts';
export { type ComposedText, composedText, compositionsIn } from '../texts/composed-text.ts';
export { formattedText, ID_NAME, isNumberOfClock, nameOfTarget } from '../texts/formatted-text.ts';
export { type ConstantKey, constantKeysIn, partsWithin } from '../texts/key-parts.ts';
export { keyedReadOf, keyRead } from '../texts/keyed-read.ts';
export { listedNames } from '../texts/listed-names.ts';
export { type NamedLiteral, namesOfLiteral } from '../texts/literal-name.ts';
export { makersOf } from '../texts/makers.ts';
export { isModelText } from '../texts/model-text.ts';
export { namesAround } from '../texts/names-around.ts';
export { compilePythonPattern, type MatchKind, type PythonPattern } from '../texts/python-pattern.ts';
export { type RefusedText, refusedTexts, refusesAlways } from '../texts/refused-text.ts';
export {
  holdsSql,
  type SqlInsertion,
  type SqlPlace,
  type SqlText,
  sqlTexts,
  textsAddedTo,
} from '../texts/sql-text.ts';
export { type TestedTexts, textsTested } from '../texts/tested-texts.ts';
export { templateOf } from '../texts/text-template.ts';
export { namesAtUse } from '../texts/use-names.ts';
export { isChecked, isCleaned, isOnlyLooking, mayCheck } from '../texts/value-checks.ts';
export { becomesText, namesGivenTo, outermostForm } from '../texts/value-forms.ts';
