import type { FileTree } from '../../src/discover/index.ts';

/** The functions and classes around a line (from 1) by indentation alone, innermost first. Needs no parser, on purpose. */
export function scopeNames(tree: FileTree, path: string, line: number): string[] {
  const content = tree.read(path, MAX_BYTES);
  if (content.kind === 'skipped' || !/\.pyi?$/.test(path)) return [];
  const lines = content.bytes.toString('latin1').split(/\r\n|\n|\r/);
  const names: string[] = [];
  let indentation = indentationOf(lines[line - 1] ?? '');
  for (let at = line - 2; at >= 0 && indentation > 0; at--) {
    const text = lines[at] ?? '';
    const own = indentationOf(text);
    if (text.trim() === '' || own >= indentation) continue;
    const name = /^\s*(?:async\s+)?(?:def|class)\s+(\w+)/.exec(text)?.[1];
    if (name !== undefined) names.push(name);
    // Lines inside brackets and strings may be anywhere; a header never is deeper than what it holds.
    if (name !== undefined || /:\s*(?:#.*)?$/.test(text)) indentation = own;
  }
  return names;
}

const MAX_BYTES = 5 * 1024 * 1024;

function indentationOf(text: string): number {
  return text.length - text.trimStart().length;
}
