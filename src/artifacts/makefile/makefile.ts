import {
  type Located,
  type MappedText,
  MappedTextBuilder,
  offsetInFile,
  type SourceText,
  type Span,
  type Stretch,
} from '../../text/index.ts';
import { hashComments, linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';
import { readShell, type ShellScript } from '../shell/index.ts';

export interface Makefile {
  readonly rules: readonly MakeRule[];
  /** Simple assignments, by name; the last one counts. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface MakeRule {
  readonly targets: readonly string[];
  readonly prerequisites: readonly string[];
  readonly recipe: readonly RecipeLine[];
  readonly span: Span;
}

/** One line of a recipe with its continuations: a shell of its own. */
export interface RecipeLine {
  readonly script: ShellScript;
  /** It begins with `-`: make goes on when it fails. */
  readonly ignoresFailure: boolean;
  readonly span: Span;
}

/** Reads rules, recipes and simple variables; functions and conditions of make are passed over. */
export function readMakefile(text: SourceText): Reading<Makefile> {
  const lines = linesOf(text);
  const rules: (Omit<MakeRule, 'recipe'> & { readonly recipe: Located<string>[][] })[] = [];
  const variables: Record<string, string> = {};
  for (let index = 0; index < lines.length; index++) {
    const joined = joinContinued(lines, index);
    const [first] = joined;
    if (first === undefined) continue;
    index += joined.length - 1;
    if (first.value.startsWith('\t')) rules.at(-1)?.recipe.push(joined);
    else readDeclaration(joined, rules, variables);
  }
  // What a variable holds is known when all of the file was read: make expands recipes last.
  const expand = expandedVariables(variables);
  const read = rules.map((rule) => ({ ...rule, recipe: rule.recipe.map((joined) => readRecipe(joined, expand)) }));
  return { artifact: { rules: read, variables }, comments: hashComments(lines), problems: [] };
}

function joinContinued(lines: readonly Located<string>[], from: number): Located<string>[] {
  let end = from;
  while (end + 1 < lines.length && /\\$/.test(lines[end]?.value ?? '')) end++;
  return lines.slice(from, end + 1);
}

function readDeclaration(
  joined: readonly Located<string>[],
  rules: (Omit<MakeRule, 'recipe'> & { readonly recipe: Located<string>[][] })[],
  variables: Record<string, string>,
): void {
  const text = joined
    .map(({ value }) => value.replace(/\\$/, ' '))
    .join('')
    .replace(/\s#[\s\S]*$/, '');
  const assignment = /^(?:export\s+)?([\w.-]+)\s*(?::{0,3}|\?|\+)=([\s\S]*)$/.exec(text);
  const [first] = joined;
  if (assignment !== null) {
    const [, name = '', value = ''] = assignment;
    variables[name] = value.trim();
    return;
  }
  const rule = /^([^\s#:=][^:=]*)::?(?!=)([^;]*)/.exec(text);
  if (rule === null || first === undefined) return;
  const [, targets = '', prerequisites = ''] = rule;
  const words = (part: string) => part.split(/\s+/).filter((word) => word !== '' && word !== '|');
  rules.push({ targets: words(targets), prerequisites: words(prerequisites), recipe: [], span: partOf(first, 0).span });
}

function readRecipe(joined: readonly Located<string>[], expand: (name: string) => string | undefined): RecipeLine {
  const stretches: Stretch[] = [];
  let content = '';
  let ignoresFailure = false;
  for (const [index, { value, span }] of joined.entries()) {
    const prefix = index === 0 ? (/^\t[@+\s-]*/.exec(value)?.[0] ?? '') : (/^\t?/.exec(value)?.[0] ?? '');
    if (index === 0) ignoresFailure = prefix.includes('-');
    stretches.push({ at: content.length, start: span.start + prefix.length });
    content += `${value.slice(prefix.length)}\n`;
  }
  const script = readShell(withPrograms({ content: withoutMake(content), stretches }, expand));
  const [start, end] = [joined[0]?.span.start ?? 0, joined.at(-1)?.span.end ?? 0];
  return { script, ignoresFailure, span: { start, end } };
}

/** Make's own expansions as what a shell would take for variables, each as long as it was. */
function withoutMake(content: string): string {
  return content
    .replace(/\$\$/g, ' $')
    .replace(/\$\(([^()\n]*)\)/g, (_, inner: string) => `\${${inner.replace(/[^\w]/g, '_')}}`);
}

/** A variable where a command begins, also behind assignments to its environment. */
const PROGRAM =
  /((?:^|[;&|(]|(?<!\\)\n)[ \t]{0,9}(?:[A-Za-z_]\w{0,99}=\S{0,255}[ \t]{1,9}){0,4})\$\{(\w{1,99})\}(?=\s)/g;
const MAX_LENGTH = 1000;

/** `$(PYTHON) train.py`: the program of a command as its variable says. What is given to it may be given otherwise, and stays open. */
function withPrograms(text: MappedText, expand: (name: string) => string | undefined): MappedText {
  const filled = new MappedTextBuilder();
  let from = 0;
  const copyTo = (end: number): void => {
    for (; from < end; from++) filled.add(text.content.charAt(from), offsetInFile(text, from));
  };
  for (const { index, 0: written, 1: before = '', 2: name = '' } of text.content.matchAll(PROGRAM)) {
    const program = expand(name);
    if (program === undefined || program === '') continue;
    const start = index + before.length;
    copyTo(start);
    for (const character of program) filled.add(character, offsetInFile(text, start));
    from = index + written.length;
  }
  if (from === 0) return text;
  copyTo(text.content.length);
  return filled.build(offsetInFile(text, 0));
}

/** Each variable with others of the file filled in; what functions, targets or the environment make stays a variable. */
function expandedVariables(variables: Makefile['variables']): (name: string) => string | undefined {
  const known = new Map<string, string | undefined>([['MAKE', 'make']]);
  const expand = (name: string): string | undefined => {
    if (known.has(name) || !Object.hasOwn(variables, name)) return known.get(name);
    // One that is made of itself stays as it is.
    known.set(name, undefined);
    const text = withoutMake(variables[name] ?? '').replace(
      /\$\{(\w+)\}/g,
      (written, inner: string) => expand(inner) ?? written,
    );
    known.set(name, text.length > MAX_LENGTH ? undefined : text);
    return known.get(name);
  };
  return expand;
}
