import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { describe, expect, it } from 'vitest';
import { codeSpan, inlineMarkdown } from '../../src/reporters/markdown/inline-markdown.ts';
import { formatMarkdown } from '../../src/reporters/markdown/report-markdown.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE_PATH, hostileReport, VISIBLE_PATH } from './hostile-report.ts';
import { finding, placeOf, reportOf, sampleFindings, sampleReport } from './sample-report.ts';
import { isUnsafe } from './unsafe-characters.ts';

const SOURCE = 'https://github.com/o/r/blob/0123abc/';

/** Every node below a document, as a reader of GitHub Flavored Markdown sees it. */
function nodesOf(markdown: string): Nodes[] {
  const all: Nodes[] = [];
  const pending: Nodes[] = [
    fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }),
  ];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    all.push(node);
    if ('children' in node) pending.push(...[...node.children].reverse());
  }
  return all;
}

const typesOf = (markdown: string) => new Set(nodesOf(markdown).map(({ type }) => type));

/** What a person reads, without marks of code. */
const textOf = (markdown: string) =>
  nodesOf(markdown)
    .flatMap((node) => (node.type === 'text' || node.type === 'inlineCode' ? node.value : []))
    .join('');

it('the sample report, worst first, linked to its source', () => {
  const text = formatMarkdown(sampleReport, { sourceUrl: SOURCE });
  expectGolden('summary.md', text);
  const links = nodesOf(text).flatMap((node) => (node.type === 'link' ? node.url : []));
  expect(links).toHaveLength(sampleFindings.length);
  expect(links).toContain(`${SOURCE}src/orders/price%20list%20%231%20100%25%C3%A9.py#L5`);
  expect(links).toContain(`${SOURCE}src/orders/store.py#L12-L15`);
});

it('a clean scan says so, with what was scanned', () => {
  expect(formatMarkdown(reportOf([]))).toBe(
    '## auditlint: no findings\n\nNo findings shown; 6 files scanned, 1 skipped, 1 not parsed, 1 finding suppressed.\n',
  );
});

describe('a hostile file name and message', () => {
  const text = formatMarkdown(hostileReport, { sourceUrl: SOURCE });

  it('make nothing but text and code', () => {
    const nodes = nodesOf(text);
    expect(nodes.filter(({ type }) => type === 'listItem')).toHaveLength(2);
    expect(nodes.flatMap((node) => (node.type === 'html' ? node.value : []))).toEqual(['<br>', '<br>']);
    expect(nodes.flatMap((node) => (node.type === 'link' ? node.url : []))).toEqual([
      `${SOURCE}${encodeURIComponent(HOSTILE_PATH).replaceAll('%2F', '/').replaceAll('(', '%28').replaceAll(')', '%29')}#L2`,
    ]);
    expect(typesOf(text)).not.toContain('image');
  });

  it('are shown as they are, controls visible', () => {
    const code = nodesOf(text).flatMap((node) => (node.type === 'inlineCode' ? node.value : []));
    expect(code[0]).toBe(`${VISIBLE_PATH.replace('##[', '##\\[')}:2:16`);
    expect(textOf(text)).toContain(
      '=a|b <img src=x> @all http://evil.example, "q" ]]> \\x07\\n::stop-commands::x ##[error]y',
    );
    expect(text).not.toContain('##[');
    expect([...text].filter((character) => character !== '\n' && isUnsafe(character))).toEqual([]);
  });

  it('link nobody and nothing when GitHub looks for names and addresses', () => {
    const written = inlineMarkdown('see http://evil.example, www.evil.example, a@b.example and @team');
    expect(written).not.toMatch(/:\/\/|www\.|(?<!`)@/);
    expect(textOf(written)).toBe('see http://evil.example, www.evil.example, a@b.example and @team');
  });
});

it('any text means itself, and nothing else', () => {
  const unit = fc.constantFrom(...'`\\*_~[](){}<>#+-.!|&@:/$"\' ax1é\t', 'www.', '&amp;', '://', '<b>');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
      // Never at the start of a line, where our own words stand.
      const nodes = typesOf(`x ${inlineMarkdown(text)} x`);
      for (const type of nodes) expect(['root', 'paragraph', 'text', 'inlineCode']).toContain(type);
      const shown = nodesOf(`x ${codeSpan(`${text}a`)} x`).flatMap((node) =>
        node.type === 'inlineCode' ? node.value : [],
      );
      expect(shown).toEqual([
        `${text}a`
          .replaceAll('\t', '\\t')
          .replaceAll('##[', '##\\[')
          .replace(/^(\s*):(?=:)/, '$1\\:'),
      ]);
    }),
  );
});

describe('the room of a summary', () => {
  const place = placeOf('src/orders/app.py', 'except');
  const findings = Array.from({ length: 9000 }, (_, i) =>
    finding('bare-except', place, { message: `number ${i}: ${'é'.repeat(100)}`, severity: i % 9 === 0 ? 'P0' : 'P3' }),
  );

  it('holds the worst, and says how many more there are', () => {
    let reported = 0;
    const text = formatMarkdown(reportOf(findings), { onLeftOut: (count) => (reported = count) });
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024 - 100_000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(800_000);
    const shown = text.split('\n').filter((line) => line.startsWith('- '));
    expect(reported).toBe(9000 - shown.length);
    expect(text).toContain(`\n${reported} more findings are omitted.\n`);
    expect(text.match(/^### .*/gm)).toEqual(['### P0 critical', '### P3 low']);
    expect(shown[0]).toContain('Number 0:');
    expect(shown[1]).toContain('Number 9:');
  });

  it('is shared with many notices', () => {
    const notices = Array.from({ length: 5000 }, (_, i) => ({
      kind: 'binary' as const,
      path: `data/${i}.py`,
      message: 'binary',
    }));
    // Short ones fill their room to the last bytes.
    const short = Array.from({ length: 12_000 }, () => finding('bare-except', place, { message: 'x' }));
    const text = formatMarkdown(reportOf(short, { notices }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(900_000);
    expect(text).toMatch(/\d+ more notices are omitted\.\n$/);
  });
});
