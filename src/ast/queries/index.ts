/** Pure questions about single nodes; what a name means is asked of the semantic model. */
export { type AttributeChain, attributeChain, dottedName, lastName, nameOfPlace } from './attribute-chain.ts';
export { attributesNamed } from './attributes.ts';
export {
  blockAround,
  blocksOf,
  isInBlock,
  raisesAllAgain,
  statementsBefore,
  statementsBehind,
  statementsThrough,
} from './blocks.ts';
export { boundTarget } from './bound-targets.ts';
export {
  argumentValues,
  callKeyword,
  hasUnpackedArguments,
  keywordNames,
  type MethodCall,
  methodCalledOn,
  namesOfCalls,
  withoutAwait,
} from './calls.ts';
export { chainHead } from './chain-heads.ts';
export { commentsWithin } from './comments.ts';
export { isUnconditionalIn } from './conditional-parts.ts';
export { conditionsAround } from './conditions.ts';
export { booleanConstant, isEllipsis, isNone, numberConstant, stringConstant } from './constants.ts';
export {
  type Decorator,
  type Def,
  type DefinitionNode,
  decoratorsOf,
  defsOf,
  isStaticMethod,
  nameSpan,
} from './definitions.ts';
export { bodyWithoutDocstring, type Documented, docstringOf, isDocstring } from './docstrings.ts';
export { isEndless } from './endless-loops.ts';
export { isExhaustive, takesEverything } from './exhaustive-match.ts';
export { isInFinally } from './finally-blocks.ts';
export { type FullnessTest, fullnessTested } from './fullness.ts';
export { type FunctionPurpose, purposeOf } from './function-purpose.ts';
export { isGenerator } from './generators.ts';
export { type Headed, headerSpan } from './headers.ts';
export { identifiersOf } from './identifiers.ts';
export { type ItemLoop, itemLoopOf, itemsOf } from './item-loops.ts';
export { keptLocal } from './kept-local.ts';
export { isLastAct } from './last-acts.ts';
export { literalTruth } from './literal-truth.ts';
export { mentions, mentionsWord } from './mentions.ts';
export { isCapWords, wordsOfName } from './name-words.ts';
export { namesIn } from './names-in.ts';
export { isSilenced } from './noqa.ts';
export { defaultOf, type Parameter, type ParameterKind, parametersOf } from './parameters.ts';
export { isPresenceTested, type PresenceTest, presenceTested } from './presence.ts';
export { isSameCode, shapeOf } from './same-code.ts';
export { shortText } from './short-text.ts';
export { isWithin } from './spans.ts';
export { isStatement } from './statement-kinds.ts';
export { suiteEndOf } from './suites.ts';
export { isSuspension } from './suspensions.ts';
export { type TakenByText, takenByText } from './taken-by-text.ts';
export { isMarkedUnresolved } from './unresolved-marks.ts';
