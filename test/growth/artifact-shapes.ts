/** What is hard on anyone who reads a format, whichever artifact is written in it. */
import { type GrowthCase, times } from './growth-case.ts';

type TextOf = (size: number) => string;

const YAML: Readonly<Record<string, TextOf>> = {
  'anchors that stand for the one before twice': (size) =>
    `a0: &a0 [x, x]\n${times(size, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`)}`,
  'maps that merge the one before': (size) =>
    `a0: &a0 {k: v}\n${times(size, (i) => `a${i + 1}: &a${i + 1}\n  <<: *a${i}\n  k${i}: v\n`)}`,
  'a map that merges many': (size) =>
    `${times(size, (i) => `a${i}: &a${i} {k${i}: v}\n`)}all:\n  <<: [${times(size, (i) => `*a${i}, `)}]\n`,
  'aliases of one map': (size) => `a: &a {${times(20, (i) => `k${i}: v, `)}}\n${times(size, (i) => `b${i}: *a\n`)}`,
  'anchors within anchors': (size) =>
    `${times(Math.min(size, 90), (i) => `${' '.repeat(i)}a${i}: &a${i}\n`)}${' '.repeat(91)}x: 1\n${times(size, (i) => `b${i}: *a${i % 90}\n`)}`,
  'nested lists': (size) => `a: ${'['.repeat(size)}${']'.repeat(size)}\n`,
  'nested maps': (size) => `a: ${'{b: '.repeat(size)}1${'}'.repeat(size)}\n`,
  'lists that nobody closes': (size) => `a: ${'['.repeat(size)}`,
  'nested blocks': (size) => times(size, (i) => `${' '.repeat(i % 90)}a${i}:\n`),
  'nested items': (size) => `a: ${'- '.repeat(size)}b\n`,
  'a long text': (size) => `a: ${'word '.repeat(size * 4)}\n`,
  'a long text without spaces': (size) => `a: ${'word'.repeat(size * 4)}\n`,
  'a long text between quotation marks': (size) => `a: "${'word\\n '.repeat(size * 4)}"\n`,
  'a long text over lines': (size) => `a: "${'word\n  '.repeat(size * 4)}"\n`,
  'a long block': (size) => `a: |\n${'  word word\n'.repeat(size)}`,
  'a long folded block': (size) => `a: >\n${'  word word\n\n'.repeat(size)}`,
  'a text that nobody closes': (size) => `a: "${'word\n'.repeat(size * 4)}`,
  'empty lines': (size) => `a: 1\n${'\n'.repeat(size * 8)}`,
  'lines of spaces': (size) => `a: 1\n${`${' '.repeat(20)}\n`.repeat(size)}`,
  documents: (size) => times(size, (i) => `---\na: ${i}\n`),
  'empty documents': (size) => '---\n'.repeat(size),
  comments: (size) => times(size, (i) => `a${i}: b # line ${i}\n# ${i}\n`),
  'one key again and again': (size) => 'a: 1\n'.repeat(size),
  'keys that are lists': (size) => times(size, (i) => `? [a, ${i}]\n: 1\n`),
  tags: (size) => times(size, (i) => `a${i}: !t${i} b\n`),
  directives: (size) => `${'%TAG ! tag:a.example,2026:\n'.repeat(size)}---\na: 1\n`,
  tabs: (size) => `a:\n${'\t b\n'.repeat(size)}`,
  'a list of one line': (size) => `a: [${times(size, (i) => `b${i}, `)}]\n`,
  'a map of one line': (size) => `a: {${times(size, (i) => `b${i}: c, `)}}\n`,
  'broken lines': (size) => times(size, (i) => `a${i}: b: c\n]: {\n`),
  'marks of templates': (size) => times(size, (i) => `a${i}: "{{ b${i} }}"\n`),
};

/** Behind what makes it a file of its kind. */
const YAML_FILES: Readonly<Record<string, string>> = {
  'compose.yaml': 'services: {a: {image: b}}\n',
  'params.yaml': 'p: 1\n',
};

const TOML: Readonly<Record<string, TextOf>> = {
  'nested lists': (size) => `a = ${'['.repeat(size)}${']'.repeat(size)}\n`,
  'nested tables': (size) => `a = ${'{b = '.repeat(size)}1${'}'.repeat(size)}\n`,
  'lists that nobody closes': (size) => `a = ${'['.repeat(size)}`,
  'long keys': (size) => times(size, (i) => `a${i}${'.b'.repeat(90)} = 1\n`),
  'long headers': (size) => times(size, (i) => `[tool.a${i}${'.b'.repeat(90)}]\nc = 1\n`),
  'headers within the one before': (size) => times(size, (i) => `[tool.a${'.b'.repeat(i % 40)}.c${i}]\nd = 1\n`),
  'a long text': (size) => `a = "${'word '.repeat(size)}"\n`,
  'a long text over lines': (size) => `a = """\n${'word word\n'.repeat(size)}"""\n`,
  'a text that nobody closes': (size) => `a = """\n${'word word\n'.repeat(size)}`,
  'a list over lines': (size) => `a = [\n${times(size, (i) => `  "b${i}",\n`)}]\n`,
  'a list of one line': (size) => `a = [${times(size, (i) => `${i}, `)}]\n`,
  'a table of one line': (size) => `a = {${times(size, (i) => `b${i} = 1, `)}c = 1}\n`,
  'lists of tables': (size) => times(size, (i) => `[[tool.a]]\nb = ${i}\n`),
  'lists of tables within': (size) => times(size, (i) => `[[tool.a]]\n[[tool.a.b]]\nc = ${i}\n`),
  'empty lines': (size) => `a = 1\n${'\n'.repeat(size * 8)}`,
  comments: (size) => times(size, (i) => `a${i} = 1 # line ${i}\n# ${i}\n`),
  'one key again and again': (size) => 'a = 1\n'.repeat(size),
  dates: (size) => times(size, (i) => `a${i} = 2026-01-01T00:00:00Z\n`),
};

