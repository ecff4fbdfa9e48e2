import { type Call, type Expression, holds, identifiersOf, isNone, type Node, nodesOf } from '../../ast/index.ts';
import { firstIndex } from '../../collections/index.ts';
import { MOUNTED_ROUTERS } from '../../knowledge/web-applications.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding, Definition } from '../names.ts';
import type { ModuleSummary, SummaryName } from '../summary.ts';
import { isCalledInstead } from '../types/dependencies.ts';

/** What the module defines, as others may import it. */
export function summarizeNames(
  model: SemanticModel,
): Pick<ModuleSummary, 'names' | 'all' | 'hasDynamicNames' | 'unreadWords'> {
  const names: Record<string, SummaryName> = Object.create(null);
  for (const binding of model.names.moduleScope.bindings.values()) {
    const summary = summarizeBinding(binding, model);
    if (summary !== undefined)
      names[binding.name] = { ...summary, ...firstLine(binding, model), ...readHere(binding, summary) };
  }
  const exported = exportedNames(model);
  const isOpen =
    '__getattr__' in names || '__path__' in names || exported === 'computed' || makesNamesDynamically(model);
  const unread = isOpen ? undefined : unreadWords(model);
  return {
    names,
    all: exported === 'computed' ? undefined : exported,
    // What was not read may bind names.
    hasDynamicNames: isOpen || model.source.gaps.length > 0,
    ...(unread !== undefined && { unreadWords: unread }),
  };
}

/** The words of what was not read: all that it can bind. Undefined where it may bind others, too. */
function unreadWords({ source: { gaps, text } }: SemanticModel): readonly string[] | undefined {
  const words = new Set(gaps.flatMap(({ start, end }) => text.content.slice(start, end).match(/\w+/g) ?? []));
  if (gaps.length === 0 || words.size > MOST_UNREAD || BINDING_MORE.some((word) => words.has(word))) return undefined;
  return [...words];
}

const MOST_UNREAD = 500;
const BINDING_MORE = ['import', 'exec', 'eval', 'execfile', 'globals', 'vars', 'locals', 'setattr', '__dict__'];

function summarizeBinding(binding: Binding, model: SemanticModel): SummaryName | undefined {
  const bound = binding.definitions.filter((definition) => definition.kind !== 'delete');
  const [first] = bound;
  if (first === undefined) return undefined;
  // `from orders.main import app` below `app = FastAPI()` of `orders.main`: the module, half loaded, has it already.
  const itself = `${model.names.moduleName}.${binding.name}`;
  const made = bound.filter((each) => each === first || nameOf(each, model, false).target !== itself);
  if (made.length > 1) {
    const isAlike = made.every((d) => d.kind === first.kind);
    return filledLater(made, model) ?? (isAlike ? nameOf(first, model, false) : unionOf(made, model));
  }
  const known = { ...nameOf(first, model, true), ...otherNames(binding.name, first, model) };
  // `check = check` keeps what a star import or Python itself binds.
  const isItself = first.kind === 'assignment' && known.target === itself;
  return isItself ? { kind: 'variable' } : known;
}

/** `orders_router = r = APIRouter()`: what `r` is given, anyone who takes `orders_router` mounts. */
function otherNames(name: string, { statement }: Definition, { types }: SemanticModel): Pick<SummaryName, 'sameAs'> {
  if (statement.kind !== 'Assign' || statement.targets.length < 2) return {};
  if (!MOUNTED_ROUTERS.has(types.classOf(statement.value) ?? '')) return {};
  return { sameAs: statement.targets.flatMap((each) => (each.kind === 'Name' && each.id !== name ? each.id : [])) };
}

/** Only of what nobody may use: what it reads of itself is no use of it, nor is a route that is added to a router. */
function readHere(
  { definitions, references }: Binding,
  { kind, target }: SummaryName,
): Pick<SummaryName, 'isRead' | 'isUnread'> {
  if (kind === 'import') return references.length === 0 ? { isUnread: true } : {};
  const isRouter = kind === 'instance' && target !== undefined && MOUNTED_ROUTERS.has(target);
  if (kind !== 'function' && kind !== 'class' && !isRouter) return {};
  const inOrder = definitions.map(({ node }) => node).sort((a, b) => a.start - b.start);
  const isOwn = ({ start, end }: Node) =>
    end <= (inOrder[firstIndex(inOrder, (each) => each.start > start) - 1]?.end ?? 0);
  return references.some((reference) => !isOwn(reference) && !(isRouter && isInDecorator(reference)))
    ? { isRead: true }
    : {};
}

