import { invocationOf, type ShellCommand } from '#artifacts';
import { identifiersOf, nodesOf } from '#ast';
import { defineProjectRule, type FactsContext } from '#kit';
import type { CiCommand, ImportEdge, ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { folderOf } from '#text';
import { checkRunBy } from './_shared/check-commands.ts';
import { toolConfigurations } from './_shared/tool-configuration.ts';

/** A test file that changes where Python looks for modules. */
interface PathChange {
  readonly changesPath: true;
}

export default defineProjectRule<PathChange>({
  docs: {
    summary: 'tests import from a folder that is not on `sys.path`',
    why: 'Plain `pytest` adds the folder of the tests to `sys.path`, not the working directory. The import fails in CI, although it works with `python -m pytest` and in many editors.',
    remedy: 'Install the project in the workflow, set `pythonpath = ["."]` for pytest, or run `python -m pytest`',
    harm: 'breaks',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 6, right: 6, on: 'six public repositories, each at a commit after which its CI was fixed' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.1' }],
    bad: '# path: orders/__init__.py\n\n# path: orders/prices.py\ndef total(prices):\n    return sum(prices)\n\n# path: tests/test_prices.py\nfrom orders.prices import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n# path: .github/workflows/ci.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install pytest\n      - run: pytest tests\n',
    good: '# path: orders/__init__.py\n\n# path: orders/prices.py\ndef total(prices):\n    return sum(prices)\n\n# path: tests/test_prices.py\nfrom orders.prices import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n# path: .github/workflows/ci.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install pytest\n      - run: python -m pytest tests\n',
  },
  facts(file) {
    return file.context.role === 'test' && changesPath(file) ? [{ changesPath: true }] : [];
  },
  check(project, ctx) {
    if (isPathConfigured(project)) return;
    const changing = ctx.facts.map(({ path }) => path);
    for (const run of project.ci.commands) {
      const { folder } = run;
      if (folder === undefined || !isBarePytest(run) || mayHavePath(run, project)) continue;
      const imports = importsFrom(folder, testsBelow(folder, project), changing, project);
      const [first, ...others] = imports;
      if (first === undefined) continue;
      const name = topOf(first.imported.module);
      const root = folder === '' ? 'the root of the repository' : `\`${folder}\``;
      ctx.report({
        at: run.at,
        message: `\`${first.from.path}\` imports \`${name}\` from ${root}, which \`pytest\` does not add to \`sys.path\` and nothing here installs`,
        related: [first, ...others.slice(0, 4)].map(({ from, imported }) => ({
          path: from.path,
          ...imported.place,
          message: `\`${imported.module}\` is imported here`,
        })),
        key: `${run.at.path} ${name}`,
      });
      return;
    }
  },
});

/** The program itself, from a step, with nothing said of paths. */
function isBarePytest({ command, calls }: CiCommand): boolean {
  const [first] = command.words;
  const program = invocationOf(command)?.program;
  if (calls.length > 0 || (program !== 'pytest' && program !== 'py.test') || first?.text !== program) return false;
  return !command.words.some(({ text }) => /^(?:--import-mode|--rootdir|--pyargs|-p|-c|-o|--override-ini)/.test(text));
}

/** Something in the job may bring the project's modules to the path: an installation, a variable, an action of the repository. */
function mayHavePath({ step }: CiCommand, { ci }: ProjectModel): boolean {
  const { job } = step;
  if (setsPath(step) || job.container !== undefined) return true;
  if (job.steps.some(({ uses, run }) => uses?.value.startsWith('.') === true || run?.isShell === false)) return true;
  return ci.commands.some((other) => other.step.job === job && mayInstall(other.command));
}

/** `PYTHONPATH` for all steps, for this one, or written where later steps read it; another step's own helps this one nothing. */
function setsPath({ file, job, step }: CiCommand['step']): boolean {
  const lasting = job.steps.filter((other) => other === step || names(other.run, 'GITHUB_ENV'));
  return [file.model.environment, job.environment, job.matrix, ...lasting].some((part) => names(part, 'PYTHONPATH'));
}

const names = (part: unknown, name: string): boolean => JSON.stringify(part)?.includes(name) === true;

const INSTALLERS: ReadonlySet<string> = new Set([
  'poetry',
  'pdm',
  'hatch',
  'flit',
  'pipenv',
  'rye',
  'pixi',
  'conda',
  'mamba',
  'tox',
  'nox',
  'make',
  'just',
]);

/** Programs that take paths and install nothing, beside those that check code. */
const LOOKING: ReadonlySet<string> = new Set(
  'aws az cat cd chmod codecov curl docker docker-compose du echo export find flake8 gcloud gh git grep hadolint head helm kubectl ls mkdir podman printf pytest rm sleep tail test trivy zip'.split(
    ' ',
  ),
);

function mayInstall(command: ShellCommand): boolean {
  const [program = '', ...args] = command.words.map(({ text }) => text);
  if (INSTALLERS.has(program)) return true;
  if (LOOKING.has(program) || checkRunBy(command) !== undefined) return false;
  return args.some((text) =>
    /^(?:-e|--editable|sync|develop)$|^\.{1,2}(?:\/[\w./]*)?(?:\[.*\])?$|\.whl|setup\.py|\.pth|^[^=]*\$/.test(text),
  );
}

/** By the configuration of pytest, by a plug-in that does it, by requirements that install the project. */
function isPathConfigured(project: ProjectModel): boolean {
  const configured = toolConfigurations(project).some(
    ({ tool, options }) =>
      tool === 'pytest' &&
      (options === undefined ||
        [...options].some(
          ([name, value]) => /python_?paths?/.test(name) || /import-mode|-p (?!no:)|rootdir/.test(value),
        )),
  );
  return (
    configured ||
    ['pytest-django', 'pytest-pythonpath', 'pytest-srcpaths'].some(
      (plugin) => project.requirementsOn(plugin).length > 0,
    ) ||
    project.artifacts
      .of('requirements')
      .some(({ model }) => model.places.some(({ value }) => /^(?:\.|file:)/.test(value)))
  );
}

/** What pytest collects from a folder. */
const testsBelow = (folder: string, { modules }: ProjectModel): readonly ModuleSummary[] =>
  modules.filter(
    ({ path, role }) =>
      role === 'test' && isBelow(path, folder) && /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/.test(path),
  );

const isBelow = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);

