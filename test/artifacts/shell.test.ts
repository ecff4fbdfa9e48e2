import { describe, expect, test } from 'vitest';
import { readExec, readShell, type ShellDialect } from '../../src/artifacts/shell/index.ts';
import { mapPlain } from '../../src/text/index.ts';

const read = (text: string, dialect?: ShellDialect) => readShell(mapPlain(text, 0), dialect);
const shown = (text: string, dialect?: ShellDialect): string[] =>
  read(text, dialect).commands.map(({ words, folder, failureHiddenBy, isConditional }) =>
    [
      words.map((word) => (word.isDynamic ? `<${word.text}>` : word.text)).join(' '),
      folder === undefined ? 'in ?' : folder === '' ? '' : `in ${folder}`,
      failureHiddenBy === undefined ? '' : `hidden by ${failureHiddenBy.kind}`,
      isConditional ? 'maybe' : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  );

describe('commands', () => {
  test.each<[string, string[]]>([
    ['pip install -r "req.txt" && python -m app', ['pip install -r req.txt', 'python -m app']],
    ["FOO=1 BAR='a b' run --x=$Y > out.txt 2>&1", ['run <--x=$Y>']],
    ['cd web && npm ci && cd ../api; make', ['cd web', 'npm ci, in web', 'cd ../api, in web', 'make, in api']],
    ['(cd web; npm ci); make', ['cd web', 'npm ci, in web', 'make']],
    ['cd "$DIR"; make', ['cd <$DIR>', 'make, in ?']],
    ['cd /srv/app\nmake', ['cd /srv/app', 'make, in /srv/app']],
    ['if test -f a; then make a; fi', ['test -f a, maybe', 'make a, maybe']],
    ['for x in 1 2; do train --n $x; done', ['train --n <$x>, maybe']],
    ['docker build . -t $(git describe)', ['git describe, maybe', 'docker build . -t <$(git describe)>']],
    ['bash -lc "cd web && npm ci"', ['cd web', 'npm ci, in web']],
    ['ruff check . --exit-zero', ['ruff check . --exit-zero']],
    ['echo ${{ matrix.python }}', ['echo <${{ matrix.python }}>']],
    ['ls *.py', ['ls <*.py>']],
    ['# only a comment', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  test('know their place, over continuation lines too', () => {
    const text = 'pip install \\\n  --editable .';
    const [command] = read(text).commands;
    expect(command?.words.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      'pip',
      'install',
      '--editable',
      '.',
    ]);
    expect(command?.span).toEqual({ start: 0, end: text.length });
  });

  test('inside a quoted script stand where they are written', () => {
    const text = 'sh -c "make all"';
    const [command] = read(text).commands;
    expect(text.slice(command?.span.start, command?.span.end)).toBe('make all');
  });

  test.each([
    ['bash <<EOF\nmake all\nEOF\n', ['make all']],
    ['<<EOF sh -e\nmake all\nEOF\n', ['make all']],
    ["sudo bash -s one two <<-'EOF' && ls\n\tmake all\n\tEOF\n", ['make all', 'ls']],
    ['env A=1 bash -o pipefail <<EOF\nmake $(ls)\nEOF\n', ['ls', 'make $(ls)']],
    ['sh <<< "make all"', ['make all']],
    ['bash run.sh <<EOF\nmake all\nEOF\n', ['bash run.sh <<EOF']],
    ['bash -c "make all" <<EOF\ninput\nEOF\n', ['make all']],
    ['cat <<EOF\nmake all\nEOF\n', ['cat <<EOF']],
    ['bash 3<<EOF\nmake all\nEOF\n', ['bash 3<<EOF']],
  ])('of %j, a document that a shell is given among them', (text, expected) => {
    expect(read(text).commands.map(({ span }) => text.slice(span.start, span.end))).toEqual(expected);
  });

  test('keep assignments and redirections apart', () => {
    const [command] = read('A=1 B=$C run >log <<EOF\nx\nEOF\n').commands;
    expect(command?.environment.map(({ name, value }) => [name, value?.text, value?.isDynamic])).toEqual([
      ['A', '1', false],
      ['B', '$C', true],
    ]);
    expect(command?.redirections.map(({ operator, target }) => [operator, target?.text])).toEqual([
      ['>', 'log'],
      ['<<', undefined],
    ]);
  });
});

describe('hidden failures', () => {
  const strict = { stopsAtFailure: true, hasPipefail: true };
  test.each<[string, ShellDialect | undefined, string[]]>([
    ['pytest || true', undefined, ['pytest, hidden by or-true', 'true, maybe']],
    ['ruff . && mypy . || :', undefined, ['ruff ., hidden by or-true', 'mypy ., hidden by or-true', ':, maybe']],
    ['pytest || echo failed', undefined, ['pytest, hidden by or-true', 'echo failed, maybe']],
    ['pytest || exit 1', undefined, ['pytest', 'exit 1, maybe']],
    ['pytest; exit 0', undefined, ['pytest, hidden by exit-zero', 'exit 0']],
    ['pytest; exit 0', strict, ['pytest', 'exit 0']],
    [
      'set +e; pytest; set -e; mypy .',
      strict,
      ['set +e', 'pytest, hidden by set-plus-e', 'set -e, hidden by set-plus-e', 'mypy .'],
    ],
    ['pytest | tee log', undefined, ['pytest, hidden by pipe', 'tee log']],
    ['pytest | tee log', strict, ['pytest', 'tee log']],
    ['set -o pipefail; pytest | tee log', undefined, ['set -o pipefail', 'pytest', 'tee log']],
  ])('%s (%j)', (text, dialect, expected) => {
    expect(shown(text, dialect)).toEqual(expected);
  });
});

test('an exec form is one command, unless it starts a shell', () => {
  const words = (...texts: string[]) =>
    texts.map((value, index) => ({ value, span: { start: index * 10, end: index * 10 + value.length } }));
  expect(
    readExec(words('python', '-m', 'app', '$PORT')).commands[0]?.words.map(({ text, isDynamic }) => [text, isDynamic]),
  ).toEqual([
    ['python', false],
    ['-m', false],
    ['app', false],
    ['$PORT', false],
  ]);
  expect(readExec(words('sh', '-c', 'a && b')).commands.map(({ words: [first] }) => first?.text)).toEqual(['a', 'b']);
  expect(readExec([]).commands).toEqual([]);
});

test.each([
  ['an open quote', 'echo "abc'],
  ['an open substitution', 'echo $(ls'],
  ['nesting', `${'('.repeat(5_000)}ls${')'.repeat(5_000)}`],
  ['substitutions in substitutions', `${'$('.repeat(3_000)}ls${')'.repeat(3_000)}`],
  ['shells in shells', `${"bash -c '".repeat(500)}ls`],
  ['conditions in conditions', `${'if a; then '.repeat(3_000)}ls`],
])('broken or deep input is no crash: %s', (_what, text) => {
  expect(() => read(text)).not.toThrow();
});
