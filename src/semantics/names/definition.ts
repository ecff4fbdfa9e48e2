import type { Attribute, ExceptHandler, Expression, Name, Node, Pattern } from '../../ast/index.ts';
import type { Definition } from '../names.ts';
import { statementAround } from './statement.ts';

/** What a Name or attribute in store or delete position defines: found by climbing to the construct that binds it. */
export function definitionOfTarget(name: Name | Attribute): Definition {
  let child: Node = name;
  let parent = name.parent;
  let depth = 0;
  while (parent?.kind === 'Tuple' || parent?.kind === 'List' || parent?.kind === 'Starred') {
    child = parent;
    parent = parent.parent;
    depth++;
  }
  const whole = depth === 0;
  switch (parent?.kind) {
    case 'Assign': {
      const element = whole ? parent.value : depth === 1 ? matchingElement(child, name, parent.value) : undefined;
      return define('assignment', name, parent, element, element === undefined ? parent.value : undefined);
    }
    case 'AnnAssign':
      return define(parent.value === undefined ? 'annotation' : 'assignment', name, parent, parent.value);
    case 'AugAssign':
      return define('augmented', name, parent);
    case 'NamedExpr':
      return define('named-expression', name, statementAround(parent), parent.value);
    case 'For':
    case 'AsyncFor':
      return define('for', name, parent, undefined, parent.iter);
    case 'comprehension':
      return define('comprehension', name, parent, undefined, parent.iter);
    case 'withitem': {
      const entered = parent.context_expr;
      return define('with', name, parent.parent ?? parent, whole ? entered : undefined, whole ? undefined : entered);
    }
    case 'TypeAlias':
      return define('type-alias', name, parent, parent.value);
    case 'Delete':
      return define('delete', name, parent);
    default:
      return define('assignment', name, statementAround(name));
  }
}

/** What a capture in a `case` defines; the whole subject where nothing but `as` and `|` stand around it. */
export function definitionOfCapture(pattern: Pattern, name: string): Definition {
  let whole = pattern.kind === 'MatchAs';
  let at: Node | undefined = pattern.parent;
  while (at !== undefined && at.kind !== 'Match') {
    if (at.kind !== 'match_case' && at.kind !== 'MatchAs' && at.kind !== 'MatchOr') whole = false;
    at = at.parent;
  }
  const subject = at?.kind === 'Match' ? at.subject : undefined;
  return {
    kind: 'match',
    name,
    node: pattern,
    statement: at ?? pattern,
    value: whole ? subject : undefined,
    partOf: whole ? undefined : subject,
    remote: false,
  };
}

/** A definition that binds no expression: a function, class, import or parameter. */
export function definitionOfStatement(
  kind: Definition['kind'],
  node: Node,
  name: string,
  statement: Node | undefined = node,
): Definition {
  return { kind, name, node, statement, value: undefined, partOf: undefined, remote: false };
}

export function definitionOfHandler(handler: ExceptHandler, name: string): Definition {
  return definitionOfStatement('except', handler, name, handler.parent);
}

function define(
  kind: Definition['kind'],
  target: Name | Attribute,
  statement: Node,
  value?: Expression,
  partOf?: Expression,
): Definition {
  const name = target.kind === 'Name' ? target.id : target.attr;
  return { kind, name, node: target, statement, value, partOf, remote: false };
}

/** The element that a name gets in `a, b = x, y`; undefined when lengths differ or stars are about. */
function matchingElement(target: Node, name: Name | Attribute, value: Expression): Expression | undefined {
  if (target.kind !== 'Tuple' && target.kind !== 'List') return undefined;
  if (value.kind !== 'Tuple' && value.kind !== 'List') return undefined;
  if (target.elts.length !== value.elts.length) return undefined;
  if (target.elts.some(isStarred) || value.elts.some(isStarred)) return undefined;
  return value.elts[target.elts.indexOf(name)];
}

function isStarred(expression: Expression): boolean {
  return expression.kind === 'Starred';
}
