/** Programs in Python whose names do not say so: their first line does. */
import type { FileKind } from './discovery.ts';
import { type FileTree, headOf } from './file-tree.ts';

/** Whether only the first bytes of a file would tell: it has no ending, or one of commands and of programs that a server starts. */
export function mayBeProgram(path: string, kind: FileKind | undefined): boolean {
  if (kind === undefined) return WITHOUT_ENDING.test(path);
  return kind === 'text' || kind === 'shell-script';
}

/** A version is no ending: `tool-2.7`. */
const WITHOUT_ENDING = /(?:^|\/)\.?[^./]{1,255}(?:\.\d{1,4}){0,4}$/;

/**
 * Which of some files begin as programs in Python do: with a line that names its interpreter, or what runs scripts in it. The shell
 * may be named first and start Python in the next line, as pip has it where the way to its interpreter is long.
 */
export function programsAmong(tree: FileTree, paths: readonly string[]): readonly string[] {
  const looked = paths.slice(0, MOST_FILES);
  tree.expect(looked);
  return looked.filter((path) => isProgram(beginningOf(tree, path)));
}

/** Of more a store of data is made. */
export const MOST_FILES = 20_000;

export function isProgram(head: string): boolean {
  const [first = '', second = ''] = head.split('\n', 2);
  if (!first.startsWith('#!')) return false;
  return INTERPRETER.test(first) || (SHELL.test(first) && STARTS_PYTHON.test(second));
}

const INTERPRETER =
  /(?:^#!|[\s/\\])(?:i?python|pypy|pythonw|jython|graalpy|micropython)(?:\d[\d.]{0,9})?(?:\.exe)?(?=\s|$)|[\s/](?:uv|pdm|rye|hatch|poetry|pipx)\s+run\b|[\s/]uvx?\s+--script\b/;
const SHELL = /(?:^#!|[\s/])(?:ba|da|k|z)?sh(?=\s|$)/;
/** Shell that is a text to Python: `'''exec' …`, `"exec" "python3" …`, `""":"`. */
const STARTS_PYTHON = /^(?:'''|"""|["':])/;

/** Unread where the bytes cannot be had: anyone who wants the file will say why. */
function beginningOf(tree: FileTree, path: string): string {
  try {
    return headOf(tree, path, HEAD)?.toString('latin1') ?? '';
  } catch {
    return '';
  }
}

const HEAD = 512;
