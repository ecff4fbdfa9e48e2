/** Rows and entries that are looked up by a value before it is used. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Guess } from './checks.ts';
import type { Subject } from './subject.ts';

/** `row = find(number)`, and none is refused: only what is there is named. In a table of the program that is a proof. */
export function answerOfLookUp(
  found: Expression,
  subject: Subject,
  model: SemanticModel,
): 'proved' | Guess | undefined {
  const call = subject.lookUpOf(found);
  if (call === undefined) return undefined;
  const { func, args } = call;
  const isTable =
    func.kind === 'Attribute' && func.attr === 'get' && model.types.classOf(func.value) === 'builtins.dict';
  if (isTable && args[0] !== undefined && subject.isWhole(args[0])) return 'proved';
  const isLocal = PLAIN.test(model.types.calleeName(func) ?? '') || model.effects.of(call) === 'file';
  return isLocal ? undefined : { text: LOOKED_UP, at: call };
}

export const LOOKED_UP = 'what it names is looked up before, and refused where there is none';
/** What makes something else of a text, and looks nothing up. */
const PLAIN =
  /^(?:builtins|os|pathlib|posixpath|re|json|urllib|io|mimetypes|base64|shutil|zipfile|tarfile|requests|httpx)\./;
