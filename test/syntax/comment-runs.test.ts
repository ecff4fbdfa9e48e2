/** Hundreds of comments below each other are read as a few dozen are. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';

const parser = await loadPythonParser();
/** As many as are shown to the grammar, and one more. */
const MANY = 100;

/** Everything of a tree but what leads upwards, with what is behind `from` moved to the left by `by`. */
function reported(content: string, from: number, by: number): unknown {
  const { module, comments, gaps } = parser.parse(content);
  const moved = (key: string, value: unknown): unknown => {
    if (key === 'parent') return undefined;
    if (typeof value === 'bigint') return String(value);
    // Of a string that the lines are in one more says nothing.
    if (typeof value === 'string') return [...new Set(value.split(/\s+/))].join(' ');
    return typeof value === 'number' && value >= from && key !== 'value' ? value - by : value;
  };
  return JSON.parse(
    JSON.stringify({ module, comments: comments.slice(0, MANY - 1), rest: comments.slice(-1), gaps }, moved),
  );
}

const BEFORE = [
  'x = 1\n',
  'def f():\n    x = 1\n',
  'if a:\n    def f():\n        x = 1\n',
  'class A:\n    x = [1,\n',
  'x = """\n',
  "f(f'''{a\n",
  'match x:\n    case 1:\n        y = 2\n',
  'x = (1 +\n',
  'try:\n    a()\n',
];
const AFTER = [
  '',
  'y = 2\n',
  '    return 1\n',
  '    y = 2\n',
  ']\n',
  '"""\n',
  "}''')\n",
  ')\n',
  'except E:\n    pass\n',
  '    # less\ny = 1\n',
  'else:\n    b()\n',
];

it('a hundredth comment changes nothing but where the rest stands', () => {
  const line = fc.constantFrom('# a', '# b \\', '#', "# it's é");
  const indentation = fc.constantFrom('', '    ', '        ', '\t', '  ');
  fc.assert(
    fc.property(
      fc.constantFrom(...BEFORE),
      indentation,
      line,
      fc.constantFrom('\n', '\n\n', '\r\n'),
      fc.constantFrom(...AFTER),
      (before, indent, comment, end, after) => {
        const one = `${indent}${comment}${end}`;
        const few = before + one.repeat(MANY - 1);
        const last = before.length + one.length * (MANY - 1);
        expect(reported(few + one + after, last, one.length)).toEqual(
          reported(few + after, Number.POSITIVE_INFINITY, 0),
        );
      },
    ),
    { numRuns: 300 },
  );
});

it('every comment is there, at its place', () => {
  const lines = Array.from({ length: 300 }, (_, i) => `# ${i}`);
  const content = `x = 1\n${lines.join('\n')}\ny = 2  # last\n`;
  const { comments } = parser.parse(content);
  expect(comments.map(({ text }) => text)).toEqual([...lines, '# last']);
  for (const { start, end, text } of comments) expect(content.slice(start, end)).toBe(text);
});

it('what stands in a string is no comment', () => {
  const content = `x = """\n${'# {a}\n'.repeat(300)}"""\ny = f'''\n${'# {a}\n'.repeat(300)}'''\n`;
  const { comments, module } = parser.parse(content);
  expect(comments).toEqual([]);
  const [, second] = module.body;
  expect(
    JSON.stringify(second, (key, value) => (key === 'parent' ? undefined : value)).match(/"id":"a"/g),
  ).toHaveLength(300);
});
