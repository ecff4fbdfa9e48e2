import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { dataOf, scalarsBelow, textAt, valueAt } from '../../src/artifacts/yaml/queries.ts';
import { readYaml } from '../../src/artifacts/yaml/read-yaml.ts';
import { mappedText } from '../../src/artifacts/yaml/scalar-text.ts';
import type { YamlNode } from '../../src/artifacts/yaml/yaml-node.ts';
import { offsetInFile, SourceText } from '../../src/text/index.ts';
import { projectRoot } from '../../tools/project-root.ts';

const read = (content: string) => readYaml(new SourceText(content));

function single(content: string): YamlNode {
  const { documents, problems } = read(content);
  expect(problems).toEqual([]);
  const [document] = documents;
  if (document === undefined) throw new Error('no document');
  return document;
}

const LINES = fc.array(
  fc.constantFrom('a b', 'c', '', '  x', 'z  ', '\ty', "it's", '"q"', '\\n', '\\u0041', '#h', '- k', '\\'),
  {
    minLength: 1,
    maxLength: 6,
  },
);

describe('the text of a scalar', () => {
  const styles: Record<string, (lines: string[]) => string> = {
    literal: (lines) => `k: |\n${lines.map((line) => `  ${line}`).join('\n')}\nz: 1\n`,
    'literal kept': (lines) => `k: |+\n${lines.map((line) => `  ${line}`).join('\n')}\n\n\nz: 1\n`,
    'literal, deeper': (lines) => `k: |2-\n${lines.map((line) => `   ${line}`).join('\n')}\nz: 1\n`,
    folded: (lines) => `k: >\n${lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')}\nz: 1\n`,
    'folded, stripped': (lines) => `- k: >- # note\n${lines.map((line) => `    ${line}`).join('\n')}\n  z: 1\n`,
    single: (lines) => `k: '${lines.join('\n  ').replaceAll("'", "''")}'\n`,
    double: (lines) => `k: "${lines.join('\n  ').replaceAll('"', '\\"')}"\n`,
    plain: (lines) => `k: a${lines.join('\n  ')}\n`,
  };

  test.each(Object.keys(styles))('%s: the same text as the library makes, each character in its place', (style) => {
    let checked = 0;
    fc.assert(
      fc.property(LINES, fc.boolean(), (lines, isWindows) => {
        const written = styles[style]?.(lines) ?? '';
        const content = isWindows ? written.replaceAll('\n', '\r\n') : written;
        const { documents, problems } = read(content);
        const [document] = documents;
        if (problems.length > 0 || document === undefined) return;
        for (const scalar of scalarsBelow(document)) {
          const text = mappedText(scalar);
          expect(text.content).toBe(scalar.content);
          for (let at = 0; at < text.content.length; at++) {
            const character = text.content.charAt(at);
            const place = offsetInFile(text, at);
            expect(place).toBeLessThan(content.length);
            if (/[a-z#]/.test(character)) expect(content.charAt(place)).toBe(character);
            checked++;
          }
          // A block begins behind its header: standing there means that its places were given up.
          const isGivenUp = scalar.token?.type === 'block-scalar' && text.stretches[0]?.start === scalar.span.start;
          if (/[a-z]/.test(text.content)) expect(isGivenUp).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
    expect(checked).toBeGreaterThan(300);
  });
});

describe('nodes', () => {
  test('aliases and merge keys are what they stand for; a key of the map itself comes first', () => {
    const node = single(
      'base: &b {x: 1, y: [a]}\nmore: &m {z: 3, x: 9}\nown: {<<: [*b, *m], y: 2}\nlast: {k: 1, k: 2}\n"<<": text\n',
    );
    expect(dataOf(node)).toEqual({
      base: { x: 1, y: ['a'] },
      more: { z: 3, x: 9 },
      own: { y: 2, x: 1, z: 3 },
      last: { k: 2 },
      '<<': 'text',
    });
  });

  test('an alias of what is not there, or of what it stands in, is nothing', () => {
    expect(dataOf(single('a: *nothing\nb: &b [*b, 1]\n'))).toEqual({ a: null, b: [null, 1] });
  });

  test('numbers keep how they are written, words of YAML 1.1 are texts', () => {
    const node = single('version: 3.10\non: yes\nbig: 0x1F\nnot: .nan\nnothing: ~\n');
    expect(dataOf(node)).toEqual({ version: 3.1, on: 'yes', big: 31, not: '.nan', nothing: null });
    expect(textAt(node, 'version')?.value).toBe('3.10');
    expect(textAt(node, 'nothing')).toBeUndefined();
  });

  test('tags that nobody knows are passed over', () => {
    expect(dataOf(single('a: !reference [x, y]\nb: !vault |\n  secret\n'))).toEqual({ a: ['x', 'y'], b: 'secret\n' });
  });

  test('documents, comments and offsets with CRLF', () => {
    const content = '# one\r\na: 1 # two\r\n---\r\n\r\n---\r\nb:\r\n  - c # "three"\r\n';
    const { documents, comments, problems } = read(content);
    expect(problems).toEqual([]);
    expect(documents.map(dataOf)).toEqual([{ a: 1 }, { b: ['c'] }]);
    expect(comments.map(({ span }) => content.slice(span.start, span.end))).toEqual(['# one', '# two', '# "three"']);
    const c = valueAt(documents[1], 'b');
    expect(c && content.slice(c.span.start, c.span.end)).toMatch(/^- c/);
  });
});

test('spans end where a person would say', () => {
  const content = 'a:\n  b: |\n    text\n\n  # note\nc: &x\n  - 1\n  - {d: 2 }  # two\n\n# end\ne: *x\nf:\n  g:\n';
  const node = single(content);
  const shown = (...keys: string[]) => {
    const parent = valueAt(node, ...keys.slice(0, -1));
    const entry = parent?.kind === 'map' ? parent.entries.get(keys.at(-1) ?? '') : undefined;
    return entry && content.slice(entry.span.start, entry.span.end);
  };
  expect(shown('a')).toBe('a:\n  b: |\n    text');
  expect(shown('a', 'b')).toBe('b: |\n    text');
  expect(shown('c')).toBe('c: &x\n  - 1\n  - {d: 2 }');
  expect(shown('e')).toBe('e: *x');
  expect(shown('f', 'g')).toBe('g:');
  expect(shown('f')).toBe('f:\n  g:');
});

describe('hostile files', () => {
  test.each(['[', '{a: ', '- ', '? ', '[{a: '])('1,000 times %j, twice', (piece) => {
    for (let turn = 0; turn < 2; turn++) {
      expect(read(piece.repeat(1000))).toMatchObject({
        documents: [],
        problems: [{ message: 'is nested deeper than 100 levels: not read' }],
      });
    }
  });

  test('1,000 blocks within each other, twice; ninety are read', () => {
    const nested = (levels: number) =>
      Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}k:`).join('\n');
    for (let turn = 0; turn < 2; turn++) expect(read(nested(1000)).documents).toEqual([]);
    expect(read(nested(90)).documents).toHaveLength(1);
  });

  test.each(['- ', ': '])('the stack of the parser itself ends at 20,000 times %j', (piece) => {
    expect(read(`${piece.repeat(20_000)}\nx: 1\n`)).toMatchObject({ documents: [], problems: [{}] });
  });

  test('an alias bomb is refused, by its nodes or by its depth', () => {
    const wide = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`).join('\n');
    const merged = Array.from(
      { length: 9 },
      (_, n) =>
        `a${n + 1}: &a${n + 1} {${'ab'
          .repeat(4)
          .split('')
          .map((_, i) => `k${i}: *a${n}`)
          .join(', ')}}`,
    ).join('\n');
    const deep = Array.from({ length: 500 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}]`).join('\n');
    for (const bomb of [wide, merged, deep]) {
      expect(read(`a0: &a0 lol\n${bomb}\n`)).toMatchObject({
        documents: [],
        problems: [{ message: 'expands to too many nodes through its aliases: not read' }],
      });
    }
  });

  test('a file of ten million characters is not read, and says so', () => {
    const { documents, problems } = read('key: value\n'.repeat(1_000_000));
    expect(documents).toEqual([]);
    expect(problems).toEqual([{ message: 'has more than 2000000 characters: not read', isLimit: true }]);
  });

  test('what is broken is told once, with its place; the rest is read', () => {
    const { documents, problems } = read('services:\n  web:\n    image: "nginx\n  db:\n   image: x\n  y: [\n');
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/^is not valid YAML: /);
    expect(problems[0]?.span?.start).toBeGreaterThan(0);
    expect(documents).toHaveLength(1);
  });

  test('a problem tells nothing of whthe file holds', () => {
    expect(read(`password: |hunter2${'x'.repeat(1000)}\n`).problems.map(({ message }) => message)).toEqual([
      'is not valid YAML: Block scalar header includes extra characters',
    ]);
    expect(read('a: [b c: d\ne').problems[0]?.message).toMatch(/^is not valid YAML: [\w ]+/);
  });

  test('no file of ours makes a reader throw, wherever it is cut or mixed up', () => {
    const kinds = [...FIXTURE_FOLDERS, 'action'];
    const contents = FIXTURE_FOLDERS.flatMap((folder) => {
      const path = join(projectRoot, 'fixtures/artifacts', folder);
      return readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8'));
    });
    const garbage = fc
      .array(
        fc.constantFrom(
          '- ',
          '? ',
          ': ',
          '&a ',
          '*a',
          '{',
          '}',
          '[',
          ']',
          '|\n',
          '>-\n',
          '"',
          "'",
          '!!map ',
          '---\n',
          '\t',
          '\n',
          ' ',
          '<<',
          '${{',
          '}}',
          '$(',
          '\u0000',
          '\ud800',
          '%',
          '@',
          '`',
          ',',
          'x',
        ),
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        fc.constantFrom(...contents),
        fc.nat(3000),
        fc.nat(200),
        garbage,
        fc.constantFrom(...kinds),
        (content, at, length, noise, kind) => {
          const text = new SourceText(content.slice(0, at) + noise + content.slice(at + length));
          const { artifact, problems, comments } = readArtifact(kind, text, 'a.yaml');
          expect(JSON.stringify(artifact)?.length ?? 0).toBeLessThan(1_000_000);
          for (const { span } of [...problems, ...comments])
            expect(span?.end ?? 0).toBeLessThanOrEqual(text.content.length + 1);
        },
      ),
      { numRuns: 400 },
    );
  });
});

const FIXTURE_FOLDERS = [
  'compose',
  'kubernetes',
  'workflow',
  'dvc',
  'params',
  'prometheus',
  'pre-commit',
  'conda-environment',
  'grafana-dashboard',
];
