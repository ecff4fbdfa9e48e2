import { type AsyncFunctionDef, ancestors, type FunctionDef, lastName, type Node, nodesOf, stringConstant } from '#ast';
import { defineProjectRule, type FactsContext, type PackedPlace, packPlace, unpackPlace } from '#kit';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import { counted } from '#text/wording';

/** A file of tests that, by itself, leads to nothing of the project. */
interface Lonely {
  readonly place: PackedPlace;
  readonly tests: number;
  /** What the file defines and its tests use. */
  readonly own: string | undefined;
}

export default defineProjectRule<Lonely>({
  docs: {
    summary: 'tests that test only themselves',
    why: 'These tests pass even if the project is broken, because they check only a copy or a mock of its code.',
    remedy: 'Import and call the code under test, and delete the copy',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 5, right: 5, on: 'evidently and a small repository, of 17 public ones' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.1' }],
    bad: '# path: orders/prices.py\ndef total(prices):\n    return sum(prices)\n\n# path: tests/test_prices.py\ndef total(prices):\n    return sum(prices)\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n',
    good: '# path: orders/prices.py\ndef total(prices):\n    return sum(prices)\n\n# path: tests/test_prices.py\nfrom orders.prices import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n',
  },
  facts: lonelyTests,
  check(project, ctx) {
    const hasSubject = project.modules.some(({ role }) => role === 'library' || role === 'entry-point');
    if (!hasSubject) return;
    const importing = new Set(project.importEdges.map(({ from }) => from.path));
    for (const { path, fact } of ctx.facts) {
      if (importing.has(path) || !/(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path)) continue;
      if (/[{}]/.test(path)) continue;
      const what =
        fact.own === undefined ? 'code that the file defines itself' : `\`${fact.own}\`, which the file defines itself`;
      const tests =
        fact.tests === 1
          ? 'the test here imports nothing from the project: it tests'
          : `none of the ${counted(fact.tests, 'test')} here imports anything from the project: they test`;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `${tests} ${what}`,
        key: path,
      });
    }
  },
});

/** Libraries that tests reckon with and that do not lead to a project. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'pytest',
  'mock',
  'hypothesis',
  'typing_extensions',
  'pytest_asyncio',
  'freezegun',
]);
const LIBRARIES: ReadonlySet<string> = new Set(['numpy', 'torch', 'pandas', 'scipy']);
/** Modules by which a test reaches what it does not import: other processes, files, addresses, names. */
const REACHING: ReadonlySet<string> = new Set(
  'subprocess importlib runpy socket urllib http os pathlib shutil glob io json csv sqlite3 ast inspect pkgutil sys tempfile ctypes multiprocessing builtins site zipfile tarfile configparser tomllib ssl ftplib smtplib xmlrpc'.split(
    ' ',
  ),
);
const REACHING_CALLS: ReadonlySet<string> = new Set(['open', '__import__', 'exec', 'eval', 'compile', 'super']);
const FIXTURES: ReadonlySet<string> = new Set([
  'self',
  'cls',
  'monkeypatch',
  'capsys',
  'caplog',
  'tmp_path',
  'recwarn',
]);

function lonelyTests(file: FactsContext): Lonely[] {
  const { module, context } = file;
  if (context.role !== 'test' || !importsAreNeutral(file) || namesModules(file)) return [];
  if (nodesOf(module, 'Attribute').some(({ attr }) => attr === 'usefixtures')) return [];
  if (nodesOf(module, 'Call').some(({ func }) => func.kind === 'Name' && REACHING_CALLS.has(func.id))) return [];
  const functions = [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')];
  const tests = functions.filter(({ name }) => name.startsWith('test'));
  const [first] = [...tests].sort((a, b) => a.start - b.start);
  if (first === undefined || nodesOf(module, 'Assert').length === 0) return [];
  const fixtures = new Set(functions.map(({ name }) => name));
  if (!tests.every((test) => knowsItsParameters(test, fixtures))) return [];
  const own = ownSubject(file, functions, tests);
  // Whether two libraries get along in this environment is worth a test.
  if (own === undefined && importedBy(file).some((name) => LIBRARIES.has(name))) return [];
  return [{ place: packPlace(file, first), tests: tests.length, own }];
}

/** The packages that a file imports; `pytest.importorskip("pandas")` does, too. */
function importedBy({ module }: FactsContext): readonly string[] {
  return [
    ...nodesOf(module, 'Call').flatMap(({ func, args }) =>
      lastName(func) === 'importorskip' ? (stringConstant(args[0]) ?? []) : [],
    ),
    ...nodesOf(module, 'Import').flatMap(({ names: aliases }) => aliases.map(({ name }) => name)),
    ...nodesOf(module, 'ImportFrom').map(({ module: from, level }) => (level === 0 ? (from ?? '') : '.')),
  ].map((name) => name.split('.')[0] ?? '');
}

const importsAreNeutral = (file: FactsContext): boolean =>
  importedBy(file).every(
    (name) => NEUTRAL.has(name) || LIBRARIES.has(name) || (STANDARD_LIBRARY_MODULES.has(name) && !REACHING.has(name)),
  );

/** Dotted names and files in texts: a patch, a path, a command. */
const namesModules = ({ module }: FactsContext): boolean =>
  nodesOf(module, 'Constant').some(
    ({ value }) => value.kind === 'str' && /^[a-z_]\w*(?:\.\w+)+$|\.py\b/.test(value.value),
  );

/** Fixtures of the file and of pytest, or what `parametrize` fills in; another one may bring the project along. */
function knowsItsParameters(
  { args, decorator_list: decorators }: FunctionDef | AsyncFunctionDef,
  fixtures: ReadonlySet<string>,
): boolean {
  const isFilled = decorators.some(
    (each) =>
      each.kind === 'Call' &&
      ((each.func.kind === 'Attribute' && each.func.attr === 'parametrize') ||
        (each.func.kind === 'Name' && each.func.id === 'given')),
  );
  return args.args.every(({ arg }) => isFilled || FIXTURES.has(arg) || fixtures.has(arg));
}

/** A class or function of the file that its tests call. */
function ownSubject(
  { module }: FactsContext,
  functions: readonly (FunctionDef | AsyncFunctionDef)[],
  tests: readonly (FunctionDef | AsyncFunctionDef)[],
): string | undefined {
  const classes = nodesOf(module, 'ClassDef').filter(
    ({ name, parent }) => parent === module && !/^Test|Test(?:s|Case)?$/.test(name),
  );
  const testing: ReadonlySet<Node> = new Set(tests);
  const helpers = functions.filter(
    (each) => each.parent === module && !testing.has(each) && each.decorator_list.length === 0,
  );
  const defined = new Set([...classes, ...helpers].map(({ name }) => name));
  const called = nodesOf(module, 'Call').filter(({ func }) => func.kind === 'Name' && defined.has(func.id));
  const inTests = called.find((call) =>
    [...ancestors(call)].some((around) => testing.has(around) && around.start < call.start),
  );
  return inTests?.func.kind === 'Name' ? inTests.func.id : undefined;
}