/** `router` of `@router.get("/orders")`. */
function isInDecorator({ parent: attribute }: Node): boolean {
  if (attribute?.kind !== 'Attribute') return false;
  const decorator = attribute.parent?.kind === 'Call' ? attribute.parent : attribute;
  const { parent } = decorator;
  return (
    (parent?.kind === 'FunctionDef' || parent?.kind === 'AsyncFunctionDef') && parent.decorator_list.includes(decorator)
  );
}

function firstLine({ definitions }: Binding, model: SemanticModel): { readonly line: number } | undefined {
  const first = definitions.find(({ kind, remote }) => kind !== 'delete' && !remote);
  return first === undefined ? undefined : { line: model.source.text.lineAt(first.node.start) };
}

/** A name bound in different ways: an import with a fallback is the import, all else a variable. */
function unionOf(made: readonly Definition[], model: SemanticModel): SummaryName {
  const imported = made.find((definition) => definition.kind === 'import' || definition.kind === 'from-import');
  const last = made.at(-1);
  // `close = close.close` below `from . import close`: who takes the name gets the function and never the module.
  if (imported !== undefined && last?.kind === 'assignment' && last.statement.parent?.kind === 'Module')
    return nameOf(last, model, false);
  return imported === undefined
    ? { kind: 'variable' }
    : { ...nameOf(imported, model, false), hasAlternatives: true as const };
}

/** `_store = None`, and a function that puts the one object there: that is what the name holds when someone uses it. */
function filledLater(made: readonly Definition[], model: SemanticModel): SummaryName | undefined {
  const values = made.flatMap(({ kind, value }) => (kind === 'assignment' || kind === 'annotation' ? [value] : []));
  if (values.length < made.length || !values.some((value) => value !== undefined && isNone(value))) return undefined;
  const filling = values.filter((value) => value !== undefined && !isNone(value));
  const [first, ...others] = filling.map((value) => value && summarizeValue(value, model));
  const isOne = first?.kind === 'instance' && others.every((each) => each?.target === first.target);
  return isOne ? first : undefined;
}

function nameOf(definition: Definition, model: SemanticModel, isOnly: boolean): SummaryName {
  switch (definition.kind) {
    case 'function':
      return { kind: 'function' };
    case 'class':
      return { kind: 'class' };
    case 'import':
    case 'from-import': {
      const imported = model.names.importOf(definition.node);
      if (imported === undefined) return { kind: 'variable' };
      return {
        kind: 'import',
        target: importTarget(imported.module, imported.name, imported.alias.asname, imported.boundAs),
      };
    }
    case 'assignment':
    case 'annotation':
      return definition.value === undefined || !isOnly ? { kind: 'variable' } : summarizeValue(definition.value, model);
    default:
      return { kind: 'variable' };
  }
}

/** `import a.b` binds `a`; `import a.b as x` binds `a.b`. */
function importTarget(module: string, name: string | undefined, asname: string | undefined, boundAs: string): string {
  if (name !== undefined) return `${module}.${name}`;
  return asname === undefined ? boundAs : module;
}

function summarizeValue(value: Expression, model: SemanticModel): SummaryName {
  const folded = model.values.fold(value);
  if (folded?.kind === 'str' && MODULE_NAME.test(folded.value)) return { kind: 'constant', text: folded.value };
  if (folded !== undefined) return { kind: 'constant' };
  const type = model.types.classOf(value);
  if (type !== undefined) return { kind: 'instance', target: type };
  const alias = model.names.qualifiedName(annotatedType(value, model));
  if (alias !== undefined) return { kind: 'import', target: alias };
  const accessPath = value.kind === 'Call' ? model.effects.projectPath(value) : undefined;
  return { kind: 'variable', ...(accessPath !== undefined && { accessPath: `${accessPath}()` }) };
}

