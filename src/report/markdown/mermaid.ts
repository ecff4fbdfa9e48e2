import type { MapNodeKind, SystemMap } from '../system/system-model.ts';

/** The shapes of Mermaid's flow charts. Source: https://mermaid.js.org/syntax/flowchart.html */
const SHAPES: Readonly<Record<MapNodeKind, readonly [string, string]>> = {
  outside: ['([', '])'],
  service: ['[', ']'],
  code: ['[', ']'],
  queue: ['[[', ']]'],
  store: ['[(', ')]'],
  schedule: ['{{', '}}'],
};

/** The map of the system as a flow chart of Mermaid, which GitHub and GitLab draw. */
export function mermaidMap({ nodes, edges }: SystemMap): string[] {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  return [
    '```mermaid',
    'flowchart LR',
    ...nodes.map(({ id, kind, label, detail }) => {
      const [open, close] = SHAPES[kind];
      const text = detail === '' ? entities(label) : `${entities(label)}<br>${entities(detail)}`;
      return `  ${names.get(id)}${open}"${text}"${close}`;
    }),
    ...edges.map(({ from, to, label }) => {
      const text = label === '' ? '' : `|${entities(label)}|`;
      return `  ${names.get(from)} -->${text} ${names.get(to)}`;
    }),
    '```',
  ];
}

/** What could mean something to Mermaid, Markdown or HTML, by its number. */
function entities(text: string): string {
  return text.replace(/[^\p{L}\p{N} ,./_-]/gu, (character) => `#${character.codePointAt(0)};`);
}
