/** Characters of a text that are asked one by one: letters, digits, and some that part words. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** What means something to a shell, a query or a path. */
const HARMFUL = /[/\\\s'"`;|&$<>()]/;

/** Whether a test holds for such a character only: `c.isalnum() or c in "-_"`. */
export function testsPlain(test: Expression, character: string, model: SemanticModel, harmful = HARMFUL): boolean {
  const isCharacter = (node: Expression): boolean => node.kind === 'Name' && node.id === character;
  const tests = test.kind === 'BoolOp' && test.op === 'Or' ? test.values : [test];
  return tests.every((each) => {
    if (each.kind === 'Call')
      return (
        each.func.kind === 'Attribute' && isCharacter(each.func.value) && isPlainCharacter(each.func.attr, harmful)
      );
    if (each.kind !== 'Compare' || each.ops.length > 1 || each.ops[0] !== 'In' || !isCharacter(each.left)) return false;
    const allowed = each.comparators[0] === undefined ? undefined : charactersOf(each.comparators[0], model);
    return allowed !== undefined && !harmful.test(allowed);
  });
}

const isPlainCharacter = (method: string, harmful: RegExp): boolean =>
  /^is(?:digit|decimal|numeric)$/.test(method) || (/^is(?:alnum|alpha)$/.test(method) && !harmful.test('a'));

/** `"-_"`, `(" ", "-", "_")` */
function charactersOf(written: Expression, { values }: SemanticModel): string | undefined {
  const text = values.string(written);
  if (text !== undefined) return text;
  const folded = values.fold(written);
  const isList = folded?.kind === 'tuple' || folded?.kind === 'list' || folded?.kind === 'set';
  if (!isList || !folded.elements.every((each) => each.kind === 'str')) return undefined;
  return folded.elements.map((each) => (each.kind === 'str' ? each.value : '')).join('');
}

/** `c for c in name if c.isalnum()`, and `c if c.isalnum() else "_" for c in name`: nothing else is left of the text. */
export function leavesPlainOnly(made: Expression, model: SemanticModel, harmful = HARMFUL): boolean {
  if (made.kind !== 'GeneratorExp' && made.kind !== 'ListComp') return false;
  const [each, ...others] = made.generators;
  if (each?.target.kind !== 'Name' || others.length > 0) return false;
  const { id } = each.target;
  const isCharacter = (node: Expression): boolean => node.kind === 'Name' && node.id === id;
  if (made.elt.kind === 'IfExp') {
    const { test, body, orelse } = made.elt;
    const other = model.values.string(orelse);
    return isCharacter(body) && testsPlain(test, id, model, harmful) && other !== undefined && !harmful.test(other);
  }
  return isCharacter(made.elt) && each.ifs.some((test) => testsPlain(test, id, model, harmful));
}
