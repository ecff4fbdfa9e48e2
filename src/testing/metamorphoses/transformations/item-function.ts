import { type Node, type NodeOfKind, type Stmt, walk } from '../../../ast/index.ts';
import type { Binding } from '../../../semantics/index.ts';
import type { PythonFile, Rewriting } from '../rewriting.ts';
import { behindLine, functionAround, indentOf, isDef, lineStart, moduleOf, nodesUnder, startOf } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

type Loop = NodeOfKind<'For' | 'AsyncFor'>;

export const itemFunction: Transformation = {
  name: 'item-function',
  what: 'what a loop does with an item stands in a function or method of its own',
  sameness: 'parsed',
  apply({ python }, rewriting) {
    for (const file of python) {
      const loops = nodesUnder(moduleOf(file)).filter(
        (node): node is Loop => node.kind === 'For' || node.kind === 'AsyncFor',
      );
      for (const [index, loop] of loops.entries()) extract(file, rewriting, loop, `_handle_one_${index + 1}`);
    }
  },
};

function extract(file: PythonFile, rewriting: Rewriting, loop: Loop, name: string): void {
  const { path, text } = file;
  const [first] = loop.body;
  const def = functionAround(loop);
  // What nothing reaches would be reached, as far as is seen, in a function of its own.
  if (file.model.flow.isUnreachable(loop)) return;
  if (first === undefined || def === undefined || isDef(def.parent ?? def) || !leavesNothing(loop)) return;
  const method = def.parent?.kind === 'ClassDef';
  if (def.parent?.kind !== 'Module' && !method) return;
  const outerIndent = indentOf(file, def);
  const bodyIndent = indentOf(file, first);
  if (
    outerIndent === undefined ||
    bodyIndent === undefined ||
    loop.body.some((each) => indentOf(file, each) === undefined)
  )
    return;
  const taken = namesTaken(file, loop);
  if (taken === undefined) return;
  const self = method && def.decorator_list.length === 0 ? def.args.args[0]?.arg : undefined;
  if (method && (self === undefined || taken.has('super'))) return;
  const parameters = [...taken].filter((each) => each !== self);
  const isAsync = nodesUnder(loop).some(({ kind }) => kind === 'Await' || kind === 'AsyncWith' || kind === 'AsyncFor');
  const start = lineStart(file, startOf(file, first));
  const end = behindLine(file, (loop.body.at(-1) ?? first).end);
  const inner = `${outerIndent}    `;
  const header = `${outerIndent}${isAsync ? 'async ' : ''}def ${name}(${[...(self === undefined ? [] : [self]), ...parameters].join(', ')}):\n`;
  const call = `${isAsync ? 'await ' : ''}${self === undefined ? '' : `${self}.`}${name}(${parameters.join(', ')})`;
  const lines: (string | { path: string; start: number; end: number })[] = [];
  for (let at = start; at < end; at = behindLine(file, at)) {
    const next = behindLine(file, at);
    const isShort = text.slice(at, next).trim() === '' || !text.startsWith(bodyIndent, at);
    if (isShort) lines.push({ path, start: at, end: next });
    else lines.push(inner, { path, start: at + bodyIndent.length, end: next });
  }
  if (nodesUnder(loop).some((node) => isMultilineText(file, node))) return;
  if (!rewriting.replace(path, start, end, `${bodyIndent}${call}\n`)) return;
  const newline = text.charAt(end - 1) === '\n' ? '' : '\n';
  rewriting.insert(path, lineStart(file, startOf(file, def)), header, ...lines, newline, method ? '\n' : '\n\n');
}

function isMultilineText(file: PythonFile, { kind, start, end }: Node): boolean {
  return (kind === 'Constant' || kind === 'JoinedStr') && file.text.slice(start, end).includes('\n');
}

/** No jump out of the body, nothing bound in it that is used behind it. */
function leavesNothing(loop: Loop): boolean {
  let leaves = false;
  for (const statement of loop.body) {
    walk(statement, (node) => {
      if (LEAVING.has(node.kind)) leaves = true;
      return isDef(node) || node.kind === 'Lambda' ? 'skip' : undefined;
    });
  }
  return !leaves;
}

const LEAVING: ReadonlySet<Node['kind']> = new Set([
  ...([
    'Break',
    'Continue',
    'Return',
    'Yield',
    'YieldFrom',
    'Global',
    'Nonlocal',
    'FunctionDef',
    'AsyncFunctionDef',
  ] as const),
]);

/** Locals of the function that the body reads; undefined where it binds one that is used outside. */
function namesTaken(file: PythonFile, loop: Loop): Set<string> | undefined {
  const { names } = file.model;
  const isInBody = (node: Node | Stmt) => loop.body.some((each) => each.start <= node.start && node.end <= each.end);
  const taken = new Set<string>();
  for (const node of loop.body.flatMap(nodesUnder)) {
    if (node.kind !== 'Name') continue;
    const binding = names.resolve(node);
    if (binding === undefined || binding.scope.kind !== 'function') continue;
    const isBoundHere = binding.definitions.some((definition) => isInBody(definition.node));
    const isOnlyHere =
      binding.definitions.every((definition) => isInBody(definition.node)) && binding.references.every(isInBody);
    if (isBoundHere && (!isOnlyHere || isKeptForNextRound(binding))) return undefined;
    if (!isBoundHere) taken.add(node.id);
  }
  return taken;
}

/** Read before the body has bound it: what the round before left there. */
function isKeptForNextRound({ definitions, references }: Binding): boolean {
  const bound = Math.min(
    ...definitions.map(({ node, statement }) => (statement.kind === 'Assign' ? statement.end : node.end)),
  );
  return references.some((use) => use.start < bound);
}
