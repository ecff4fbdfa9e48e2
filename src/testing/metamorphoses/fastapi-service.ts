/** Routes of FastAPI that are plain enough to be written for another framework, and how that is written. */
import {
  type Call,
  type Expression,
  identifiersOf,
  type NodeOfKind,
  type Parameter,
  parametersOf,
  type Stmt,
  stringConstant,
  walk,
} from '../../ast/index.ts';
import type { PythonFile, Rewriting } from './rewriting.ts';
import { behindLine, type Def, indentOf, isDef, isDocumentation, lineStart, moduleOf, nodesUnder } from './syntax.ts';
import type { Subject } from './transformation.ts';

export interface Service {
  readonly name: string;
  readonly isRouter: boolean;
  readonly imported: NodeOfKind<'ImportFrom'>;
  readonly made: Stmt;
  readonly routes: readonly ServiceRoute[];
}

export interface ServiceRoute {
  readonly fn: Def;
  readonly decorator: Call;
  readonly path: string;
  /** `get`, `post`, … */
  readonly method: string;
}

/** How another framework says the same. */
export interface Dialect {
  /** Names that are to be free in the file. */
  readonly names: readonly string[];
  /** Whether functions of this colour are run as FastAPI runs them. */
  isFit(fn: Def): boolean;
  /** The lines that take the place of `from fastapi import FastAPI`. */
  imports(used: (name: string) => boolean, service: Service): string;
  /** The application or router; undefined where it is made behind the routes. */
  make(service: Service): string | undefined;
  /** What decorates a route instead, with the types of what is in its path (`{key:int}`); undefined where nothing does. */
  decorated(route: ServiceRoute, typedPath: string, service: Service): string | undefined;
  /** What registers the routes behind them. */
  register(service: Service): string;
  /** Whether every handler is given the request. */
  readonly takesRequest: boolean;
  /** Whether what is in the path comes as a parameter. */
  readonly hasPathParameters: boolean;
  inPath(name: string): string;
  inQuery(name: string, otherwise: string | undefined): string;
  /** What makes an answer of a value: what is written before and behind it. */
  readonly answer: readonly [before: string, behind: string];
  /** One function answers all methods of a path, and the application is made elsewhere. */
  readonly isByPath?: true;
}

/**
 * `app = FastAPI()` or `router = APIRouter()` that does nothing but to decorate routes, which take what is in the path or in
 * the query. Where other files name it, or write of FastAPI (lists of requirements, commands), more than this file would have to change.
 */
export function serviceOf(file: PythonFile, subject: Subject): Service | undefined {
  const { body } = moduleOf(file);
  const imported = body.filter(
    (each): each is NodeOfKind<'ImportFrom'> => each.kind === 'ImportFrom' && /^fastapi\b/.test(each.module ?? ''),
  );
  const [only, ...more] = imported;
  if (only === undefined || more.length > 0 || only.names.length !== 1 || !MAKERS.has(only.names[0]?.name ?? ''))
    return undefined;
  const made = body.find((each) => / = (?:FastAPI|APIRouter)\(\)$/.test(file.text.slice(each.start, each.end)));
  const target = made?.kind === 'Assign' ? made.targets[0] : undefined;
  if (made === undefined || target?.kind !== 'Name' || indentOf(file, made) === undefined) return undefined;
  const uses = file.model.names.moduleScope.bindings.get(target.id)?.references ?? [];
  const routes = body.filter(isDef).flatMap((fn) => routeOf(fn, target.id) ?? []);
  if (routes.length === 0 || routes.length !== uses.length || isNamedElsewhere(target.id, file, subject))
    return undefined;
  const isRouter = file.text.slice(made.start, made.end).endsWith('APIRouter()');
  return { name: target.id, isRouter, imported: only, made, routes };
}

function routeOf(fn: Def, app: string): ServiceRoute | undefined {
  const [decorator, ...more] = fn.decorator_list;
  if (decorator?.kind !== 'Call' || more.length > 0 || decorator.func.kind !== 'Attribute') return undefined;
  const { attr, value } = decorator.func;
  const path = stringConstant(decorator.args[0]);
  const isPlain = decorator.args.length === 1 && decorator.keywords.length === 0 && METHODS.has(attr);
  if (value.kind !== 'Name' || value.id !== app || path === undefined || !isPlain || path.includes(':'))
    return undefined;
  const isTaken = parametersOf(fn).every(
    ({ name, node }) =>
      path.includes(`{${name}}`) || (node.annotation?.kind === 'Name' && SIMPLE.has(node.annotation.id)),
  );
  return isTaken ? { fn, decorator, path, method: attr } : undefined;
}

