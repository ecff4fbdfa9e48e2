import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataOf, scalarsBelow, valueAt } from '../../src/artifacts/yaml/queries.ts';
import { readYaml } from '../../src/artifacts/yaml/read-yaml.ts';
import { mappedText } from '../../src/artifacts/yaml/scalar-text.ts';
import type { YamlNode } from '../../src/artifacts/yaml/yaml-node.ts';
import { offsetInFile, SourceText } from '../../src/text/index.ts';

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
          if (text.content.length > 3)
            expect(
              text.stretches.length === 1 &&
                text.stretches[0]?.start === scalar.span.start &&
                scalar.token?.type === 'block-scalar',
            ).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
    expect(checked).toBeGreaterThan(300);
  });
});
