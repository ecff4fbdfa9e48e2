/** Tools that check Python code. As of November 2026. */

/** What a check looks at; `package` stands for whatever the scripts and tools of JavaScript look at. */
export type CheckKind = 'types' | 'lint' | 'format' | 'imports' | 'tests' | 'security' | 'runner' | 'package';

export interface CheckTool {
  /** The distribution, and the program that it installs where `programs` names no other. */
  readonly name: string;
  readonly kind: CheckKind;
  /** Other names under which it is called. */
  readonly programs?: readonly string[];
  /** Options with which it reports and never fails. */
  readonly neverFails?: readonly string[];
  /** Options without which it rewrites files instead of judging them. */
  readonly judgesWith?: readonly string[];
  /** Options that leave most of what it could find unsaid. */
  readonly narrowedBy?: readonly string[];
  /** Words under which alone it checks. */
  readonly subcommands?: readonly string[];
  /** Its manual: options and exit codes. */
  readonly source: string;
}

export const CHECK_TOOLS: readonly CheckTool[] = [
  {
    name: 'bandit',
    kind: 'security',
    neverFails: ['--exit-zero'],
    narrowedBy: ['-t', '--tests', '-l', '-ll', '-lll', '--severity-level', '--confidence-level'],
    source: 'https://bandit.readthedocs.io/en/latest/man/bandit.html',
  },
  {
    name: 'basedpyright',
    kind: 'types',
    source: 'https://docs.basedpyright.com/latest/configuration/command-line/',
  },
  {
    name: 'black',
    kind: 'format',
    judgesWith: ['--check', '--diff'],
    source: 'https://black.readthedocs.io/en/stable/usage_and_configuration/the_basics.html',
  },
  {
    name: 'flake8',
    kind: 'lint',
    programs: ['pflake8'],
    neverFails: ['--exit-zero'],
    narrowedBy: ['--select'],
    source: 'https://flake8.pycqa.org/en/latest/user/options.html',
  },
  {
    name: 'isort',
    kind: 'imports',
    judgesWith: ['--check', '--check-only', '-c', '--diff'],
    source: 'https://pycqa.github.io/isort/docs/configuration/options.html',
  },
  {
    name: 'mypy',
    kind: 'types',
    programs: ['dmypy'],
    source: 'https://mypy.readthedocs.io/en/stable/config_file.html',
  },
  { name: 'nox', kind: 'runner', source: 'https://nox.thea.codes/en/stable/usage.html' },
  { name: 'pip-audit', kind: 'security', source: 'https://github.com/pypa/pip-audit#usage' },
  {
    name: 'pre-commit',
    kind: 'runner',
    programs: ['prek'],
    subcommands: ['run'],
    source: 'https://pre-commit.com/#pre-commit-run',
  },
  {
    name: 'pydocstyle',
    kind: 'lint',
    narrowedBy: ['--select'],
    source: 'https://www.pydocstyle.org/en/stable/usage.html',
  },
  {
    name: 'pylint',
    kind: 'lint',
    neverFails: ['--exit-zero'],
    narrowedBy: ['--disable=all', '-E', '--errors-only', '--enable', '-e'],
    source: 'https://pylint.readthedocs.io/en/stable/user_guide/configuration/all-options.html',
  },
  {
    name: 'pyrefly',
    kind: 'types',
    subcommands: ['check'],
    source: 'https://pyrefly.org/en/docs/configuration/',
  },
  {
    name: 'pyright',
    kind: 'types',
    source: 'https://github.com/microsoft/pyright/blob/main/docs/command-line.md',
  },
  {
    name: 'pytest',
    kind: 'tests',
    programs: ['py.test'],
    narrowedBy: ['-k', '-m', '--co', '--collect-only', '--lf', '--last-failed'],
    source: 'https://docs.pytest.org/en/stable/reference/customize.html',
  },
  {
    name: 'ruff',
    kind: 'lint',
    neverFails: ['--exit-zero', '-e'],
    narrowedBy: ['--select'],
    subcommands: ['check', 'format'],
    source: 'https://docs.astral.sh/ruff/linter/#exit-codes',
  },
  {
    name: 'safety',
    kind: 'security',
    subcommands: ['check', 'scan'],
    source: 'https://docs.safetycli.com/safety-docs/safety-cli/exit-codes',
  },
  { name: 'tox', kind: 'runner', source: 'https://tox.wiki/en/stable/cli_interface.html' },
  { name: 'ty', kind: 'types', subcommands: ['check'], source: 'https://docs.astral.sh/ty/reference/cli/' },
];

/** What `ruff format` is beside `ruff check`. */
export const RUFF_FORMAT: CheckTool = {
  name: 'ruff format',
  kind: 'format',
  judgesWith: ['--check', '--diff'],
  source: 'https://docs.astral.sh/ruff/formatter/#exit-codes',
};

/** What runs tests and is no tool of its own: a module of Python, and files of a project that do nothing else. */
export const TEST_RUNNERS: ReadonlySet<string> = new Set(['unittest', 'runtests.py', 'run_tests.py']);

/** What runs tests under the word `test`. */
export const TESTING_PROGRAMS: ReadonlySet<string> = new Set(['manage.py', 'setup.py', 'django-admin']);

/** The tool that a program belongs to. */
export const TOOL_OF_PROGRAM: ReadonlyMap<string, CheckTool> = new Map(
  CHECK_TOOLS.flatMap((tool) => [tool.name, ...(tool.programs ?? [])].map((program) => [program, tool] as const)),
);