/** Imports of modules that lie in the folder itself, which is on the path for none of the tests. */
function importsFrom(
  folder: string,
  tests: readonly ModuleSummary[],
  changing: readonly string[],
  project: ProjectModel,
): readonly ImportEdge[] {
  const bases = new Set(tests.map(({ path }) => baseOf(path, project)));
  // What one test does to the path helps those that are collected after it; a helper's change may help all.
  const collected = tests.map(({ path }) => path);
  const changes = changing.filter((path) => isBelow(path, folder));
  if (bases.has(folder) || changes.some((path) => isConftest(path) || !collected.includes(path))) return [];
  const affected = new Set(tests.filter(({ path }) => changes.every((change) => path < change)));
  return project.importEdges.filter(
    ({ from, to, imported }) =>
      affected.has(from) &&
      to.role !== 'test' &&
      // pytest runs the functions of its tests, too.
      imported.when !== 'type-checking' &&
      !imported.guarded &&
      imported.relativeLevel === 0 &&
      isIn(folder, imported.module, to),
  );
}

/** The folder that pytest puts on the path for a test: the first above it that is no package. */
function baseOf(path: string, { tree }: ProjectModel): string {
  let folder = folderOf(path);
  while (folder !== '' && tree.isFile(`${folder}/__init__.py`)) folder = folderOf(folder);
  return folder;
}

const isConftest = (path: string): boolean => /(?:^|\/)conftest\.py$/.test(path);

/** It names `sys.path`, or adds a folder of packages. */
function changesPath({ module, names }: FactsContext): boolean {
  const identifiers = identifiersOf(module);
  if (!identifiers.has('sys') && !identifiers.has('site')) return false;
  if (identifiers.has('addsitedir')) return true;
  const paths = [...nodesOf(module, 'Attribute'), ...nodesOf(module, 'Name')];
  return paths.some((node) => names.qualifiedName(node) === 'sys.path');
}

/** Whether the first name that is imported is in the folder itself, with the module in it. */
function isIn(folder: string, imported: string, { path }: ModuleSummary): boolean {
  const first = `${folder === '' ? '' : `${folder}/`}${topOf(imported)}`;
  return path === `${first}.py` || path.startsWith(`${first}/`);
}

const topOf = (imported: string): string => imported.split('.', 1).join();
