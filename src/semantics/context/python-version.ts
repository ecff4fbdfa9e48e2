import { type ExceptHandler, nodesOf, type ParsedModule } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** Whether a file is for Python 2 alone: its first line says so, it catches as only Python 2 can, or nothing but Python 2 can import it. */
export function isForPython2(model: SemanticModel): boolean {
  const { source } = model;
  return (
    namesPython2(source) ||
    nodesOf(source.module, 'ExceptHandler').some((each) => namesError(each, model)) ||
    nodesOf(source.module, 'Import').some(
      (each) => each.parent?.kind === 'Module' && each.names.some(({ name }) => ONLY_IN_PYTHON_2.has(name)),
    )
  );
}

/** Modules that Python 3 renamed (PEP 3108) and whose names no project would take for its own. */
const ONLY_IN_PYTHON_2: ReadonlySet<string> = new Set(
  'BaseHTTPServer ConfigParser SocketServer Tkinter __builtin__ cPickle cStringIO cookielib httplib urllib2 xmlrpclib'.split(
    ' ',
  ),
);

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
function namesError({ type }: ExceptHandler, { names, source }: SemanticModel): boolean {
  if (type?.kind !== 'Tuple' || type.elts.length !== 2 || source.text.slice(type).startsWith('(')) return false;
  const name = type.elts[1];
  return name?.kind === 'Name' && names.qualifiedName(name) === undefined && names.resolve(name) === undefined;
}
