/** Trees of folders and files as `tree` and people draw them. */
import type { Located } from '../../text/index.ts';
import { partOf } from '../lines.ts';
import type { MarkdownTree, MarkdownTreeEntry } from './markdown-file.ts';

/** Up to the branch (`│   ├── `, `|   |-- `, `+-- `), then what hangs on it. */
const BRANCH = /^([\s│┃|║]*)(?:[├└┣┗╠╚]|\|(?=[-─_])|\+(?=[-─])|[`\\](?=[-─]))[-─━═_]*[>╼]?\s*([\s\S]*)$/u;

/** The folders and files that lines draw, one tree for each root; none where they draw none. */
export function readTrees(lines: readonly Located<string>[]): readonly Pick<MarkdownTree, 'root' | 'entries'>[] {
  const branches = lines.map((line) => branchOf(line));
  const first = branches.findIndex((branch) => branch !== undefined);
  const drawn = branches.filter((branch) => branch !== undefined);
  if (first < 0 || drawn.length < MIN_BRANCHES || !drawn.some(({ isDrawn }) => isDrawn)) return [];
  const starts = [first, ...laterRoots(lines, branches, first)];
  return starts.map((start, index) => {
    const own = branches.slice(start, starts[index + 1]).filter((branch) => branch !== undefined);
    return { root: rootAbove(lines, start), entries: entriesOf(own) };
  });
}

/** First branches below another root: a name that hangs on nothing, with a branch as far to the left as the first. */
function laterRoots(
  lines: readonly Located<string>[],
  branches: readonly (Branch | undefined)[],
  first: number,
): number[] {
  const roots: number[] = [];
  let above = first;
  for (let index = first + 1; index < branches.length; index++) {
    const branch = branches[index];
    if (branch === undefined) continue;
    const between = lines.slice(above + 1, index);
    if (branch.column === branches[first]?.column && rootAbove(between, between.length) !== undefined)
      roots.push(index);
    above = index;
  }
  return roots;
}

const MIN_BRANCHES = 2;

interface Branch {
  /** How far to the right the branch begins. */
  readonly column: number;
  readonly label: Located<string>;
  /** With the characters made for it. */
  readonly isDrawn: boolean;
}

function branchOf(line: Located<string>): Branch | undefined {
  const match = BRANCH.exec(line.value);
  const [, indent, label] = match ?? [];
  if (indent === undefined || label === undefined || label === '') return undefined;
  const isDrawn = /[├└┣┗╠╚]/u.test(line.value) || /(?:\||\+|`)--/.test(line.value);
  return { column: indent.length, label: partOf(line, line.value.length - label.length), isDrawn };
}

/** The nearest line above that is not blank, if it is one name. */
function rootAbove(lines: readonly Located<string>[], first: number): Located<string> | undefined {
  let above = first - 1;
  while (above >= 0 && /^[\s│|]*$/u.test(lines[above]?.value ?? '')) above--;
  const line = lines[above];
  const [, lead, name] = /^(\s*)(\S+)(?:\s+(?:#|<-|←|\/\/|-|\()[\s\S]*)?\s*$/u.exec(line?.value ?? '') ?? [];
  return line === undefined || lead === undefined || name === undefined
    ? undefined
    : partOf(line, lead.length, lead.length + name.length);
}

function entriesOf(branches: readonly Branch[]): MarkdownTreeEntry[] {
  const above: { readonly column: number; readonly path: string | undefined }[] = [];
  return branches.map(({ column, label }, index) => {
    while (above.length > 0 && (above.at(-1)?.column ?? 0) >= column) above.pop();
    const { name, remark } = splitLabel(label.value);
    const parent = above.at(-1);
    const isLost = name === undefined || (parent !== undefined && parent.path === undefined);
    const path = isLost
      ? undefined
      : [parent?.path, name.replace(/(?<!\/)\/+$/, '')].filter((each) => each !== undefined).join('/');
    above.push({ column, path });
    const hasChildren = (branches[index + 1]?.column ?? 0) > column;
    const isFolder = hasChildren || name?.endsWith('/') === true;
    const span = name === undefined ? label.span : partOf(label, 0, name.length).span;
    return { path, isFolder, remark, span };
  });
}

/** A name, and behind it a remark: after `#`, an arrow or a dash, in brackets, or just further to the right. */
function splitLabel(label: string): { readonly name: string | undefined; readonly remark: string } {
  const [, name = '', space = '', rest = ''] = /^(\S+)(\s*)([\s\S]*)$/u.exec(label) ?? [];
  const isRemark = rest === '' || /^(?:#|<|←|→|-|—|–|\/\/|\(|\[|:|✅|❌|✓|✗|\*)/u.test(rest) || space.length > 1;
  const plain = name.replace(/^[`*]+|(?<![`*])[`*]+$/g, '');
  return { name: isRemark && plain === name && NAME.test(name) ? name : undefined, remark: rest.trim() };
}

const NAME = /^\.?[\w@+~-][\w.@+~/-]*$/;
