/**
 * What of a file decides which other files come to run, read without a tree: it is asked of all files before the first is parsed. What is
 * seen too much makes code of others count; what is missed hides it.
 */

import { claimsOfPath, isGeneratedComment, isGeneratedDocstring } from './context/file-role.ts';
import type { FileRole } from './context.ts';
import { givenToPython } from './given-to-python.ts';

/** Plain JSON. */
export interface FileOutline {
  /** Roles by which rules would pass the file over: what its place, name and top say. */
  readonly claims: readonly FileRole[];
  /** It holds tests, as pytest and unittest find them. */
  readonly hasTests?: true;
  /** It has code for when it is run as a program. */
  readonly isProgram?: true;
  /** As written: `a.b`, `a.b:name`, `..a:*`. */
  readonly imports: readonly string[];
  /** Dotted names and paths that it gives to what loads or runs code. */
  readonly loads?: readonly string[];
  /** Paths of files, not named as Python, that it gives to Python to run or to import from. */
  readonly given?: readonly string[];
  /** Texts that may name a folder, where it adds some to the path that imports are looked for on. */
  readonly folders?: readonly string[];
}

export function outlineOf(path: string, content: string): FileOutline {
  const claims = claimsOfPath(path);
  if (isGenerated(content)) claims.add('generated');
  if (claimsTests(content)) claims.add('test');
  if (/(?:^|\/)conf\.py$/.test(path)) claims.add('documentation');
  const loads = loadsIn(path, content);
  const given = givenBy(content);
  const folders = ADDS_FOLDERS.test(content) ? textsIn(content) : [];
  return {
    claims: [...claims],
    ...(HAS_TESTS.test(content) && { hasTests: true }),
    ...(content.includes('__main__') && { isProgram: true }),
    imports: importsIn(content),
    ...(loads.length > 0 && { loads }),
    ...(given.length > 0 && { given }),
    ...(folders.length > 0 && { folders }),
  };
}

