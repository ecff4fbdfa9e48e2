/** Results of tests that the code itself throws away. */
import type { ShellCommand } from '#artifacts';
import { booleanConstant, type Call, callKeyword, type Expression, holds, lastName, nodesOf } from '#ast';
import { scriptNamed } from '#kit/commands';
import type { SemanticModel } from '#semantics';
import { definitionCalled } from '#semantics/effects/definition-called';
import { joinPath } from '#text';

export interface DroppedResult {
  /** The exit code, or the result, of a run of tests, or what a test compares without asserting it. */
  readonly kind: 'main' | 'compared';
  readonly at: Expression;
  /** What runs the tests, as it is written. */
  readonly runner?: string;
  /** A file of tests that runs itself, which is for anyone who looks at it. */
  readonly isOwn?: true;
}

export function droppedResults(model: SemanticModel): readonly DroppedResult[] {
  const { source, context } = model;
  const { module } = source;
  return nodesOf(module, 'Expr').flatMap(({ value, parent }): DroppedResult[] => {
    const runner = value.kind === 'Call' ? (runnerOf(value, model) ?? mainOf(value, model)) : undefined;
    if (runner !== undefined) {
      const isOwn = context.role === 'test' || runner === 'main';
      return [{ kind: 'main', at: value, runner, ...(isOwn && { isOwn }) }];
    }
    // In a `with` the comparison may be what is to fail.
    if (value.kind !== 'Compare' || parent?.kind === 'With') return [];
    return context.defAround(value)?.name.startsWith('test') === true ? [{ kind: 'compared', at: value }] : [];
  });
}

/** `main(sys.argv)` below `if __name__ == "__main__":`, whose returns are exit codes, not all of them 0. */
function mainOf(call: Call, model: SemanticModel): string | undefined {
  const guard = call.parent?.parent;
  const isGuarded = guard?.kind === 'If' && holds(guard.test, (node) => node.kind === 'Name' && node.id === '__name__');
  const fn = isGuarded && lastName(call.func) === 'main' ? definitionCalled(model, call) : undefined;
  if (fn?.kind !== 'FunctionDef') return undefined;
  const codes = model.flow
    .returnValues(fn)
    .flatMap((value) => (value?.kind === 'IfExp' ? [value.body, value.orelse] : [value]))
    .map((value) => value && model.values.number(value));
  return codes.every((code) => code !== undefined) && codes.some((code) => code !== 0) && codes.includes(0)
    ? 'main'
    : undefined;
}

/** `unittest.main` ends the program with the result, unless it is told not to. */
function runnerOf(call: Call, { names, types }: SemanticModel): string | undefined {
  const name = names.qualifiedName(call.func);
  if (name === 'pytest.main') return name;
  const exit = callKeyword(call, 'exit')?.value;
  if (name === 'unittest.main')
    return exit && booleanConstant(exit) === false ? 'unittest.main(exit=False)' : undefined;
  return types.calleeName(call.func) === 'unittest.TextTestRunner.run' ? 'TextTestRunner.run' : undefined;
}

/** `python tests/test_sums.py`, `python -m tests.test_sums`, in a folder of the repository. */
export function isRunOf(path: string, command: ShellCommand, folder: string): boolean {
  const named = scriptNamed({ command });
  if (named === undefined) return false;
  const { text } = named.word;
  return named.isModule ? text === path.replace(/\.py$/, '').replaceAll('/', '.') : joinPath(folder, text) === path;
}
