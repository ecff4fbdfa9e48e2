/**
 * Actions of GitHub's marketplace that run tools on the code of anyone who uses them, as of November 2026: the tools, with the
 * page that says so. `*` stands for tools that the action finds by itself.
 */
import { tableOf } from './table.ts';

const TOOLS = tableOf(`
  pre-commit/action pre-commit https://github.com/pre-commit/action
  pre-commit-ci/lite-action pre-commit https://github.com/pre-commit-ci/lite-action
  cloudposse/github-action-pre-commit pre-commit https://github.com/cloudposse/github-action-pre-commit
  j178/prek-action pre-commit https://github.com/j178/prek-action
  psf/black black https://black.readthedocs.io/en/stable/integrations/github_actions.html
  rickstaa/action-black black https://github.com/rickstaa/action-black
  lgeiger/black-action black https://github.com/lgeiger/black-action
  astral-sh/ruff-action ruff https://github.com/astral-sh/ruff-action
  chartboost/ruff-action ruff https://github.com/chartboost/ruff-action
  isort/isort-action isort https://github.com/isort/isort-action
  jamescurtin/isort-action isort https://github.com/jamescurtin/isort-action
  py-actions/flake8 flake8 https://github.com/py-actions/flake8
  reviewdog/action-flake8 flake8 https://github.com/reviewdog/action-flake8
  suo/flake8-github-action flake8 https://github.com/suo/flake8-github-action
  tsuyoshicho/action-mypy mypy https://github.com/tsuyoshicho/action-mypy
  jpetrucciani/mypy-check mypy https://github.com/jpetrucciani/mypy-check
  jpetrucciani/ruff-check ruff https://github.com/jpetrucciani/ruff-check
  jpetrucciani/black-check black https://github.com/jpetrucciani/black-check
  jakebailey/pyright-action pyright https://github.com/jakebailey/pyright-action
  dciborow/action-pylint pylint https://github.com/dciborow/action-pylint
  pypa/gh-action-pip-audit pip-audit https://github.com/pypa/gh-action-pip-audit
  pyupio/safety-action safety https://github.com/pyupio/safety-action
  PyCQA/bandit-action bandit https://github.com/PyCQA/bandit-action
  shundor/python-bandit-scan bandit https://github.com/shundor/python-bandit-scan
  mdegis/bandit-action bandit https://github.com/mdegis/bandit-action
  pavelzw/pytest-action pytest https://github.com/pavelzw/pytest-action
  fedora-python/tox-github-action tox https://github.com/fedora-python/tox-github-action
  wntrblm/nox nox https://nox.thea.codes/en/stable/tutorial.html#running-in-continuous-integration
  codecov/codecov-action coverage https://github.com/codecov/codecov-action
  coverallsapp/github-action coverage https://github.com/coverallsapp/github-action
  AndreMiras/coveralls-python-action coverage https://github.com/AndreMiras/coveralls-python-action
  py-cov-action/python-coverage-comment-action coverage https://github.com/py-cov-action/python-coverage-comment-action
  orgoro/coverage coverage https://github.com/orgoro/coverage
  irongut/CodeCoverageSummary coverage https://github.com/irongut/CodeCoverageSummary
  MishaKav/pytest-coverage-comment coverage https://github.com/MishaKav/pytest-coverage-comment
  codacy/codacy-coverage-reporter-action coverage https://github.com/codacy/codacy-coverage-reporter-action
  github/super-linter * https://github.com/super-linter/super-linter
  super-linter/super-linter * https://github.com/super-linter/super-linter
  oxsecurity/megalinter * https://megalinter.io/latest/install-github/
  trunk-io/trunk-action * https://github.com/trunk-io/trunk-action
  wearerequired/lint-action * https://github.com/wearerequired/lint-action
  pypa/cibuildwheel * https://cibuildwheel.pypa.io/en/stable/options/#test-command
`);

/** The tools that an action runs, given as `owner/name` (and a folder behind it); undefined where the table has no row for it. */
export function toolRunByAction(action: string): string | undefined {
  const [owner, name] = action.toLowerCase().split('/');
  return BY_NAME.get(`${owner}/${name}`);
}

const BY_NAME = new Map([...TOOLS].map(([action, row]) => [action.toLowerCase(), row.slice(0, row.indexOf(' '))]));
