import { attributeChain, type Expression, holds, isNone, type MatchCase, type Node } from '../../ast/index.ts';
import type { Condition } from '../../flow/index.ts';
import type { Fact } from '../flow.ts';
import type { SemanticModel } from '../model.ts';

/** What the tests passed on the way say of an expression where it is evaluated. */
export function factsAbout(expression: Expression, model: SemanticModel): readonly Fact[] {
  const isIt = (node: Node): boolean => isSame(node, expression, model);
  return model.flow.conditionsAt(expression).flatMap((condition) => factOf(condition, isIt, model) ?? []);
}

function factOf(condition: Condition, isIt: (node: Node) => boolean, { names }: SemanticModel): Fact | undefined {
  const { test, isTrue } = condition;
  const fact = (kind: Fact['kind'], of?: Expression, holdsThen = isTrue): Fact => ({
    condition,
    kind,
    isTrue: holdsThen,
    of,
  });
  if (test.kind === 'match_case') return isSubject(test, isIt) ? factOfCase(test, fact) : undefined;
  if (isIt(test) || (test.kind === 'NamedExpr' && isIt(test.target))) return fact('truth');
  if (test.kind === 'Call' && test.args[0] !== undefined && isIt(test.args[0])) {
    if (names.qualifiedName(test.func) === 'builtins.isinstance') return fact('type', test.args[1]);
  }
  const [op, ...otherOps] = test.kind === 'Compare' ? test.ops : [];
  if (test.kind === 'Compare' && op !== undefined && otherOps.length === 0) {
    const [right] = test.comparators;
    const asked = right !== undefined && otherSide(test.left, right, isIt);
    const isPositive = op === 'Is' || op === 'Eq' || op === 'In';
    if (asked && (isPositive || op === 'IsNot' || op === 'NotEq' || op === 'NotIn')) {
      const isContainer = op === 'In' || op === 'NotIn';
      if (!isContainer) return fact(isNone(asked) ? 'none' : 'equality', asked, isPositive === isTrue);
      if (asked === right) return fact('membership', asked, isPositive === isTrue);
    }
  }
  return holds(test, isIt) ? fact('other') : undefined;
}

const otherSide = (left: Expression, right: Expression, isIt: (node: Node) => boolean): Expression | undefined => {
  const target = left.kind === 'NamedExpr' ? left.target : left;
  return isIt(target) || isIt(left) ? right : isIt(right) ? left : undefined;
};

const isSubject = ({ parent }: MatchCase, isIt: (node: Node) => boolean): boolean =>
  parent?.kind === 'Match' && isIt(parent.subject);

function factOfCase({ pattern }: MatchCase, fact: (kind: Fact['kind'], of?: Expression) => Fact): Fact {
  const inner = pattern.kind === 'MatchAs' ? pattern.pattern : pattern;
  switch (inner?.kind) {
    case 'MatchSingleton':
      return fact(inner.value.kind === 'none' ? 'none' : 'other');
    case 'MatchValue':
      return fact('equality', inner.value);
    case 'MatchClass':
      return fact(inner.patterns.length + inner.kwd_patterns.length === 0 ? 'type' : 'other', inner.cls);
    default:
      return fact('other');
  }
}

/** Written alike, and the name that it begins with is the same one. */
function isSame(node: Node, expression: Expression, { names, source }: SemanticModel): boolean {
  if (node === expression) return false;
  if (node.kind === 'Name' && expression.kind === 'Name')
    return node.id === expression.id && names.resolve(node) === names.resolve(expression);
  if (node.kind !== expression.kind || source.text.slice(node) !== source.text.slice(expression)) return false;
  const [root, other] = [node as Expression, expression].map((each) => attributeChain(each).root);
  return root?.kind !== 'Name' || other?.kind !== 'Name' || names.resolve(root) === names.resolve(other);
}
