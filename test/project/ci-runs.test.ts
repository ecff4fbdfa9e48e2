import { describe, expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { Artifacts } from '../../src/project/artifacts.ts';
import { CiRuns, MAX_COMMANDS } from '../../src/project/ci-runs.ts';
import { RepositoryTree } from '../../src/project/repository-tree.ts';
import { SourceText } from '../../src/text/index.ts';

type Files = Readonly<Record<string, readonly [kind: string, content: string]>>;

function runsOf(files: Files): CiRuns {
  const mapped = Object.entries(files).map(([path, [kind, content]]) => {
    const text = new SourceText(content);
    const { artifact } = readArtifact(kind, text, path);
    if (artifact === undefined) throw new Error(`${path} was not read`);
    return { path, lineStarts: text.lines.starts, artifact };
  });
  return new CiRuns(new Artifacts(mapped), new RepositoryTree(new Set(Object.keys(files)), () => false), []);
}

const reported = ({ commands }: CiRuns): string[] =>
  commands.map(({ command, at, folder, tolerance }) => {
    const words = command.words.map(({ text }) => text).join(' ');
    return `${at.path}:${at.line} ${words} in ${folder === '' ? '.' : folder}${tolerance === undefined ? '' : ` (${tolerance.kind})`}`;
  });

const openEnds = ({ openEnds: ends }: CiRuns): string[] => ends.map(({ kind, what }) => `${kind} ${what}`);

const workflow = (...steps: readonly string[]): readonly [string, string] => [
  'workflow',
  `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`,
];
const CI = '.github/workflows/ci.yml';

test('says from where on commands are left out', () => {
  const steps = Array.from({ length: MAX_COMMANDS }, (_, index) => `run: make part${index}`);
  expect(runsOf({ [CI]: workflow(...steps) }).leftOutFrom).toBeUndefined();
  const { commands, leftOutFrom } = runsOf({ [CI]: workflow(...steps, 'run: pytest', 'run: mypy') });
  expect(commands).toHaveLength(MAX_COMMANDS);
  expect(leftOutFrom).toMatchObject({ path: CI, line: MAX_COMMANDS + 6 });
});

describe('what a step calls', () => {
  test('is followed through targets, their prerequisites and variables', () => {
    const found = runsOf({
      [CI]: workflow('run: make -C api check'),
      'api/Makefile': [
        'makefile',
        'PY := python3\ncheck: lint\n\t$(PY) -m pytest\nlint:\n\t-ruff check app\nother:\n\tmypy\n',
      ],
    });
    expect(reported(found)).toEqual([
      `${CI}:6 make -C api check in .`,
      'api/Makefile:5 ruff check app in api (make)',
      'api/Makefile:3 python3 -m pytest in api',
    ]);
    expect(openEnds(found)).toEqual([]);
  });

  test('is followed through environments of tox', () => {
    const files = {
      [CI]: workflow('run: tox -e lint', 'run: tox -e py312 || true'),
      'tox.ini': ['ini', '[testenv]\ncommands = pytest\n[testenv:lint]\ncommands =\n  - pylint app\n'],
    } as const;
    expect(reported(runsOf(files))).toEqual([
      `${CI}:6 tox -e lint in .`,
      'tox.ini:5 pylint app in . (tox)',
      `${CI}:7 tox -e py312 in . (shell)`,
      'tox.ini:2 pytest in . (shell)',
      `${CI}:7 true in .`,
    ]);
  });

  test('is one environment of tox for each value of the matrix or of TOXENV, and unknown where neither says it', () => {
    const job = (name: string, matrix: string, step: string): string =>
      `  ${name}:\n    strategy:\n      matrix: ${matrix}\n    steps:\n      - ${step}\n`;
    const jobs = [
      job('named', '{ env: [lint], include: [{ env: types }] }', 'run: tox -e ${{ matrix.env }}'),
      job('told', '{ env: [types] }', '{ run: tox, env: { TOXENV: "${{ matrix.env }}" } }'),
      job('planned', '${{ fromJSON(needs.plan.outputs.matrix) }}', 'run: tox -e ${{ matrix.env }}'),
      job('listed', '{}', 'run: tox'),
    ];
    const ini =
      '[tox]\nenvlist = {lint,types}\n[testenv:lint]\ncommands = pylint app\n[testenv:types]\ncommands = mypy\n[testenv:fix]\ncommands = black .\n';
    const found = runsOf({ [CI]: ['workflow', `on: push\njobs:\n${jobs.join('')}`], 'tox.ini': ['ini', ini] });
    expect(reported(found)).toEqual([
      `${CI}:7 tox -e \${{ matrix.env }} in .`,
      'tox.ini:4 pylint app in .',
      'tox.ini:6 mypy in .',
      `${CI}:12 tox in .`,
      'tox.ini:6 mypy in .',
      `${CI}:17 tox -e \${{ matrix.env }} in .`,
      `${CI}:22 tox in .`,
      'tox.ini:4 pylint app in .',
      'tox.ini:6 mypy in .',
    ]);
    expect(found.commands.map(({ within }) => within)).toContain('types');
    expect(openEnds(found)).toEqual(['tox -e ${{ matrix.env }}']);
  });

  test('is followed through environments of tox in TOML', () => {
    const files = {
      [CI]: workflow('run: tox -e lint', 'run: tox -e 3.12'),
      'tox.toml': [
        'tool-toml',
        '[env_run_base]\ncommands = [["pytest"]]\n[env.lint]\ncommands = [\n  ["-", "pylint", "app"],\n]\n',
      ],
    } as const;
    expect(reported(runsOf(files))).toEqual([
      `${CI}:6 tox -e lint in .`,
      'tox.toml:5 pylint app in . (tox)',
      `${CI}:7 tox -e 3.12 in .`,
      'tox.toml:2 pytest in .',
    ]);
  });

  test('is read where it stands in a reusable workflow, and open where that is elsewhere or cannot be read', () => {
    const found = runsOf({
      [CI]: [
        'workflow',
        'on: push\njobs:\n  own:\n    uses: ./.github/workflows/check.yml\n  lost:\n    uses: ./.github/workflows/none.yml\n  other:\n    uses: acme/ci/.github/workflows/lint.yml@v2\n',
      ],
      '.github/workflows/check.yml': [
        'workflow',
        'on:\n  workflow_call:\n    inputs:\n      linter:\n        type: string\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${{ inputs.linter }} app\n      - run: mypy app\n',
      ],
    });
    expect(reported(found)).toContain('.github/workflows/check.yml:11 mypy app in .');
    expect(openEnds(found)).toEqual([
      'script ${{ inputs.linter }}',
      'action ./.github/workflows/none.yml',
      'action acme/ci/.github/workflows/lint.yml@v2',
    ]);
  });

  test('is followed through scripts and actions of the repository', () => {
    const found = runsOf({
      [CI]: workflow(
        'uses: ./tools/lint\n        continue-on-error: true',
        'run: bash scripts/test.sh\n        working-directory: api',
      ),
      'tools/lint/action.yml': [
        'action',
        'name: lint\nruns:\n  using: composite\n  steps:\n    - run: mypy app\n      shell: bash\n',
      ],
      'api/scripts/test.sh': ['shell-script', 'cd src\npytest\n'],
    });
    expect(reported(found)).toEqual([
      'tools/lint/action.yml:5 mypy app in . (step)',
      `${CI}:8 bash scripts/test.sh in api`,
      'api/scripts/test.sh:1 cd src in api',
      'api/scripts/test.sh:2 pytest in api/src',
    ]);
  });

  test('ends where nobody can see further', () => {
    const found = runsOf({
      [CI]: workflow(
        'run: nox -s tests',
        'run: make ${{ matrix.target }}',
        'run: hatch run lint:all',
        'run: python tools/check.py',
        'run: docker compose run api pytest',
        'uses: ./tools/none',
        'uses: psf/black@stable',
        'run: tox',
      ),
    });
    expect(openEnds(found)).toEqual([
      'nox nox',
      'make make ${{ matrix.target }}',
      'task hatch run lint:all',
      'python tools/check.py',
      'container docker',
      'action ./tools/none',
      'tox ',
    ]);
    expect(found.actions.map(({ name }) => name)).toEqual(['psf/black']);
  });
});

test('circles and endless targets come to an end', () => {
  const targets = Array.from({ length: 500 }, (_, index) => `t${index}: t${index + 1} t0\n\tmake t${index + 1}\n`).join(
    '',
  );
  const found = runsOf({
    [CI]: workflow('run: make t0', 'run: ./a.sh'),
    Makefile: ['makefile', targets],
    'a.sh': ['shell-script', './b.sh\n'],
    'b.sh': ['shell-script', './a.sh\n'],
  });
  expect(found.commands.length).toBeLessThanOrEqual(2000);
});

test('workflows of templates are none of the repository', () => {
  expect(reported(runsOf({ 'template/.github/workflows/ci.yml': workflow('run: pytest') }))).toEqual([]);
});