/** `Session` of `SessionDep = Annotated[Session, Depends(get_db)]`: who writes the one means the other. */
function annotatedType(value: Expression, { names }: SemanticModel): Expression {
  if (value.kind !== 'Subscript' || value.slice.kind !== 'Tuple') return value;
  const isAnnotated = /^typing(?:_extensions)?\.Annotated$/.test(names.qualifiedName(value.value) ?? '');
  const [type, given] = isAnnotated ? value.slice.elts : [];
  return type === undefined || isCalledInstead(type, given, names) ? value : type;
}

/** A name of a module or package, not a sentence. */
const MODULE_NAME = /^[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,8}$/;

/** `__all__` where it is a constant; undefined without one; 'computed' when it is built at run time. */
function exportedNames(model: SemanticModel): readonly string[] | undefined | 'computed' {
  const binding = model.names.moduleScope.bindings.get('__all__');
  if (binding === undefined) return undefined;
  const [only, second] = binding.definitions;
  if (only?.value === undefined || second !== undefined) return 'computed';
  const folded = model.values.fold(only.value);
  if (folded?.kind !== 'list' && folded?.kind !== 'tuple') return 'computed';
  const names = folded.elements.map((element) => (element.kind === 'str' ? element.value : undefined));
  return names.every((name) => name !== undefined) ? names : 'computed';
}

const NAME_MAKERS: ReadonlySet<string> = new Set([
  'builtins.exec',
  'builtins.globals',
  'pkgutil.extend_path',
  'enum.global_enum',
  'split_settings.tools.include',
]);
/** `IntEnum._convert_("Signals", __name__, …)` puts members into the module. */
const ENUM_CONVERSIONS: ReadonlySet<string> = new Set(['_convert', '_convert_']);

/** Without one of these identifiers there is nothing to find, and most files have none. */
const DYNAMIC_WORDS: readonly string[] = [
  ...[...NAME_MAKERS, 'builtins.locals', 'builtins.vars', 'sys.modules'].map((name) =>
    name.slice(name.lastIndexOf('.') + 1),
  ),
  ...ENUM_CONVERSIONS,
  '__path__',
];

/**
 * `globals()[…] = …`, `exec(…)`, `vars()[…] = …`, `setattr(sys.modules[__name__], …)`, `sys.modules[__name__ + ".x"] = …`,
 * in functions too: they may be called where the module is made.
 */
function makesNamesDynamically(model: SemanticModel): boolean {
  const { module } = model.source;
  const used = identifiersOf(module);
  if (!DYNAMIC_WORDS.some((word) => used.has(word))) return false;
  const isMade = nodesOf(module, 'Call').some((call) => makesNames(call, model));
  return (
    isMade ||
    // `__path__.append(…)` brings modules from elsewhere into the package.
    nodesOf(module, 'Name').some((node) => node.id === '__path__') ||
    nodesOf(module, 'Attribute').some(
      (node) => node.attr === 'global_enum' || (node.attr === 'modules' && replacesItself(node, model)),
    )
  );
}

function makesNames(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  if (func.kind === 'Attribute' && ENUM_CONVERSIONS.has(func.attr)) return true;
  if (func.kind === 'Attribute' && !DYNAMIC_WORDS.includes(func.attr)) return false;
  // Beside a star import nobody can say whether the builtin is meant, and it mostly is.
  const isUnbound = func.kind === 'Name' && model.names.resolve(func) === undefined;
  const name = model.names.qualifiedName(func) ?? (isUnbound ? `builtins.${func.id}` : undefined);
  if (name === undefined) return false;
  if (name === 'builtins.vars' || name === 'builtins.locals') {
    return call.args.length === 0 && model.context.runsAtImport(call) && model.context.classAround(call) === undefined;
  }
  return NAME_MAKERS.has(name);
}

function replacesItself(node: Node & { kind: 'Attribute' }, model: SemanticModel): boolean {
  const { parent } = node;
  if (parent?.kind !== 'Subscript' || model.names.qualifiedName(node) !== 'sys.modules') return false;
  return holds(parent.slice, (part) => part.kind === 'Name' && part.id === '__name__');
}
