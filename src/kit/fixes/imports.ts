/** What a fix needs from elsewhere, and what it leaves without a use. */
import {
  type Alias,
  bodyWithoutDocstring,
  type Expression,
  type Import,
  type ImportFrom,
  type Module,
  type Node,
  nodesOf,
  type ParsedModule,
  type Stmt,
  walk,
} from '../../ast/index.ts';
import { firstIndex, groupBy, memoize } from '../../collections/index.ts';
import { STANDARD_LIBRARY_MODULES } from '../../knowledge/standard-library.ts';
import type { Names } from '../../semantics/index.ts';
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
  for (const { alias, name: taken, boundAs } of importsByModule(ctx.names).get(module) ?? []) {
    if (!isOfModule(alias) || alias.start > at.start) continue;
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

const importsByModule = memoize(({ imports }: Names) => groupBy(imports, ({ module }) => module));

const isOfModule = ({ parent }: Alias): boolean => parent?.parent?.kind === 'Module';

/** Used or bound anywhere in the file, for whatever. */
const isKnown = (name: string, { module, names }: FactsContext): boolean =>
  names.moduleScope.bindings.has(name) || namesWritten(module).has(name);

/** Every name that code of a file loads, stores or takes. */
export const namesWritten = memoize(
  (module: Module): ReadonlySet<string> =>
    new Set([...nodesOf(module, 'Name').map(({ id }) => id), ...nodesOf(module, 'arg').map(({ arg }) => arg)]),
);

/** One more import statement: in the first paragraph of imports, where the alphabet has it, or above what the file does first. */
function addedImport(statement: string, module: string, { text, source }: FactsContext): Edits {
  const { first, paragraph } = topOfModule(source);
  if (first === undefined || text.content[text.lineStart(text.lineAt(first.start))]?.trim() === '') return undefined;
  if (!paragraph.some(isOfStandardLibrary))
    return [insertion(topOf(first, text), `${statement}\n\n${isDefinition(first) ? '\n' : ''}`)];
  const kind = statement.startsWith('from') ? 'ImportFrom' : 'Import';
  const before = paragraph.find((each) => sortsAfter(each, kind, module));
  if (before !== undefined) return [insertion(before.start, `${statement}\n`)];
  const last = paragraph.at(-1) ?? first;
  const line = text.lineAt(last.end);
  return line >= text.lineCount ? undefined : [insertion(text.lineStart(line + 1), `${statement}\n`)];
}

/** What a file does first, and the paragraph of imports that opens it. */
const topOfModule = memoize(({ module, text }: ParsedModule) => {
  const body = bodyWithoutDocstring(module);
  const at = body.findIndex((each) => !isFuture(each));
  const first = body[at];
  const paragraph = first !== undefined && isImport(first) ? paragraphFrom(first, body.slice(at + 1), text) : [];
  return { first, paragraph };
});

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

/** Two blank lines are above it. */
const isDefinition = ({ kind }: Stmt): boolean => /^(?:ClassDef|(?:Async)?FunctionDef)$/.test(kind);

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

/** `import x` is above `from x import y`, and both in the order of the alphabet, as isort has it. */
function sortsAfter(each: AnyImport, kind: AnyImport['kind'], module: string): boolean {
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
      const gone = aliases.filter(({ parent }) => parent === statement).map((alias) => placeIn(statement, alias));
      if (gone.length === statement.names.length) return removedStatement(statement, text, tidies);
      const parts = runsOf(statement.names, gone);
      // A comment in there is about what goes, or about what stays: only a person can tell.
      return parts.some((part) => text.slice(part).includes('#')) ? undefined : parts.map((at) => replacement(at, ''));
    }),
  );
}

/** By its place: thousands of names may be imported at once. */
const placeIn = ({ names }: AnyImport, { start }: Alias): number => firstIndex(names, (each) => each.start >= start);

const isStatement = (node: Node): node is AnyImport => node.kind === 'Import' || node.kind === 'ImportFrom';

/** Names that stand side by side, with the commas that they bring: those behind them, or the one before where they are the last. */
function runsOf(names: readonly Alias[], gone: readonly number[]): Span[] {
  const isGone = new Set(gone);
  return gone.flatMap((first) => {
    if (isGone.has(first - 1)) return [];
    let next = first;
    while (isGone.has(next)) next++;
    const [own, behind, before] = [names[first], names[next], names[first - 1]];
    const start = behind === undefined ? before?.end : own?.start;
    return start === undefined ? [] : [{ start, end: behind?.start ?? names.at(-1)?.end ?? start }];
  });
}

/** Takes out the imports of the module that only a part of the code uses which goes, unless what comes uses them. */
export function importsOnlyFor(gone: Expression, { name }: Reached, ctx: FactsContext): Edits {
  const [stays] = name.split('.');
  const idle = new Set<Alias>();
  walk(gone, (node) => {
    const binding = node.kind === 'Name' && node.id !== stays ? ctx.names.resolve(node) : undefined;
    const [made, other] = binding?.definitions ?? [];
    if (made?.node.kind !== 'alias' || other !== undefined || !isOfModule(made.node)) return;
    const isOnly = binding?.references.every(({ start, end }) => start >= gone.start && end <= gone.end);
    if (isOnly === true) idle.add(made.node);
  });
  // A new import may be where this one goes.
  return idle.size === 0 ? [] : removedImports([...idle], ctx, false);
}
