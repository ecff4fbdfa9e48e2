import { ancestors, type Module, type Node, nodesOf } from '../ast/index.ts';
import type { SourceText } from '../text/index.ts';
import type { LineRange } from './claim.ts';

/** Something that code gives a name to. */
export interface NamedConstruct {
  readonly kind: 'function' | 'class' | 'variable';
  readonly name: string;
  /** `Class.method` of a method and of what a class or its methods bind. */
  readonly qualifiedName: string;
  /** All of it; of a variable the statement. */
  readonly lines: LineRange;
  /** Paths of requests in the decorators of a function. */
  readonly routes?: readonly string[];
}

/** What a module defines: functions and classes wherever they stand, names that it and its classes bind, attributes of `self`. */
export function definitionsIn(module: Module, text: SourceText): readonly NamedConstruct[] {
  const found: NamedConstruct[] = [];
  const add = (kind: NamedConstruct['kind'], name: string, node: Node, routes: readonly string[] = []): void => {
    const owner = classAround(node);
    const lines = { first: text.lineAt(node.start), last: text.lineAt(Math.max(node.start, node.end - 1)) };
    const qualifiedName = owner === undefined ? name : `${owner}.${name}`;
    found.push({ kind, name, qualifiedName, lines, ...(routes.length > 0 && { routes }) });
  };
  for (const kind of ['FunctionDef', 'AsyncFunctionDef'] as const)
    for (const node of nodesOf(module, kind)) add('function', node.name, node, routesOf(node.decorator_list));
  for (const node of nodesOf(module, 'ClassDef')) add('class', node.name, node);
  for (const node of nodesOf(module, 'Assign')) {
    for (const target of node.targets) {
      const name = boundName(target, node);
      if (name !== undefined) add('variable', name, node);
    }
  }
  for (const node of nodesOf(module, 'AnnAssign')) {
    const name = boundName(node.target, node);
    if (name !== undefined) add('variable', name, node);
  }
  return found.sort((a, b) => a.lines.first - b.lines.first || b.lines.last - a.lines.last);
}

/** `@app.post("/infer")`: whatever a decorator is called with that begins as the path of a request does. */
function routesOf(decorators: readonly Node[]): string[] {
  return decorators.flatMap((decorator) => {
    const [first] = decorator.kind === 'Call' ? decorator.args : [];
    if (first?.kind !== 'Constant' || first.value.kind !== 'str') return [];
    return first.value.value.startsWith('/') ? first.value.value : [];
  });
}

/** Names of functions are their own; what audits name are those of modules, classes and objects. */
function boundName(target: Node, statement: Node): string | undefined {
  if (target.kind === 'Attribute') {
    const { value, attr } = target;
    return value.kind === 'Name' && (value.id === 'self' || value.id === 'cls') ? attr : undefined;
  }
  if (target.kind !== 'Name') return undefined;
  for (const node of ancestors(statement))
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') return undefined;
  return target.id;
}

function classAround(node: Node): string | undefined {
  for (const around of ancestors(node)) if (around.kind === 'ClassDef') return around.name;
  return undefined;
}

/** The function around a line, the innermost; else the class. */
export function constructAround(constructs: readonly NamedConstruct[], line: number): NamedConstruct | undefined {
  const holding = constructs.filter(
    ({ kind, lines }) => kind !== 'variable' && lines.first <= line && line <= lines.last,
  );
  return holding.findLast(({ kind }) => kind === 'function') ?? holding.at(-1);
}
