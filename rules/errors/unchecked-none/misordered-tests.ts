/** Values that one test uses, and asks for `None` only behind that. */
import { type BoolOp, dottedName, type Expression, nodesOf, presenceTested, walk } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { type BreakingUse, breakingUse } from './breaking-uses.ts';

export interface MisorderedTest {
  readonly kind: 'late';
  readonly isSameTest: true;
  /** The whole of it. */
  readonly says: string;
  /** `token.ttl`. */
  readonly callee: string;
  readonly within: string;
  readonly place: PackedPlace;
  /** Where it is asked. */
  readonly check: PackedPlace;
}

/**
 * `token.ttl + made > now or token.ttl is None`, and `row.total > 5 and row is not None`: where it is `None` Python never comes to the
 * part that asks. What stands behind a test of its own in the part before is left out.
 */
export function misorderedTestsIn(file: FactsContext): readonly MisorderedTest[] {
  return nodesOf(file.source.module, 'BoolOp').flatMap((test) =>
    test.values.flatMap((check, index): MisorderedTest[] => {
      const found = index === 0 || check.kind !== 'Compare' ? undefined : presenceTested(check);
      const callee = found?.isPresent === (test.op === 'And') ? dottedName(found.subject) : undefined;
      const use = callee === undefined ? undefined : usedBefore(callee, test, index, file);
      if (callee === undefined || use === undefined) return [];
      const fn = file.context.defAround(test);
      const within = fn === undefined ? '' : file.names.qualnameOf(fn);
      const places = { place: packPlace(file, use.node), check: packPlace(file, check) };
      const says = `None dereference: \`${callee}\` is checked for \`None\` only after ${use.says}`;
      return [{ kind: 'late', isSameTest: true, says, callee, within, ...places }];
    }),
  );
}

function usedBefore(name: string, { values }: BoolOp, index: number, model: SemanticModel): BreakingUse | undefined {
  const before = values.slice(0, index);
  const tests = (value: Expression): boolean => {
    const tested = presenceTested(value);
    return tested !== undefined && dottedName(tested.subject) === name;
  };
  if (before.some(tests) || model.flow.isUnreachable(values[0] as Expression)) return undefined;
  let found: BreakingUse | undefined;
  for (const value of before)
    walk(value, (node) => {
      if (found !== undefined || SOMETIMES.has(node.kind)) return 'skip';
      const isIt = (node.kind === 'Name' || node.kind === 'Attribute') && dottedName(node) === name;
      if (isIt) found = breakingUse(node, model);
      return undefined;
    });
  return found;
}

/** What is evaluated under a condition, or later. */
const SOMETIMES: ReadonlySet<string> = new Set([
  'BoolOp',
  'IfExp',
  'Lambda',
  'ListComp',
  'SetComp',
  'DictComp',
  'GeneratorExp',
  'NamedExpr',
]);
