/** Functions that only answer yes or no. */
import { type Def, defsOf, type Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { isEffectFree } from '../calls/effect-free.ts';
import { onlyAsks } from './idle-checks.ts';

/** Checks of libraries that only answer; a wrong answer raises nothing. */
export const KNOWN_CHECKS: ReadonlySet<string> = new Set([
  'hmac.compare_digest',
  'secrets.compare_digest',
  'bcrypt.checkpw',
  'werkzeug.security.check_password_hash',
  'django.contrib.auth.hashers.check_password',
  'passlib.context.CryptContext.verify',
  'django.utils.crypto.constant_time_compare',
]);

/** A function that answers yes or no and nothing else, by its full name. */
export interface YesOrNoCheck {
  readonly fn: string;
  /** What it does besides is not known to be nothing. */
  readonly doesMore?: true;
}

export function yesOrNoChecks(file: SemanticModel): readonly YesOrNoCheck[] {
  return defsOf(file.source.module).flatMap((fn): YesOrNoCheck[] => {
    if (!answersYesOrNo(fn, file)) return [];
    const doesMore = fn.kind !== 'FunctionDef' || !isEffectFree(fn, file);
    if (doesMore && !(CHECKING.test(fn.name) && onlyAsks(fn, file))) return [];
    return [{ fn: file.names.fullNameOf(fn), ...(doesMore && { doesMore }) }];
  });
}

const CHECKING = /^_?(?:is|has|can|may|verify|check|validate|authorize)_/;

function answersYesOrNo(fn: Def, file: SemanticModel): boolean {
  const values = file.flow.returnValues(fn);
  const said = new Set(
    values.map((value) => (value?.kind === 'Constant' && value.value.kind === 'bool' ? value.value.value : undefined)),
  );
  // What always says the same says nothing.
  const isOpen = said.size > 1 || said.has(undefined);
  return isOpen && values.every((value) => value !== undefined && isYesOrNo(value, file));
}

function isYesOrNo(value: Expression, file: SemanticModel): boolean {
  if (value.kind === 'Compare') return true;
  if (value.kind === 'Constant') return value.value.kind === 'bool';
  if (value.kind === 'UnaryOp') return value.op === 'Not';
  if (value.kind === 'BoolOp') return value.values.every((each) => isYesOrNo(each, file));
  if (value.kind === 'Call' && KNOWN_CHECKS.has(file.types.calleeName(value.func) ?? '')) return true;
  return file.types.classOf(value) === 'builtins.bool';
}
