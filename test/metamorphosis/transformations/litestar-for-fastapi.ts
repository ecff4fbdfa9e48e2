import { type Call, type NodeOfKind, parametersOf, type Stmt, stringConstant } from '../../../src/ast/index.ts';
import type { PythonFile, Rewriting } from '../rewriting.ts';
import { behindLine, type Def, indentOf, isDef, moduleOf, nodesUnder } from '../syntax.ts';
import type { Subject, Transformation } from '../transformation.ts';

export const litestarForFastapi: Transformation = {
  name: 'litestar-for-fastapi',
  what: 'the routes of a FastAPI application are those of a Litestar application',
  sameness: 'exchanged',
  apply(subject, rewriting) {
    for (const file of subject.python) {
      const service = serviceOf(file);
      if (service !== undefined && !isNamedElsewhere(service.name, file, subject)) exchange(file, service, rewriting);
    }
  },
};

interface Service {
  readonly name: string;
  readonly imported: NodeOfKind<'ImportFrom'>;
  readonly made: Stmt;
  readonly routes: readonly { readonly fn: Def; readonly decorator: Call; readonly path: string }[];
}

/** `app = FastAPI()` or `router = APIRouter()` that does nothing but to decorate routes, which take what stands in the path or in the query. */
function serviceOf(file: PythonFile): Service | undefined {
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
  return routes.length === 0 || routes.length !== uses.length
    ? undefined
    : { name: target.id, imported: only, made, routes };
}

function routeOf(fn: Def, app: string): Service['routes'][number] | undefined {
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
  return isTaken ? { fn, decorator, path } : undefined;
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

function exchange(file: PythonFile, { name, imported, made, routes }: Service, rewriting: Rewriting): void {
  const { path, text } = file;
  rewriting.replace(path, imported.start, imported.end, 'import litestar');
  rewriting.replace(path, made.start, behindLine(file, made.end));
  for (const { decorator, fn, path: route } of routes) {
    const typed = route.replace(/\{(\w+)\}/g, (_whole, parameter: string) => {
      const annotation = parametersOf(fn).find((each) => each.name === parameter)?.node.annotation;
      return `{${parameter}:${annotation?.kind === 'Name' ? annotation.id : 'str'}}`;
    });
    const method = decorator.func.kind === 'Attribute' ? decorator.func.attr : '';
    rewriting.replace(path, decorator.start, decorator.end, `litestar.${method}("${typed}")`);
  }
  const maker = text.slice(made.start, made.end).endsWith('FastAPI()') ? 'Litestar(' : 'Router(path="/", ';
  const handlers = routes.map(({ fn }) => fn.name).join(', ');
  const newline = text.endsWith('\n') ? '' : '\n';
  rewriting.insert(path, text.length, `${newline}\n\n${name} = litestar.${maker}route_handlers=[${handlers}])\n`);
}
