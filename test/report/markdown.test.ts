/** The audit in Markdown, as a parser of GitHub Flavored Markdown reads it. */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeProject, runCli } from '../cli/run-cli.ts';
import { HOSTILE } from './hostile.ts';
import { SHOP } from './shop.ts';

let shop: Nodes[];
let hostile: Nodes[];
beforeAll(async () => {
  [shop, hostile] = [await nodesOf(SHOP), await nodesOf(HOSTILE)];
});

async function nodesOf(files: Readonly<Record<string, string>>): Promise<Nodes[]> {
  const { stdout } = await runCli(['report', '--profile', 'strict'], { cwd: makeProject(files) });
  const tree = fromMarkdown(stdout, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return [...walk(tree)];
}

function* walk(node: Root | Nodes): Generator<Nodes> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* walk(child);
}

describe('the audit in Markdown', () => {
  it('has no HTML but the anchors of findings, and no picture', () => {
    for (const nodes of [shop, hostile]) {
      const html = nodes.flatMap((node) => (node.type === 'html' ? node.value : []));
      for (const each of html) expect(each).toMatch(/^<a id="finding-[\w-]+">$|^<\/a>$|^<a id="finding-[\w-]+"><\/a>$/);
      expect(nodes.filter(({ type }) => type === 'image' || type === 'imageReference')).toEqual([]);
    }
  });

  it('has links to its own anchors alone', () => {
    for (const nodes of [shop, hostile]) {
      const text = nodes.flatMap((node) => (node.type === 'html' ? node.value : [])).join('');
      const urls = nodes.flatMap((node) => (node.type === 'link' ? node.url : []));
      expect(urls.length).toBeGreaterThan(0);
      for (const url of urls) expect(text).toContain(`id="${url.replace(/^#/, '')}"`);
      for (const url of urls) expect(url).toMatch(/^#finding-[\w-]+$/);
    }
  });

  it('has tables whose rows have as many cells as their head', () => {
    for (const nodes of [shop, hostile]) {
      const tables = nodes.filter((node) => node.type === 'table');
      expect(tables.length).toBeGreaterThan(3);
      for (const {
        children: [head, ...rows],
      } of tables)
        for (const row of rows) expect(row.children.length).toBe(head?.children.length);
    }
  });

  it('has fences that nothing in the code ends, and the map as Mermaid', () => {
    for (const nodes of [shop, hostile]) {
      const languages = nodes.flatMap((node) => (node.type === 'code' ? (node.lang ?? '') : []));
      expect(languages).toContain('mermaid');
      expect(new Set(languages)).toEqual(
        new Set([...languages].filter((each) => /^(mermaid|python|text)$/.test(each))),
      );
    }
  });

  it('hands Mermaid nothing but plain words', () => {
    const maps = hostile.flatMap((node) => (node.type === 'code' && node.lang === 'mermaid' ? node.value : []));
    for (const line of maps.join('\n').split('\n').slice(1))
      expect(line).toMatch(
        /^ {2}n\d+(?:[[({]{1,2}"(?:[\p{L}\p{N} ,./_-]|#\d+;|<br>)*"[\])}]{1,2}| -->(?:\|[\w ]+\|)? n\d+)$/u,
      );
  });
});
