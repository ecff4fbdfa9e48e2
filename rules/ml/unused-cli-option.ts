import {
  type AsyncFunctionDef,
  argparseOptions,
  bodyWithoutDocstring,
  type Call,
  type Condition,
  callKeyword,
  clickOptions,
  type DeclaredOption,
  defineSourceRule,
  type FunctionDef,
  holds,
  type Module,
  nameOfPlace,
  type SourceContext,
  type Stmt,
  typerOptions,
  type ValueUse,
  walk,
} from '#kit';

/** Options that launchers give to every process, whether it looks at them or not. */
const LAUNCHER_OPTIONS: ReadonlySet<string> = new Set(
  'local_rank node_rank master_addr master_port world_size nproc_per_node deepspeed deepspeed_config help h'.split(' '),
);
const PARSER = 'argparse.ArgumentParser';
const PARSING: ReadonlySet<string> = new Set([
  'parse_args',
  'parse_known_args',
  'parse_intermixed_args',
  'parse_known_intermixed_args',
]);
const HARMLESS_CALLS: ReadonlySet<string> = new Set(
  'repr str print id hasattr getattr setattr isinstance type'.split(' ').map((name) => `builtins.${name}`),
);

export default defineSourceRule({
  docs: {
    summary: 'command line option that nothing reads',
    why: 'Whoever gives the option gets no error and another run than the one asked for, and takes its result for the other.',
    remedy: 'Hand the value to the code that it is about, or take the option out.',
    severity: 'P2',
    precision: 'high',
    measured: { read: 22, right: 22, on: 'tensafe, fschat, bentoml, zenml, skypilot, xinference, modelscope' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.2' }],
    bad: 'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--stage")\nparser.add_argument("--epochs", type=int)\nargs = parser.parse_args()\nprint(args.epochs)\n',
    good: 'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--stage")\nparser.add_argument("--epochs", type=int)\nargs = parser.parse_args()\nprint(args.stage, args.epochs)\n',
  },
  skips: ['test'],
  mentions: ['argparse', 'click', 'rich_click', 'typer'],
  visit: {
    Module(module, ctx) {
      const isCommandLine = ctx.names.imports.some((imported) => imported.module === 'argparse');
      if (isCommandLine) reportUnread(module, ctx);
    },
    FunctionDef: reportUnusedParameters,
    AsyncFunctionDef: reportUnusedParameters,
  },
});

function reportUnread(module: Module, ctx: SourceContext): void {
  const { options, namespaces, parsers, mentioned, isDynamic } = gather(module, ctx);
  const unread = options.filter(({ dest }) => !mentioned.has(dest) && !LAUNCHER_OPTIONS.has(dest));
  if (unread.length === 0 || isDynamic) return;
  const ways = [...namespaces, ...parsers].map((made) => wayOut(made, ctx));
  if (ways.includes('foreign')) return;
  const stays = namespaces.length > 0 && ways.every((way) => way === 'none');
  for (const { at, spelled, dest } of unread) {
    const message = `\`${spelled}\` is accepted, and nothing reads \`${dest}\``;
    ctx.report({ at, message, ...(!stays && { when: unlessRead(dest, ctx) }) });
  }
}

/** The namespace goes to other modules: none of them may read the name, or attributes whose names cannot be seen. */
function unlessRead(attribute: string, ctx: SourceContext): Condition {
  const question = { kind: 'attribute-read', attribute, around: ctx.names.moduleName } as const;
  return { question, yes: 'drop', no: 'keep', unknown: 'drop' };
}

interface CommandLine {
  readonly options: readonly DeclaredOption[];
  /** Calls that make a namespace. */
  readonly namespaces: readonly Call[];
  /** Calls that make a parser. */
  readonly parsers: readonly Call[];
  /** Attributes that are read, and texts that may be asked for. */
  readonly mentioned: ReadonlySet<string>;
  /** Attributes are read whose names cannot be seen. */
  readonly isDynamic: boolean;
}

function gather(module: Module, ctx: SourceContext): CommandLine {
  const options: DeclaredOption[] = [];
  const namespaces: Call[] = [];
  const parsers: Call[] = [];
  const mentioned = new Set<string>();
  let isDynamic = false;
  walk(module, (node) => {
    if (node.kind === 'Attribute' && node.ctx === 'Load') mentioned.add(node.attr);
    else if (node.kind === 'Constant' && node.value.kind === 'str') mentioned.add(node.value.value);
    if (node.kind !== 'Call') return undefined;
    const method = nameOfPlace(node.func) ?? '';
    if (PARSING.has(method)) namespaces.push(node);
    else if (mayBe(node, 'ArgumentParser') && ctx.types.calleeName(node.func) === PARSER) parsers.push(node);
    isDynamic ||= readsAnyName(node, ctx);
    if (method !== 'add_argument' || !isParser(node, ctx)) return undefined;
    options.push(...argparseOptions(node, ctx));
    // The words of a declaration are no reading of it.
    return 'skip';
  });
  return { options, namespaces, parsers, mentioned, isDynamic: isDynamic || mentioned.has('__dict__') };
}

/** Whether a call may be of a function of that name: a method has the name, a plain name may stand for another. */
function mayBe({ func }: Call, ...names: readonly string[]): boolean {
  return func.kind === 'Name' || (func.kind === 'Attribute' && names.includes(func.attr));
}

function readsAnyName(call: Call, ctx: SourceContext): boolean {
  if (!mayBe(call, 'vars', 'attrgetter', 'getattr')) return false;
  const callee = ctx.names.qualifiedName(call.func);
  if (callee === 'builtins.vars' || callee === 'operator.attrgetter') return true;
  const name = call.args[1];
  return callee === 'builtins.getattr' && name !== undefined && ctx.values.string(name) === undefined;
}

/** An argparse parser or group of this file; one that a framework hands to its hook is the framework's. */
function isParser({ func }: Call, ctx: SourceContext): boolean {
  if (func.kind !== 'Attribute') return false;
  return ctx.flow.origins(func.value).every((origin) => {
    if (origin.kind === 'Call') return isParserMaker(origin, ctx);
    if (origin.kind !== 'Name') return ctx.types.classOf(origin) === PARSER;
    const fn = ctx.names.parameterOf(origin) === undefined ? undefined : ctx.context.defAround(origin);
    return fn !== undefined && ctx.context.classAround(fn) === undefined && isCalledHere(fn, ctx);
  });
}

function isParserMaker(call: Call, ctx: SourceContext): boolean {
  if (ctx.types.calleeName(call.func) === PARSER) return true;
  if (call.func.kind !== 'Attribute') return false;
  const isPart = /^add_(subparsers|parser|argument_group|mutually_exclusive_group)$/.test(call.func.attr);
  return isPart && isParser(call, ctx);
}

/** This file itself gives its parser to the function. */
function isCalledHere(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  const references = ctx.names.lookup(fn.name, fn)?.references ?? [];
  return references.some(({ parent }) => parent?.kind === 'Call');
}

/** How far a namespace, or the parser that can make one, goes: it stays in the file, others of the project have it, or a stranger has. */
type WayOut = 'none' | 'project' | 'foreign';

function wayOut(made: Call, ctx: SourceContext): WayOut {
  if (callKeyword(made, 'namespace') !== undefined) return 'foreign';
  const ways = ctx.flow.destinations(made).map((use) => wayOfUse(use, ctx));
  if (ctx.context.defAround(made) === undefined && !ctx.context.isUnderMain(made)) ways.push('project');
  return ways.includes('foreign') ? 'foreign' : ways.includes('project') ? 'project' : 'none';
}

function wayOfUse({ kind, node }: ValueUse, ctx: SourceContext): WayOut {
  switch (kind) {
    case 'argument':
      return node.kind === 'Call' ? wayThroughCall(node, ctx) : 'foreign';
    case 'return':
    case 'yield':
    case 'attribute-store':
    case 'subscript-store':
      return 'project';
    case 'other':
      return 'foreign';
    default:
      return 'none';
  }
}

/** What is printed or logged is not used; `args.run(args)` and functions of this file are the project's. */
function wayThroughCall(call: Call, ctx: SourceContext): WayOut {
  if (ctx.effects.of(call) === 'log' || HARMLESS_CALLS.has(ctx.names.qualifiedName(call.func) ?? '')) return 'none';
  if (ctx.effects.of(call) === 'project' || ctx.names.definitionOf(call.func) !== undefined) return 'project';
  const isDispatch =
    call.func.kind === 'Subscript' ||
    /^(func|run|handler|command|fn|function|callback|main)$/.test(nameOfPlace(call.func) ?? '');
  return isDispatch ? 'project' : 'foreign';
}

/** click and typer hand each option to a parameter of the function below. */
function reportUnusedParameters(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  if (fn.decorator_list.length === 0) return;
  const options = [...clickOptions(fn, ctx), ...typerOptions(fn, ctx)];
  if (options.length === 0 || bodyWithoutDocstring(fn).every(doesNothing) || readsLocals(fn, ctx)) return;
  for (const { at, spelled, dest } of options) {
    const binding = ctx.names.scopeOf(fn)?.bindings.get(dest);
    const isUnused = binding?.references.length === 0 && binding.definitions.length === 1;
    if (isUnused) ctx.report({ at, message: `\`${spelled}\` is accepted, and \`${fn.name}\` never reads \`${dest}\`` });
  }
}

/** A group that only holds commands, a stub. */
const doesNothing = (statement: Stmt): boolean =>
  statement.kind === 'Pass' ||
  statement.kind === 'Raise' ||
  (statement.kind === 'Expr' && statement.value.kind === 'Constant');

/** `locals()`, `ctx.params`: parameters may be read without their names. */
function readsLocals(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  return holds(fn, (node) =>
    node.kind === 'Attribute'
      ? node.attr === 'params' || node.attr === 'f_locals'
      : node.kind === 'Call' &&
        /^builtins\.locals$|^inspect\.|^sys\._getframe$/.test(ctx.names.qualifiedName(node.func) ?? ''),
  );
}