const LINES: Readonly<Record<string, TextOf>> = {
  'a long line': (size) => `a = ${'word '.repeat(size * 4)}\n`,
  'a long line without spaces': (size) => `a=${'word'.repeat(size * 4)}\n`,
  'a line of spaces': (size) => `a =${' '.repeat(size * 8)}\n`,
  'a line of signs': (size) => `${'$([{"\'`#=:;,<>|&'.repeat(size)}\n`,
  'empty lines': (size) => `a = b\n${'\n'.repeat(size * 8)}`,
  'lines of spaces': (size) => `a = b\n${`${' '.repeat(20)}\n`.repeat(size)}`,
  'continued lines': (size) => `a =${' \\\n'.repeat(size * 4)} b\n`,
  'carriage returns': (size) => `a = b\r${'c\r'.repeat(size * 4)}\n`,
  brackets: (size) => `${'['.repeat(size * 8)}\n`,
  'quotation marks': (size) => `a = ${'"'.repeat(size * 8)}\n`,
  'dollar signs': (size) => `a = ${'$'.repeat(size * 8)} \${${'a'.repeat(size * 4)}\n`,
  'dots and slashes': (size) => `a = ${'./'.repeat(size * 4)} ${'a.b'.repeat(size * 4)}\n`,
};

const LINE_FILES = [
  '.dockerignore',
  '.env.example',
  'Dockerfile',
  'Makefile',
  'Procfile',
  'README.md',
  'conf/shop.yaml',
  'nginx/nginx.conf',
  'poetry.lock',
  'redis.conf',
  'requirements.txt',
  'run.sh',
  'setup.cfg',
  'shop.service',
  'tox.ini',
];

/** Longer ones are refused. */
const MOST: Readonly<Record<string, number>> = { Dockerfile: 100_000, 'run.sh': 200_000 };

const notebook = (cells: string): string =>
  `{"cells": [${cells}{"cell_type": "markdown", "metadata": {}, "source": []}], "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}\n`;
const codeCell = (source: string, outputs = ''): string =>
  `{"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [${outputs}], "source": ${source}},\n`;

const NOTEBOOKS: Readonly<Record<string, TextOf>> = {
  cells: (size) => notebook(times(size, (i) => codeCell(`["x${i} = f(${i})\\n", "x${i}"]`))),
  'cells of text': (size) =>
    notebook('{"cell_type": "markdown", "metadata": {}, "source": ["# A\\n", "`b`"]},\n'.repeat(size)),
  'cells with magic': (size) =>
    notebook(times(size, (i) => codeCell(`["%%time\\n", "!pip install d${i}\\n", "x = ${i}"]`))),
  'lines of a cell': (size) => notebook(codeCell(`[${times(size, (i) => `"x${i} = f(${i})\\n", `)}"y"]`)),
  'a cell of one text': (size) => notebook(codeCell(`"${times(size, (i) => `x${i} = ${i}\\n`)}"`)),
  outputs: (size) =>
    notebook(
      codeCell(
        '["x"]',
        `${times(size, (i) => `{"output_type": "stream", "name": "stdout", "text": ["${i}"]}, `)}{"output_type": "stream", "name": "stderr", "text": []}`,
      ),
    ),
  'a long output': (size) =>
    notebook(
      codeCell(
        '["x"]',
        `{"output_type": "stream", "name": "stdout", "text": [${times(size, (i) => `"line ${i}\\n", `)}""]}`,
      ),
    ),
  'an output of one text': (size) =>
    notebook(
      codeCell(
        '["x"]',
        `{"output_type": "display_data", "metadata": {}, "data": {"image/png": "${'iVBORw0K'.repeat(size)}"}}`,
      ),
    ),
  'a cell that calls the one before': (size) =>
    notebook(times(size, (i) => codeCell(`["def f${i + 1}(a):\\n", "    return f${i}(a)\\n"]`))),
  'nested lists': (size) => `{"cells": ${'['.repeat(size)}${']'.repeat(size)}}`,
};

export const ARTIFACT_SHAPES: readonly GrowthCase[] = [
  ...Object.entries(YAML_FILES).flatMap(([path, before]) => shapesOf(YAML, path, (text) => before + text)),
  ...shapesOf(TOML, 'pyproject.toml', (text) => text, 500_000),
  ...LINE_FILES.flatMap((path) =>
    shapesOf(LINES, path, (text) => (path === 'Dockerfile' ? `FROM a\nENV ${text}` : text), MOST[path]),
  ),
  ...shapesOf(NOTEBOOKS, 'work.ipynb', (text) => text),
];

function shapesOf(
  shapes: Readonly<Record<string, TextOf>>,
  path: string,
  around: (text: string) => string,
  most?: number,
): GrowthCase[] {
  return Object.entries(shapes).map(([name, textOf]) => ({
    name: `${path}: ${name}`,
    size: 40,
    ...(most !== undefined && { most }),
    files: (size) => new Map([[path, around(textOf(size))]]),
  }));
}
