/** What a fix needs from elsewhere, and what it leaves without a use. */
import {
  type Alias,
  bodyWithoutDocstring,
  type Expression,
  type Import,
  type ImportFrom,
  type Node,
  nodesOf,
  type Stmt,
} from '../../ast/index.ts';
import { STANDARD_LIBRARY_MODULES } from '../../knowledge/standard-library.ts';
import type { Span } from '../../text/index.ts';
import type { FactsContext } from '../rule.ts';
import { type Edits, insertion, kept, replacement, together } from './edits.ts';
import { removedStatement } from './statements.ts';

/** A name of a module as it is written at a place, and the import that it needs, where none is there yet. */
export interface Reached {
  readonly name: string;
  readonly edits: Edits;
}

/**
 * `uuid.uuid4` at a place: by the import that binds it there, or by one that is added: of the module, or of the name alone
 * (`from collections import deque`). Undefined where the name means something else, or nothing certain can be written.
 */
export function reached(target: string, at: Node, how: 'module' | 'name', ctx: FactsContext): Reached | undefined {
  const dot = target.lastIndexOf('.');
  const [module, name] = [target.slice(0, dot), target.slice(dot + 1)];
  for (const { alias, module: from, name: taken, boundAs } of ctx.names.imports) {
    if (from !== module || !isOfModule(alias) || alias.start > at.start) continue;
    const binding = ctx.names.lookup(boundAs, at);
    if (binding?.definitions.length !== 1 || binding.definitions[0]?.node !== alias) continue;
    if (taken === name) return { name: boundAs, edits: [kept(alias)] };
    if (taken === undefined && (alias.asname !== undefined || boundAs === module))
      return { name: `${boundAs}.${name}`, edits: [kept(alias)] };
  }
  const bound = how === 'module' ? module : name;
  if (ctx.names.hasDynamicNames || isKnown(bound, ctx)) return undefined;
  const edits = addedImport(how === 'module' ? `import ${module}` : `from ${module} import ${name}`, module, ctx);
  return edits && { name: how === 'module' ? target : name, edits };
}

const isOfModule = ({ parent }: Alias): boolean => parent?.parent?.kind === 'Module';

/** Used or bound anywhere in the file, for whatever. */
function isKnown(name: string, { module, names }: FactsContext): boolean {
  const isBound = names.moduleScope.bindings.has(name) || nodesOf(module, 'arg').some(({ arg }) => arg === name);
  return isBound || nodesOf(module, 'Name').some(({ id }) => id === name);
}

/** One more import statement: in the first paragraph of imports, where the alphabet has it, or above what the file does first. */
function addedImport(statement: string, module: string, { text, module: file }: FactsContext): Edits {
  const [first, ...more] = bodyWithoutDocstring(file).filter((each) => !isFuture(each));
  if (first === undefined || text.content[text.lineStart(text.lineAt(first.start))]?.trim() === '') return undefined;
  const paragraph = isImport(first) ? paragraphFrom(first, more, text) : [];
  if (!paragraph.some(isOfStandardLibrary)) return [insertion(topOf(first, text), `${statement}\n\n`)];
  const kind = statement.startsWith('from') ? 'ImportFrom' : 'Import';
  const before = paragraph.find((each) => comesAfter(each, kind, module));
  if (before !== undefined) return [insertion(before.start, `${statement}\n`)];
  const last = paragraph.at(-1) ?? first;
  const line = text.lineAt(last.end);
  return line >= text.lineCount ? undefined : [insertion(text.lineStart(line + 1), `${statement}\n`)];
}

/** Above what belongs to a statement: its decorators, and the comment over it, unless that is the head of the file. */
function topOf(first: Stmt, text: FactsContext['text']): number {
  const [decorator] = 'decorator_list' in first ? first.decorator_list : [];
  const own = text.lineAt(Math.min(first.start, decorator?.start ?? first.start));
  let line = own;
  while (line > 1 && text.lineText(line - 1).startsWith('#')) line--;
  return text.lineStart(line === 1 ? own : line);
}

