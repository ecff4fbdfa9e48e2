import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../src/artifacts/markdown/read-markdown.ts';
import { SourceText } from '../../src/text/index.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { readFixture, wordsOf } from './fixture.ts';

const { model, comments, problems, text, lineOf } = readFixture('markdown', 'markdown/README.md');
const links = model.blocks.flatMap((block) => block.links);
const code = model.blocks.flatMap((block) => block.code);

describe('a document', () => {
  test('has headings, links and code where they stand', () => {
    expect(problems).toEqual([]);
    expect(model.headings.map(({ level, text: { value } }) => `${level} ${value}`)).toEqual([
      '1 Orders service',
      '2 Setext heading',
      '2 Layout',
    ]);
    expect(links.map(({ kind, target }) => `${kind} ${target.value}`)).toEqual([
      'link docs/guide.md',
      'link https://example.com/client.py',
      'image docs/flow.png',
      'autolink https://example.com/a',
      'html docs/logo.svg',
      'link b.md',
      'definition docs/ref.md',
      'definition docs/with space.md',
    ]);
    for (const { target } of links) expect(text.slice(target.span)).toBe(target.value);
    expect(code.map(({ text: { value, span } }) => `${lineOf(span)} ${value}`)).toEqual([
      '6 config/orders.yaml',
      '7 src/orders/server.py',
      '7 client',
      '15 scripts/run.sh',
      '16 Makefile',
      '17 quoted.md',
      '28 a.py',
      '54 a `tick` inside',
    ]);
    expect(code[2]?.linkedTo).toBe('https://example.com/client.py');
  });

  test('has rows with their heads', () => {
    const rows = model.blocks.filter(({ kind }) => kind === 'row');
    expect(rows.map(({ head, cells }) => [head, cells?.map(({ value }) => value)])).toEqual([
      [
        ['Path', 'What'],
        ['`a.py`', 'does \\| nothing'],
      ],
      [
        ['Path', 'What'],
        ['[b](b.md)', '✅'],
      ],
    ]);
  });

  test('draws trees, whose lines are full paths', () => {
    const [tree] = model.trees;
    expect([tree?.root?.value, tree?.lead]).toEqual(['orders/', 'The tree of the repository:']);
    expect(tree?.entries.map(({ path, isFolder, remark }) => [path, isFolder, remark])).toEqual([
      ['src', true, ''],
      ['src/orders', true, ''],
      ['src/orders/server.py', false, '# serves'],
      [undefined, false, 'more'],
      ['src/main.py', false, '(entry)'],
      ['Dockerfile', false, ''],
      [undefined, false, 'name` here.txt'],
    ]);
    expect(tree?.entries.slice(0, 2).map(({ span }) => text.slice(span))).toEqual(['src/', 'orders/']);
  });

  test('shows commands, without prompts and answers', () => {
    const scripts = model.fences.flatMap(({ language, script }) =>
      script === undefined ? [] : [[language, wordsOf(script)]],
    );
    expect(scripts).toEqual([
      ['console', ['python -m orders --port 80 --host 0.0.0.0', 'orders migrate']],
      ['bash', ['cd deploy', './up.sh --env prod', 'export A=1']],
    ]);
    const [command] = model.fences[0]?.script?.commands ?? [];
    expect(command && text.slice(command.span)).toMatch(/^python .*\\\n {6}--host 0\.0\.0\.0$/);
  });

  test('has comments, of one line and of several', () => {
    expect(comments.map(({ value, span }) => `${lineOf(span)} ${value.slice(0, 20)}`)).toEqual([
      '10 <!-- auditlint: igno',
      '59 <!--\nA comment of\ntw',
    ]);
  });
});

test.each(['README.md', 'CONTRIBUTING.md', 'measurements/measured.md'])('%s reads as micromark reads it', (path) => {
  const content = readFileSync(join(projectRoot, path), 'utf8');
  expect(ownParts(content)).toEqual(partsOfMicromark(content));
  expect(ownParts(content).length).toBeGreaterThan(3);
});

/** Code and the targets of links with their lines, sorted. */
function ownParts(content: string): string[] {
  const source = new SourceText(content);
  const { blocks = [] } = readMarkdown(source).artifact ?? {};
  return blocks
    .flatMap((block) => [
      ...block.code.map(({ text: { value, span } }) => `${source.lineAt(span.start)} code ${value}`),
      ...block.links.flatMap(({ kind, target }) => (kind === 'html' ? [] : `link ${target.value}`)),
    ])
    .sort();
}

function partsOfMicromark(content: string): string[] {
  const parts: string[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'inlineCode') parts.push(`${node.position?.start.line} code ${node.value.trim()}`);
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') parts.push(`link ${node.url}`);
    if ('children' in node) node.children.forEach(visit);
  };
  visit(fromMarkdown(content, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }));
  return parts.sort();
}

test('the least version of Python that a document says to have', () => {
  const said = (line: string) =>
    readMarkdown(new SourceText(line))
      .artifact?.minimumPythons.map(({ value }) => value)
      .join();
  expect(said('- Python 3.9+')).toBe('3.9');
  expect(said('- **Python** >= 3.10.2')).toBe('3.10');
  expect(said('Python 3.11 or newer, Node 18+')).toBe('3.11');
  expect(said('Tested with Python 3.9 and 3.12')).toBe('');
  expect(said('```\nPython 3.9+\n```')).toBe('');
});