/** Nobody imports a notebook, and it imports as it likes. */
export function outlineOfNotebook(json: string): FileOutline {
  const lines = json.match(/^.*(?:python|%run|sys\.executable|\(\\?["']).*$/gm) ?? [];
  const given = givenBy(lines.map(unquoted).join('\n'));
  return { claims: [], imports: [], ...(given.length > 0 && { given }) };
}

/** Source as JSON writes it, in a line each or all in one. */
const unquoted = (json: string): string =>
  json.replace(/^\s*"|"source": ?\[?"|\\n(?:", ?")?/g, '\n').replaceAll('\\"', '"');

const givenBy = (content: string): readonly string[] =>
  givenToPython(content).paths.filter((path) => !/\.(?:pyw?|ipynb)$/.test(path));

const HAS_TESTS = /^[ \t]*(?:async[ \t]+)?def[ \t]+test|^class[ \t]+\w*Test|\bunittest\b/m;
const ADDS_FOLDERS = /\bsys\.path\b|\baddsitedir\b/;

function claimsTests(content: string): boolean {
  const isOfPytest = content.includes('pytest') && /^import[ \t]+pytest\b/m.test(content);
  if (isOfPytest && /^[ \t]*(?:async[ \t]+)?def[ \t]+test_/m.test(content)) return true;
  return content.includes('behave') && /^(?:from|import)[ \t]+behave\b/m.test(content);
}

/** The comments at its top and its docstring say so. */
function isGenerated(content: string): boolean {
  let at = 0;
  for (; at < content.length; at = endOfLine(content, at) + 1) {
    const line = content.slice(at, endOfLine(content, at)).trimStart();
    if (line.startsWith('#') && isGeneratedComment(line)) return true;
    if (line !== '' && !line.startsWith('#')) break;
  }
  const [, quote = '', start = ''] =
    /^\s{0,99}[rRuU]?("""|'''|"|')([\s\S]{0,2100})/.exec(content.slice(at, at + 2300)) ?? [];
  if (quote === '') return false;
  const end = start.indexOf(quote);
  return isGeneratedDocstring(end < 0 ? start : start.slice(0, end));
}

function endOfLine(content: string, at: number): number {
  const end = content.indexOf('\n', at);
  return end < 0 ? content.length : end;
}

/** Statements that import, outside of texts and comments and of what only a type checker reads. */
function importsIn(content: string): readonly string[] {
  const found = new Set<string>();
  const events = /"""|'''|\bimport\b|\bTYPE_CHECKING\b/g;
  const line = new LineState(content);
  for (let event = events.exec(content); event !== null; event = events.exec(content)) {
    const { index } = event;
    const start = line.goTo(index);
    if (line.isInText) continue;
    const from = events.lastIndex;
    const before = content.slice(Math.max(start, index - MOST_BEFORE), index);
    if (event[0] === 'import') {
      const module = moduleBefore(before);
      if (module === undefined) continue;
      const { names, end } = namesFrom(content, from);
      for (const name of names) found.add(module === '' ? name : `${module}:${name}`);
      events.lastIndex = end;
    } else if (event[0] === 'TYPE_CHECKING') events.lastIndex = behindTypes(content, start, before, from);
    else events.lastIndex = line.floor = behindText(content, event[0], from);
  }
  return [...found];
}

/** A `from` and the name of a module are hardly longer. */
const MOST_BEFORE = 1000;

/** Goes along lines, those that a backslash joins as one, and knows whether a comment or a text of one line is open. */
class LineState {
  /** Where the last text of several lines ended: nothing before it counts. */
  floor = 0;
  #start = 0;
  #at = 0;
  /** `#` in a comment. */
  #open = '';

  constructor(readonly content: string) {}

  get isInText(): boolean {
    return this.#open !== '';
  }

  /** To a place behind the last; gives where its line begins. */
  goTo(index: number): number {
    const start = Math.max(this.floor, this.#startAround(index));
    if (start !== this.#start) {
      this.#start = start;
      this.#at = start;
      this.#open = '';
    }
    for (; this.#at < index; this.#at++) this.#step(this.content.charAt(this.#at));
    return this.#start;
  }

  #step(character: string): void {
    if (this.#open === '#') {
      // No backslash joins what follows to a comment.
      if (character === '\n') [this.#open, this.#start] = ['', this.#at + 1];
      return;
    }
    if (this.#open !== '') {
      if (character === '\\') this.#at++;
      else if (character === this.#open) this.#open = '';
    } else if (character === '#' || character === '"' || character === "'") this.#open = character;
  }

  /** No line is gone along twice, however much is in one. */
  #startAround(index: number): number {
    const ended = this.content.slice(this.#at, index).lastIndexOf('\n');
    if (ended < 0) return this.#start;
    let start = this.#at + ended + 1;
    while (start > Math.max(1, this.#at) && isJoined(this.content, start))
      start = this.content.lastIndexOf('\n', start - 2) + 1;
    return start <= this.#at ? this.#start : start;
  }
}

/** Whether a backslash joins a line to the one before. */
const isJoined = (content: string, start: number): boolean =>
  content.charAt(start - 2) === '\\' || (content.charAt(start - 2) === '\r' && content.charAt(start - 3) === '\\');

function behindText(content: string, quotes: string, from: number): number {
  for (let end = content.indexOf(quotes, from); end >= 0; end = content.indexOf(quotes, end + 1))
    if (!/(?<!\\)(?:\\\\){0,50}\\$/.test(content.slice(Math.max(0, end - 100), end))) return end + quotes.length;
  return content.length;
}

/** Behind what is below `if TYPE_CHECKING:`, deeper than that. */
function behindTypes(content: string, start: number, before: string, from: number): number {
  const indent = /^([ \t]{0,999})if[ \t]+(?:\w+\.)?$/.exec(before)?.[1];
  if (indent === undefined || !/^[ \t]*:[ \t]*(?:#.*)?\r?$/.test(content.slice(from, endOfLine(content, from))))
    return from;
  let at = endOfLine(content, start) + 1;
  while (at < content.length) {
    const line = content.slice(at, endOfLine(content, at));
    const own = line.length - line.trimStart().length;
    if (line.trim() !== '' && own <= indent.length) break;
    at = endOfLine(content, at) + 1;
  }
  return Math.max(from, Math.min(at, content.length));
}

/** What is between `from` and `import`, '' where a statement begins with `import`; undefined where none does. */
function moduleBefore(before: string): string | undefined {
  let end = before.length;
  while (end > 0 && ' \t\\\r\n'.includes(before.charAt(end - 1))) end--;
  const statement = before.slice(0, end);
  if (statement === '' || /[;:]$/.test(statement)) return '';
  const [, module] = /(?:^|[;:])[ \t\\\r\n]*from(?=[\s.\\])[ \t\\\r\n]*([.\w][.\w \t]*)$/.exec(statement) ?? [];
  return module?.replace(/\s/g, '');
}

/** The names behind `import`, in parentheses or to the end of the line, without those that they are bound as; and where they end. */
function namesFrom(content: string, from: number): { readonly names: readonly string[]; readonly end: number } {
  const isOpen = /^[ \t\\\r\n]{0,99}\(/.test(content.slice(from, from + 100));
  const end = endOfNames(content, from, isOpen);
  const names = content
    .slice(from, end)
    .replace(/#[^\n]*/g, '')
    .replace(/[(\\]/g, ' ')
    .split(',')
    .flatMap((each) => /^\s{0,999}([.\w]+|\*)/.exec(each)?.[1] ?? []);
  return { names, end };
}

const MOST_NAMES = 20_000;

function endOfNames(content: string, from: number, isOpen: boolean): number {
  const ends = isOpen ? /#[^\n]*|\)/g : /[;\n]/g;
  ends.lastIndex = from;
  const most = Math.min(content.length, from + MOST_NAMES);
  for (let end = ends.exec(content); end !== null && end.index < most; end = ends.exec(content)) {
    const isEnd = isOpen ? end[0] === ')' : end[0] === ';' || !isJoined(content, end.index + 1);
    if (isEnd) return end.index;
  }
  return most;
}

/** Names and paths that are given to what loads or runs code; in a `setup.py` what its entry points name. */
function loadsIn(path: string, content: string): readonly string[] {
  const given = LOADS.test(content) ? textsInCalls(LOADED, content) : [];
  // A command names much that is no code.
  const run = RUNS.test(content) ? textsInCalls(RUN, content) : [];
  const declared = /(?:^|\/)setup\.py$/.test(path)
    ? [...content.matchAll(ENTRY_POINT)].map(([, name = '']) => name)
    : [];
  return [...new Set([...given, ...run.filter((text) => text.includes('.')), ...declared])];
}

const LOADS = /\b(?:import_module|__import__|run_module|run_path|spec_from_file_location|SourceFileLoader)\b/;
const RUNS = /\b(?:exec|execfile|subprocess|popen|system)\b/;
const LOADED = /\b(?:import_module|__import__|run_module|run_path|spec_from_file_location|SourceFileLoader)[ \t]*\(/g;
const RUN = /\b(?:exec|execfile|run|call|check_call|check_output|Popen|popen|system)[ \t]*\(/g;
const ENTRY_POINT = /["'][ \t]*[\w.-]{1,99}[ \t]*=[ \t]*([\w.]{1,199})(?:[ \t]*:[\w.]{1,99})?[ \t]*["']/g;

const textsInCalls = (names: RegExp, content: string): readonly string[] =>
  [...content.matchAll(names)].flatMap(({ index, 0: { length } }) => textsIn(argumentsAt(index + length, content)));

/** To the parenthesis that closes the call, as far as one looks. */
function argumentsAt(start: number, content: string): string {
  let open = 1;
  let end = start;
  for (; end < content.length && end < start + MOST_ARGUMENTS && open > 0; end++) {
    const character = content.charAt(end);
    open += character === '(' ? 1 : character === ')' ? -1 : 0;
  }
  return content.slice(start, end);
}

const MOST_ARGUMENTS = 300;

/** Short texts that may be a dotted name, or a path of a file or a folder. */
function textsIn(content: string): readonly string[] {
  const texts = [...content.matchAll(/["']([\w./-]{1,200})["']/g)].map(([, text = '']) => text);
  return [...new Set(texts)].filter((text) => /\w/.test(text));
}
