import { expect, test } from 'vitest';
import { checkRunBy } from '../../../../rules/delivery/_shared/check-commands.ts';
import { readShell } from '../../../../src/artifacts/shell/index.ts';
import { mapPlain } from '../../../../src/text/index.ts';

function reported(line: string): string | undefined {
  const [command] = readShell(mapPlain(line, 0)).commands;
  const run = command && checkRunBy(command);
  if (run === undefined) return undefined;
  const { label, kind, neverFails, rewrites, narrowing, paths } = run;
  const traits = [neverFails, rewrites && `without ${rewrites.judgesWith}`, ...narrowing].filter(
    (each) => each !== undefined,
  );
  return `${label} (${kind}) over [${paths.join(' ')}]${traits.map((each) => ` ${each}`).join('')}`;
}

test.each([
  ['flake8 . --exit-zero --max-line-length 100', 'flake8 (lint) over [.] --exit-zero'],
  ['flake8 orders worker --select=E9,F63', 'flake8 (lint) over [orders worker] --select=E9,F63'],
  ['uv run --group lint ruff check src/', 'ruff check (lint) over [src/]'],
  ['poetry run ruff format .', 'ruff format (format) over [.] without --check'],
  ['ruff format --diff .', 'ruff format (format) over [.]'],
  ['python3.12 -m black orders', 'black (format) over [orders] without --check'],
  ['black --check orders', 'black (format) over [orders]'],
  ['coverage run --source=orders -m pytest tests -k fast', 'pytest (tests) over [tests] -k fast'],
  ['python -m coverage run manage.py test', 'manage.py test (tests) over [test]'],
  ['python -m unittest discover', 'unittest (tests) over [discover]'],
  ['pre-commit run --all-files', 'pre-commit run (runner) over []'],
  ['safety scan', 'safety scan (security) over []'],
  ['npm test', 'npm test (package) over []'],
  ['npm --prefix web run lint:types', 'npm run lint:types (package) over []'],
  ['pnpm test -- --watch', 'pnpm test (package) over []'],
  ['npx --yes eslint .', 'eslint (package) over [.]'],
  ['playwright test', 'playwright test (package) over [test]'],
  ['timeout 600 pytest', 'pytest (tests) over []'],
])('%s is a check', (line, expected) => {
  expect(reported(line)).toBe(expected);
});

test.each([
  'mypy --version',
  'pip install pytest',
  'ruff clean',
  'pre-commit install',
  'coverage report',
  '$LINTER orders',
  'echo mypy',
  'npm run build',
  'npm start',
  'npx playwright install',
  'npx cowsay test',
])('%s is none', (line) => {
  expect(reported(line)).toBeUndefined();
});
