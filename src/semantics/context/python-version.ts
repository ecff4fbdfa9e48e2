import { type ExceptHandler, nodesOf, type ParsedModule } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** Whether a file is for Python 2 alone: its first line says so, or it catches as only Python 2 can. */
export function isForPython2(model: SemanticModel): boolean {
  return (
    namesPython2(model.source) || nodesOf(model.source.module, 'ExceptHandler').some((each) => namesError(each, model))
  );
}

/** `#!/usr/bin/env python2`, `#!/usr/bin/python2.7 -u`; plain `python` may be either. */
function namesPython2({ comments }: ParsedModule): boolean {
  const [first] = comments;
  return first !== undefined && first.start === 0 && SHEBANG.test(first.text);
}

const SHEBANG = /^#!.*[/\s]python2(\.\d+)?(\s|$)/;

/**
 * `except ValueError, error:` binds the error in Python 2. Since 3.14 (PEP 758) it catches two classes, and nothing has the name
 * of the second here.
 */
function namesError({ type }: ExceptHandler, { names }: SemanticModel): boolean {
  // Without brackets of its own it begins where its first element does.
  if (type?.kind !== 'Tuple' || type.elts.length !== 2 || type.elts[0]?.start !== type.start) return false;
  const name = type.elts[1];
  return name?.kind === 'Name' && names.qualifiedName(name) === undefined && names.resolve(name) === undefined;
}
