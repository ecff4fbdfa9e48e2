import { expect, test } from 'vitest';
import { deliveryOf } from './read-project.ts';

const NOXFILE = `import nox

nox.options.sessions = ["tests", "lint"]
PYTEST = ["pytest", "--cov=orders"]


def covered(session, *paths):
    session.run(*PYTEST, *paths)


@nox.session(python=["3.11", "3.12"])
def tests(session: nox.Session) -> None:
    session.install("-e", ".")
    covered(session, "tests")
    if session.posargs:
        session.run("coverage", "report", success_codes=[0, 1])
    session.notify("types")


@nox.session(tags=["style"])
def lint(session):
    session.run("ruff", "check", *session.posargs)


@nox.session(name="types", tags=["style"])
def check_types(session):
    with session.chdir("src"):
        session.run("mypy", "orders")
    session.run("mypy", "tests")


@nox.session(default=False)
def docs(session):
    session.chdir(target)
    session.run("make", f"{kind}-docs")


@nox.session
def release(session):
    publish(session)
    session.run(*steps)
`;

const CI = '.github/workflows/ci.yml';

function modelWith(...runs: readonly string[]) {
  const steps = runs.map((run) => `      - run: ${run}\n`).join('');
  const workflow = `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
  return deliveryOf(
    new Map([
      ['api/noxfile.py', NOXFILE],
      ['noxfile.py', NOXFILE],
      [CI, workflow],
    ]),
  );
}

const words = ({ command }: { command: { words: readonly { text: string }[] } }): string =>
  command.words.map(({ text }) => text).join(' ');

test('the sessions of a noxfile are commands of the project, where they run and where they stand', () => {
  const found = modelWith('nox').commands.filter(({ path }) => path === 'api/noxfile.py');
  const reported = found.map(
    (each) => `${each.placeOf(each.command.span).line} ${words(each)} from [${each.folders.join(', ')}]`,
  );
  expect(reported).toEqual([
    '13 pip install -e . from [api]',
    '8 pytest --cov=orders *paths from [api]',
    '16 coverage report from [api]',
    '17 nox -s types from [api]',
    '22 ruff check *session.posargs from [api]',
    '28 mypy orders from [api/src]',
    '29 mypy tests from [api]',
    '35 make f"{kind}-docs" from []',
  ]);
  expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['noxfile']));
  const [, pytest] = found;
  expect(pytest?.command.words.map(({ isDynamic }) => isDynamic)).toEqual([false, false, true]);
});

function ciOf(...runs: readonly string[]): string[] {
  const { ci } = modelWith(...runs);
  return [
    ...ci.commands.map((each) => {
      const tolerated = each.tolerance === undefined ? '' : ` (${each.tolerance.kind} ${each.tolerance.at.line})`;
      return `${each.at.path} ${words(each)}${tolerated}`;
    }),
    ...ci.openEnds.map(({ kind, what }) => `open: ${kind} ${what}`),
  ];
}

test('CI runs the sessions that it names, those that they notify, and by default those ththe file says', () => {
  const lint = ['noxfile.py ruff check *session.posargs'];
  const types = ['noxfile.py mypy orders', 'noxfile.py mypy tests'];
  const tests = [
    'noxfile.py pip install -e .',
    'noxfile.py pytest --cov=orders *paths',
    'noxfile.py coverage report (nox 16)',
    'noxfile.py nox -s types',
    ...types,
  ];
  expect(ciOf('nox')).toEqual([`${CI} nox`, ...tests, ...lint]);
  expect(ciOf('nox -s lint types -- --fix')).toEqual([`${CI} nox -s lint types -- --fix`, ...lint, ...types]);
  expect(ciOf('python -m nox -t style')).toEqual([`${CI} python -m nox -t style`, ...lint, ...types]);
  expect(ciOf('nox --session=tests-3.12')).toEqual([`${CI} nox --session=tests-3.12`, ...tests]);
  expect(ciOf('nox -f api/noxfile.py -e types')).toEqual([
    `${CI} nox -f api/noxfile.py -e types`,
    'api/noxfile.py mypy orders',
    'api/noxfile.py mypy tests',
  ]);
});

test('what nobody can see into stays open', () => {
  expect(ciOf('nox -s release')).toEqual([`${CI} nox -s release`, 'open: nox nox noxfile.py release']);
  for (const run of ['nox -k "not docs"', 'nox -s ${{ matrix.session }}', 'nox -s unknown', 'nox -f ci/noxfile.py'])
    expect(ciOf(run).slice(1)).toEqual(['open: nox nox']);
});
