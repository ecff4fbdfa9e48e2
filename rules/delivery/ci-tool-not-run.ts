import { invocationOf } from '#artifacts';
import { pipArguments } from '#artifacts/shell/pip-arguments';
import { defineProjectRule } from '#kit';
import { CHECK_TOOLS, type CheckTool } from '#knowledge/check-tools';
import type { ArtifactPlace, CiCommand, ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { checkRunBy } from './_shared/check-commands.ts';
import { toolsNamedIn, wordsOfCi } from './_shared/ci-tools.ts';
import { toolConfigurations } from './_shared/tool-configuration.ts';

export default defineProjectRule<string>({
  docs: {
    summary: 'check that is configured or required but never run by CI',
    why: 'The configuration suggests that the check is enforced, but it runs only when somebody remembers it. The problems that it would find pile up.',
    remedy:
      'Run it in the workflow that runs for each change, or remove it from the requirements and the configuration',
    harm: 'misleads',
    severity: {
      'test runner, type checker or linter': 'P2',
      formatter: 'P3',
    },
    precision: 'low',
    measured: {
      read: 9,
      right: 9,
      on: 'Made-With-ML, OFFAT, taiga-back, SpokaneTechWeb, yt-cmt-sent, of 60 public repositories',
    },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.1' }],
    bad: '# path: requirements-dev.txt\nmypy==1.18.2\npytest==9.0.1\n\n# path: .github/workflows/ci.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install -r requirements-dev.txt\n      - run: pytest\n',
    good: '# path: requirements-dev.txt\nmypy==1.18.2\npytest==9.0.1\n\n# path: .github/workflows/ci.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install -r requirements-dev.txt\n      - run: pytest\n      - run: mypy orders\n',
  },
  facts: toolsNamedIn,
  check(project, ctx) {
    const words = wordsOfCi(
      project,
      ctx.facts.map(({ fact }) => fact),
    );
    if (words === undefined) return;
    const runsHooks = ['pre-commit', 'prek'].some((word) => words.has(word));
    const running = CHECK_TOOLS.filter(
      (tool) => isNamed(tool, words) || ((tool.kind !== 'tests' || runsHooks) && isHook(tool, project)),
    );
    const handling =
      project.ci.commands.find(handlesProgram) ?? project.ci.actions.find(({ name }) => BUILDS.test(name));
    const runsTests = words.has('unittest') || project.ci.commands.some(isTestRun);
    for (const tool of CHECK_TOOLS) {
      if (tool.kind === 'runner' || (tool.kind === 'tests' && runsTests) || isDoneBy(tool, running, words)) continue;
      const [declared, ...others] = declarationsOf(tool, handling?.at, project);
      if (declared === undefined) continue;
      ctx.report({
        at: declared.at,
        // Tests that nobody runs hide what breaks; that no linter is run is one choice, however many there are.
        ...(tool.kind !== 'tests' && { cause: 'linters' }),
        ...(FORMATTING.has(tool.kind) && { kind: 'formatter' }),
        message:
          declared.how === 'handled'
            ? 'untested build: the project has tests, but no CI workflow, hook or script runs them before this step'
            : `${tool.name} is ${declared.how} here, but no CI workflow, hook or script runs it`,
        ...(declared.how === 'handled' && { remedy: 'Run the tests in CI before this step' }),
        related: others.slice(0, 5).map(({ at, how }) => ({ ...at, message: WHAT[how] })),
        key: tool.name,
      });
    }
  },
});

const FORMATTING: ReadonlySet<CheckTool['kind']> = new Set(['format', 'imports']);

/** It installs the project or what it requires, starts a Python program, or builds or starts images. */
function handlesProgram({ command }: CiCommand): boolean {
  const installed = pipArguments(command);
  if (installed !== undefined) return installed.some(({ text }) => OWN.test(text));
  return HANDLING.has(invocationOf(command)?.program ?? '');
}

/** `-r requirements.txt`, `-e .`, `.[dev]`, `./dist/orders.whl`; tools by their names are none of it. */
const OWN = /^(?:-r|--requirement|-e|--editable)|^\.|\.(?:whl|tar\.gz)$/;
const HANDLING: ReadonlySet<string> = new Set([
  'python',
  'uv',
  'poetry',
  'pdm',
  'pipenv',
  'hatch',
  'docker',
  'docker-compose',
]);
const BUILDS = /(?:^|\/)build-push-action$/;

const isTestRun = ({ command }: CiCommand): boolean => checkRunBy(command)?.kind === 'tests';

const isNamed = ({ name, programs = [] }: CheckTool, words: ReadonlySet<string>): boolean =>
  [name, ...programs].some((program) => words.has(program));

/** Among the hooks of pre-commit, no matter who runs them. */
function isHook({ name }: CheckTool, { artifacts }: ProjectModel): boolean {
  return artifacts
    .of('pre-commit')
    .some(({ model }) =>
      model.repositories.some(({ url, hooks }) =>
        hooks.some(({ id, entry, additionalDependencies }) =>
          [
            url,
            id,
            ...additionalDependencies,
            ...(entry?.commands ?? []).flatMap(({ words }) => words.map((word) => ({ value: word.text }))),
          ].some(({ value }) => value.split(/[^A-Za-z0-9]+/).includes(name) || value.includes(name)),
        ),
      ),
    );
}

/** Itself, or another tool that does the same work. */
function isDoneBy({ name, kind }: CheckTool, running: readonly CheckTool[], words: ReadonlySet<string>): boolean {
  return running.some(
    (other) =>
      other.name === name ||
      (other.kind === kind && kind !== 'security') ||
      (other.name === 'ruff' && (kind === 'imports' || (kind === 'format' && words.has('format')))) ||
      (other.name === 'black' && kind === 'format'),
  );
}

interface Declaration {
  readonly at: ArtifactPlace;
  readonly how: 'configured' | 'required' | 'handled';
}

const WHAT = {
  configured: 'configured here',
  required: 'required here',
  handled: 'CI builds or starts the program here, untested',
} as const satisfies Record<Declaration['how'], string>;

const holdsTests = ({ role, functions }: ModuleSummary): boolean =>
  role === 'test' && functions.some(({ qualifiedName }) => /\.test\w*$/.test(qualifiedName));

/** Where the project says that it uses the tool, the configuration first; nowhere where its code does. */
function declarationsOf(
  { name, kind }: CheckTool,
  handling: ArtifactPlace | undefined,
  project: ProjectModel,
): readonly Declaration[] {
  const { modules } = project;
  if (kind === 'tests' && !modules.some(holdsTests)) return [];
  const isImported = modules.some(
    ({ role, imports }) => role !== 'test' && imports.some(({ module }) => module.split('.')[0] === name),
  );
  if (isImported && kind !== 'tests') return [];
  const configured = toolConfigurations(project)
    .filter(({ tool, path }) => tool === name && isOwn(path))
    .map(({ at }) => ({ at, how: 'configured' as const }));
  const required = project.requirements
    .filter(({ distribution, path, isLocked }) => distribution === name && !isLocked && isOwn(path))
    .map(({ place }) => ({ at: place, how: 'required' as const }));
  const handled = name === 'pytest' && handling !== undefined ? [{ at: handling, how: 'handled' as const }] : [];
  return [...configured, ...required, ...handled];
}

/** Of the project itself, not of a part with a life of its own. */
const isOwn = (path: string): boolean =>
  path.split('/').length <= 2 &&
  !/(?:^|\/)(?:docs?|examples?|tests?|samples?|templates?|benchmarks?)\/|[{}]/.test(path);
