/** What an import of the module sets off, and who imports it. */
import { type Call, type FunctionDef, holds } from '#ast';
import type { SourceContext } from '#kit';
import type { Condition, Grade, Question } from '#project';
import { environmentConversions } from './environment-conversions.ts';
import { callsAtImport, MODEL_LOADS } from './process-acts.ts';

/** What sets up the logging of a process. */
const SETUPS: readonly string[] = ['logging.basicConfig', 'logging.config.dictConfig', 'logging.config.fileConfig'];
/** What a function that is called at import time may not do either; folders and files of its own are left to it. */
const ACTS_WITHIN: readonly string[] = [
  'threading.Thread.start',
  'multiprocessing.Process.start',
  'subprocess.Popen',
  'os.chdir',
  'asyncio.run',
  ...MODEL_LOADS,
];
/** Applications: the module that makes one is what a server runs, and sets up the process. */
const APPLICATION = /\.(FastAPI|Starlette|Flask|Quart|Sanic|Litestar|Celery|Application|Typer|Dash)$/;
/** Files that tools run, by what they document. */
export const RUN_BY_TOOL = /(^|\/)conftest\.py$|^setup\.py$|\.pyw$/;

export const makesApplication = (calls: readonly Call[], ctx: SourceContext): boolean =>
  calls.some(({ func }) => APPLICATION.test(ctx.types.calleeName(func) ?? ''));

/** In no package and imported by nobody the file is a program that someone starts. */
export const whereOffered = (ctx: SourceContext): Condition => ({
  question: { kind: 'any', of: [imported(ctx), { kind: 'is-packaged', module: ctx.names.moduleName }] },
  yes: 'keep',
  no: 'drop',
  unknown: 'keep',
});
export const imported = (ctx: SourceContext): Question => ({ kind: 'is-imported', module: ctx.names.moduleName });

/** Only the first who sets up logging is heard: a library takes that from its users, a module from the program. */
export const defeats = (ctx: SourceContext): Question => ({
  kind: 'any',
  of: [
    { kind: 'is-packaged', module: ctx.names.moduleName },
    { kind: 'called-elsewhere', module: ctx.names.moduleName, names: SETUPS },
  ],
});

export const shortName = (name: string): string => name.split('.').slice(-2).join('.');

/** A singleton that is made at import, whose parts connect when they are made. */
export function furtherInside(targets: readonly string[], otherwise: Grade, ctx: SourceContext): Grade {
  const blocks = targets.map((name): Question => ({ kind: 'blocks', function: name, depth: DEEP }));
  return {
    question: { kind: 'all', of: [{ kind: 'any', of: blocks }, imported(ctx)] },
    yes: { doubt: 'infeasible-path' },
    no: otherwise,
    unknown: otherwise,
  };
}

/** From a getter to the constructor of its object, from there to that of a part, and to the client that this one asks for. */
const DEEP = 6;

export const setsUpInVain = (name: string, { names: { moduleName: module } }: SourceContext): Question => ({
  kind: 'all',
  of: [
    { kind: 'calls-any', function: name, names: SETUPS },
    { kind: 'is-packaged', module },
  ],
});

export function actsWhenCalled(name: string, isServed: boolean): Question[] {
  return [
    { kind: 'blocks', function: name, depth: 1, always: 'itself' },
    // What is served sets up the process.
    { kind: 'calls-any', function: name, names: isServed ? MODEL_LOADS : ACTS_WITHIN },
  ];
}

export function globalsOf(fn: FunctionDef): readonly string[] {
  return fn.body.flatMap((statement) => (statement.kind === 'Global' ? statement.names : []));
}

export function readsEnvironment(fn: FunctionDef, ctx: SourceContext): boolean {
  return holds(
    fn,
    (node) => (node.kind === 'Call' || node.kind === 'Subscript') && ctx.values.environmentRead(node) !== undefined,
  );
}

/** `reload()` of this file, called for what it does: its conversions are made when the module is imported. */
export function conversionsRunBy(
  call: Call,
  ctx: SourceContext,
): { readonly call: Call; readonly found: readonly Call[] }[] {
  const own = call.parent?.kind === 'Expr' ? ctx.names.definitionOf(call.func) : undefined;
  if (own?.kind !== 'FunctionDef' || ctx.context.triesAround(call).length > 0) return [];
  const found = environmentConversions(callsAtImport(own.body), ctx);
  return found.length === 0 ? [] : [{ call, found }];
}