const MAKERS: ReadonlySet<string> = new Set(['FastAPI', 'APIRouter']);
const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete']);
const SIMPLE: ReadonlySet<string> = new Set(['str', 'int', 'float', 'bool']);

function isNamedElsewhere(name: string, file: PythonFile, { python, files }: Subject): boolean {
  const isImported = python.some(
    (other) =>
      other !== file && nodesUnder(moduleOf(other)).some((node) => node.kind === 'alias' && node.name === name),
  );
  // `uvicorn service:app` in a script says which application is served.
  return (
    isImported || [...files].some(([path, content]) => !path.endsWith('.py') && String(content).includes(`:${name}`))
  );
}

/** Writes the service of each file in another dialect, where that can say all of it. */
export function rewriteServices(subject: Subject, rewriting: Rewriting, dialect: Dialect): void {
  if ([...subject.files].some(([path, content]) => !path.endsWith('.py') && /fastapi|uvicorn/i.test(String(content))))
    return;
  for (const file of subject.python) {
    const service = serviceOf(file, subject);
    const taken = identifiersOf(moduleOf(file));
    if (service === undefined || dialect.names.some((name) => taken.has(name))) continue;
    const paths = service.routes.map(({ path }) => path);
    if (dialect.isByPath === true && (new Set(paths).size < paths.length || doesMore(file))) continue;
    if (service.routes.every(({ fn, path }) => dialect.isFit(fn) && isWritable(fn, path, file, subject)))
      rewrite(file, service, rewriting, dialect);
  }
}

/** What the module of an application sets up when it is imported is no business of a module of views. */
const doesMore = (file: PythonFile): boolean =>
  moduleOf(file).body.some((each) => each.kind === 'Expr' && each.value.kind === 'Call');

/** Nobody else calls it, and all that it takes can be read of a request. */
function isWritable(fn: Def, path: string, file: PythonFile, { python }: Subject): boolean {
  const [first] = fn.body;
  const { args, kwonlyargs, posonlyargs, vararg, kwarg } = fn.args;
  const isCalled = (file.model.names.moduleScope.bindings.get(fn.name)?.references.length ?? 1) > 0;
  const isImported = python.some(({ model }) => model.names.imports.some(({ name }) => name === fn.name));
  const isOdd = kwonlyargs.length + posonlyargs.length > 0 || vararg !== undefined || kwarg !== undefined;
  if (isCalled || isImported || isOdd || first === undefined || indentOf(file, first) === undefined) return false;
  if (ownNodes(fn).some(({ kind }) => kind === 'Yield' || kind === 'YieldFrom')) return false;
  return args.length === 0 || parametersOf(fn).every((each) => isReadable(each, path));
}

function isReadable({ name, annotation, default: otherwise }: Parameter, path: string): boolean {
  const type = annotation?.kind === 'Name' ? annotation.id : 'str';
  if (type === 'bool') return false;
  return path.includes(`{${name}}`) || otherwise === undefined || otherwise.kind === 'Constant';
}

function ownNodes(fn: Def): ReturnType<typeof nodesUnder> {
  const own: ReturnType<typeof nodesUnder> = [];
  for (const statement of fn.body)
    walk(statement, (node) => {
      if (isDef(node) || node.kind === 'Lambda' || node.kind === 'ClassDef') return 'skip';
      own.push(node);
      return undefined;
    });
  return own;
}

function rewrite(file: PythonFile, service: Service, rewriting: Rewriting, dialect: Dialect): void {
  const { path, text } = file;
  const { name, imported, made, routes } = service;
  let isRequestRead = dialect.takesRequest;
  for (const route of routes) isRequestRead = rewriteRoute(file, route, service, rewriting, dialect) || isRequestRead;
  const used = (what: string) => what !== 'request' || isRequestRead;
  rewriting.replace(path, imported.start, imported.end, dialect.imports(used, service));
  const maker = dialect.make(service);
  if (maker === undefined) rewriting.replace(path, made.start, behindLine(file, made.end));
  else rewriting.replace(path, made.start + name.length, made.end, ` = ${maker}`);
  const behind = dialect.register(service);
  const newline = text.endsWith('\n') ? '' : '\n';
  if (behind === '') return;
  // Findings about the application are reported where it is created.
  const carried =
    maker === undefined && dialect.isByPath !== true
      ? [{ path, start: made.start, end: made.start + name.length }]
      : [];
  rewriting.insert(path, text.length, `${newline}\n\n`, ...carried, behind);
}

