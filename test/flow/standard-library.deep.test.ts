/** Reachability against CPython's own compiler: what it makes code of has a point in the graph, over its standard library. */
import { loadPyodide } from 'pyodide';
import { expect, it } from 'vitest';
import { type Def, nodesOf, type Stmt, walk } from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildGraph, type Oracle } from '../../src/flow/index.ts';

const LISTING = `
import json, types, sys, warnings, zipfile
warnings.simplefilter("ignore")
[archive] = [path for path in sys.path if path.endswith(".zip")]

def lines_of(code, found):
    if code.co_flags & 2:  # CO_OPTIMIZED: a function, a lambda or a comprehension
        found.update(line for _, _, line in code.co_lines() if line)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            lines_of(constant, found)

def listing():
    files = {}
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if not name.endswith(".py"):
                continue
            try:
                text = opened.read(name).decode("utf-8")
                found = set()
                lines_of(compile(text, name, "exec", optimize=0), found)
                files[name] = [text, sorted(found)]
            except (SyntaxError, UnicodeDecodeError, ValueError):
                pass
    return json.dumps(files)
listing()
`;

/** CPython's compiler knows no other functions and no classes of exceptions. */
const IGNORANT: Oracle = {
  neverReturns: () => false,
  swallows: () => 'maybe',
  catches: () => 'maybe',
  raisedBy: () => ['error', 'departure'],
  isMissing: () => true,
  isInfinite: () => false,
};

it('reaches every statement that CPython compiles', async () => {
  const pyodide = await loadPyodide();
  const files = Object.entries(JSON.parse(pyodide.runPython(LISTING)) as Record<string, [string, number[]]>);
  const parser = await loadPythonParser();
  const missing: string[] = [];
  let [compiled, dropped] = [0, 0];
  for (const [name, [text, lines]] of files) {
    const parsed = parser.parse(text);
    const isCompiled = new Set(lines);
    for (const def of [...nodesOf(parsed.module, 'FunctionDef'), ...nodesOf(parsed.module, 'AsyncFunctionDef')]) {
      const graph = buildGraph(def, IGNORANT);
      for (const statement of simpleStatementsOf(def)) {
        const line = parsed.text.lineAt(statement.start);
        const isReached = graph.at(statement).length > 0;
        if (isCompiled.has(line)) compiled++;
        if (!isReached) dropped++;
        if (isCompiled.has(line) && !isReached) missing.push(`${name}:${line}`);
      }
    }
  }
  expect(missing).toEqual([]);
  expect(compiled).toBeGreaterThan(50_000);
  expect(dropped).toBeGreaterThan(3);
});

/** Statements that hold no others, those of inner functions and classes left out. */
function simpleStatementsOf(def: Def): readonly Stmt[] {
  const found: Stmt[] = [];
  for (const each of def.body) {
    walk(each, (node) => {
      if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef') return 'skip';
      if (SIMPLE.has(node.kind)) found.push(node as Stmt);
      return undefined;
    });
  }
  return found;
}

const SIMPLE: ReadonlySet<string> = new Set([
  'Assign',
  'AugAssign',
  'Delete',
  'Expr',
  'Raise',
  'Return',
  'Import',
  'ImportFrom',
]);