type AnyImport = Import | ImportFrom;

const isImport = (statement: Stmt): statement is AnyImport =>
  statement.kind === 'Import' || statement.kind === 'ImportFrom';

const isFuture = (statement: Stmt): boolean => statement.kind === 'ImportFrom' && statement.module === '__future__';

/** Imports on lines that follow each other, each on its own. */
function paragraphFrom(first: AnyImport, more: readonly Stmt[], text: FactsContext['text']): readonly AnyImport[] {
  const paragraph = [first];
  for (const each of more) {
    const last = paragraph.at(-1) ?? first;
    if (!isImport(each) || text.lineAt(each.start) !== text.lineAt(last.end) + 1) break;
    paragraph.push(each);
  }
  return paragraph;
}

const moduleOf = (each: AnyImport): string =>
  each.kind === 'Import' ? (each.names[0]?.name ?? '') : `${'.'.repeat(each.level)}${each.module ?? ''}`;

const isOfStandardLibrary = (each: AnyImport): boolean =>
  STANDARD_LIBRARY_MODULES.has(moduleOf(each).split('.', 1)[0] ?? '');

/** `import x` stands above `from x import y`, and both in the order of the alphabet, as isort has it. */
function comesAfter(each: AnyImport, kind: AnyImport['kind'], module: string): boolean {
  if (each.kind !== kind) return kind === 'Import';
  return moduleOf(each).toLowerCase() > module.toLowerCase();
}

/** Takes out some of the names that a file imports; a statement that keeps none goes as a whole. */
export function removedImports(aliases: readonly Alias[], { text }: FactsContext, tidies = true): Edits {
  const statements = new Set(
    aliases.flatMap(({ parent }) => (parent !== undefined && isStatement(parent) ? parent : [])),
  );
  return together(
    ...[...statements].map((statement): Edits => {
      const isGone = (alias: Alias | undefined) => alias !== undefined && aliases.includes(alias);
      if (statement.names.every(isGone)) return removedStatement(statement, text, tidies);
      const parts = runsOf(statement.names, isGone);
      // A comment in there is about what goes, or about what stays: only a person can tell.
      return parts.some((part) => text.slice(part).includes('#')) ? undefined : parts.map((at) => replacement(at, ''));
    }),
  );
}

const isStatement = (node: Node): node is AnyImport => node.kind === 'Import' || node.kind === 'ImportFrom';

/** Names that stand side by side, with the commas that they bring: those behind them, or the one before where they are the last. */
function runsOf(names: readonly Alias[], isGone: (alias: Alias | undefined) => boolean): Span[] {
  return names.flatMap((alias, index) => {
    if (!isGone(alias) || isGone(names[index - 1])) return [];
    const next = names.slice(index).find((each) => !isGone(each));
    if (next !== undefined) return [{ start: alias.start, end: next.start }];
    return [{ start: names[index - 1]?.end ?? alias.start, end: names.at(-1)?.end ?? alias.end }];
  });
}

/** Takes out the imports of the module that only a part of the code uses which goes, unless what comes uses them. */
export function importsOnlyFor(gone: Expression, { name }: Reached, ctx: FactsContext): Edits {
  const [stays] = name.split('.');
  const isGone = ({ start, end }: Node) => start >= gone.start && end <= gone.end;
  const idle = ctx.names.imports.flatMap(({ alias, boundAs }) => {
    const binding = ctx.names.moduleScope.bindings.get(boundAs);
    const isOnly = boundAs !== stays && binding?.definitions.length === 1 && binding.definitions[0]?.node === alias;
    return isOnly && isOfModule(alias) && binding.references.length > 0 && binding.references.every(isGone)
      ? alias
      : [];
  });
  // A new import may stand where this one goes.
  return idle.length === 0 ? [] : removedImports(idle, ctx, false);
}