/** Whether the request is read. */
function rewriteRoute(
  file: PythonFile,
  route: ServiceRoute,
  service: Service,
  rewriting: Rewriting,
  dialect: Dialect,
): boolean {
  const { path } = file;
  const { fn, decorator } = route;
  const written = dialect.decorated(route, typedPath(route), service);
  const start = lineStart(file, decorator.start);
  if (written === undefined) rewriting.replace(path, start, behindLine(file, decorator.end));
  else rewriting.replace(path, decorator.start, decorator.end, written);
  const parameters = parametersOf(fn);
  const isKept = ({ name }: Parameter) => dialect.hasPathParameters && route.path.includes(`{${name}}`);
  const read = parameters.filter((each) => !isKept(each));
  rewriteSignature(file, fn, parameters.filter(isKept), rewriting, dialect);
  const [first, second] = fn.body;
  const isDocumented = first?.kind === 'Expr' && isDocumentation(first.value);
  const body = isDocumented ? second : first;
  const anchor = body ?? first;
  const indent = anchor === undefined ? '' : (indentOf(file, anchor) ?? '');
  if (anchor !== undefined && read.length > 0) {
    const lines = read.flatMap((each) => [
      indent,
      { path, start: each.node.start, end: each.node.start + each.name.length },
      ` = ${readingOf(each, file, route, dialect)}\n`,
    ]);
    const into = body === undefined ? behindLine(file, anchor.end) : lineStart(file, startOfStatement(body, file));
    rewriting.insert(path, into, ...lines);
  }
  rewriteAnswers(file, fn, rewriting, dialect, indent);
  return read.length > 0;
}

function startOfStatement(statement: Stmt, file: PythonFile): number {
  const [first] = 'decorator_list' in statement ? statement.decorator_list : [];
  return first === undefined ? statement.start : file.text.lastIndexOf('@', first.start);
}

/** `{key}` with the type that the parameter says, as `{key:int}`. */
function typedPath({ fn, path }: ServiceRoute): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const annotation = parametersOf(fn).find((each) => each.name === name)?.annotation;
    return `{${name}:${annotation?.kind === 'Name' ? annotation.id : 'str'}}`;
  });
}

function rewriteSignature(
  file: PythonFile,
  fn: Def,
  kept: readonly Parameter[],
  rewriting: Rewriting,
  { takesRequest }: Dialect,
): void {
  const open = file.text.indexOf('(', file.text.indexOf(fn.name, file.text.indexOf('def ', fn.start)));
  const last = parametersOf(fn).at(-1);
  const end = last === undefined ? open + 1 : Math.max(last.node.end, last.default?.end ?? 0);
  const names = [
    ...(takesRequest ? ['request'] : []),
    ...kept.map(({ node }) => file.text.slice(node.start, node.end)),
  ];
  rewriting.replace(file.path, open + 1, end, names.join(', '));
}

function readingOf(
  { name, annotation, default: otherwise }: Parameter,
  file: PythonFile,
  { path }: ServiceRoute,
  dialect: Dialect,
): string {
  const type = annotation?.kind === 'Name' ? annotation.id : 'str';
  const given = otherwise === undefined ? undefined : textOf(otherwise, file);
  const text = path.includes(`{${name}}`) ? dialect.inPath(name) : dialect.inQuery(name, given);
  return type === 'str' ? text : `${type}(${text})`;
}

const textOf = ({ start, end }: Expression, file: PythonFile): string => file.text.slice(start, end);

/** What FastAPI makes an answer of by itself others are told to. */
function rewriteAnswers(file: PythonFile, fn: Def, rewriting: Rewriting, { answer }: Dialect, indent: string): void {
  const { path } = file;
  const [before, behind] = answer;
  for (const node of ownNodes(fn)) {
    if (node.kind !== 'Return') continue;
    if (node.value === undefined) rewriting.insert(path, node.end, ` ${before}None${behind}`);
    else {
      const isTuple = node.value.kind === 'Tuple';
      // `return(x)` has no space to keep.
      const isSpaced = file.text.startsWith('return ', node.start);
      const at = node.start + (isSpaced ? 'return '.length : 'return'.length);
      rewriting.insert(path, at, `${isSpaced ? '' : ' '}${before}${isTuple ? '(' : ''}`);
      rewriting.insert(path, node.end, `${isTuple ? ')' : ''}${behind}`);
    }
  }
  const last = fn.body.at(-1);
  if (last === undefined || !file.model.flow.exits(fn.body).falls) return;
  const at = behindLine(file, last.end);
  const newline = file.text.charAt(at - 1) === '\n' ? '' : '\n';
  rewriting.insert(path, at, `${newline}${indent}return ${before}None${behind}\n`);
}
