/** Tasks of Celery that are plain enough to be written for another library of jobs, and what that library has to say. */
import {
  type Call,
  type Expression,
  identifiersOf,
  type Name,
  type NodeOfKind,
  type Stmt,
  stringConstant,
} from '../../ast/index.ts';
import type { PythonFile, Rewriting } from './rewriting.ts';
import { behindLine, type Def, indentOf, isDef, lineStart, moduleOf } from './syntax.ts';
import type { Subject } from './transformation.ts';

export interface JobModule {
  readonly imported: NodeOfKind<'ImportFrom'>;
  /** `app = Celery("shop", broker=…)`; absent where tasks are shared. */
  readonly made: Stmt | undefined;
  /** The address of the broker, as it is written. */
  readonly broker: string;
  readonly tasks: readonly Job[];
}

export interface Job {
  readonly fn: Def;
  readonly decorator: Expression;
  readonly queue: string | undefined;
  readonly attempts: string | undefined;
  /** `remind.delay(address)`. */
  readonly sent: readonly Call[];
}

/** How another library says the same. */
export interface JobDialect {
  /** Names that are to be free in the file. */
  readonly names: readonly string[];
  isFit(jobs: JobModule): boolean;
  imports(jobs: JobModule): string;
  /** What is where the application was made. */
  make(jobs: JobModule): string;
  /** What decorates a task; undefined where nothing does. */
  decorated(job: Job): string | undefined;
  /** What is written before the arguments of a call that sends a job, and behind them. */
  send(job: Job, hasArguments: boolean): readonly [before: string, behind: string];
  /** Behind everything else. */
  register(jobs: JobModule): string;
  /** `async def remind(ctx, …)` where its workers run coroutines. */
  readonly isAsync?: true;
  /** The command that starts a worker, for `celery -A MODULE worker`, and what names its queues. */
  readonly worker: (module: string, queues: string | undefined) => string;
}

const DEFAULT_BROKER = '"redis://localhost:6379/0"';

function jobsOf(file: PythonFile, subject: Subject): JobModule | undefined {
  const { body } = moduleOf(file);
  const [imported, ...more] = body.filter(
    (each): each is NodeOfKind<'ImportFrom'> => each.kind === 'ImportFrom' && each.module === 'celery',
  );
  const [taken, ...others] = imported?.names ?? [];
  if (imported === undefined || taken === undefined || more.length + others.length > 0 || taken.asname !== undefined)
    return undefined;
  const uses = referencesOf(taken.name, file);
  const made = body.find(
    (each) => each.kind === 'Assign' && each.value.kind === 'Call' && isName(each.value.func, 'Celery'),
  );
  const target = made?.kind === 'Assign' ? made.targets[0] : undefined;
  const isShared = taken.name === 'shared_task';
  if (!isShared && (target?.kind !== 'Name' || uses.length !== 1)) return undefined;
  const app = target?.kind === 'Name' ? target.id : 'shared_task';
  const tasks = body.filter(isDef).flatMap((fn) => jobOf(fn, app, isShared, file) ?? []);
  // Whatever else is done with the application (its settings, its signals) has no counterpart.
  if (
    tasks.length === 0 ||
    referencesOf(app, file).length !== tasks.length ||
    isUsedElsewhere(app, tasks, file, subject)
  )
    return undefined;
  return { imported, made, broker: brokerOf(made, file), tasks };
}

function jobOf(fn: Def, app: string, isShared: boolean, file: PythonFile): Job | undefined {
  const [decorator, ...more] = fn.decorator_list;
  if (decorator === undefined || more.length > 0 || fn.kind === 'AsyncFunctionDef') return undefined;
  const named = decorator.kind === 'Call' ? decorator.func : decorator;
  const isTask = isShared
    ? isName(named, app)
    : named.kind === 'Attribute' && named.attr === 'task' && isName(named.value, app);
  const keywords = decorator.kind === 'Call' ? decorator.keywords : [];
  const isPlain = keywords.every(({ arg }) => arg === 'queue' || arg === 'max_retries');
  if (!isTask || !isPlain || (decorator.kind === 'Call' && decorator.args.length > 0)) return undefined;
  const calls = referencesOf(fn.name, file).map(({ parent }) =>
    parent?.kind === 'Attribute' && parent.attr === 'delay' && parent.parent?.kind === 'Call'
      ? parent.parent
      : undefined,
  );
  const sent = calls.filter((call) => call !== undefined);
  if (sent.length < calls.length) return undefined;
  const given = (name: string) => keywords.find(({ arg }) => arg === name)?.value;
  const attempts = given('max_retries');
  return {
    fn,
    decorator,
    queue: stringConstant(given('queue')),
    attempts: attempts && file.text.slice(attempts.start, attempts.end),
    sent,
  };
}

const isName = (node: Expression, id: string): boolean => node.kind === 'Name' && node.id === id;

const referencesOf = (name: string, file: PythonFile): readonly Name[] =>
  file.model.names.moduleScope.bindings.get(name)?.references ?? [];

function isUsedElsewhere(app: string, tasks: readonly Job[], file: PythonFile, { python }: Subject): boolean {
  const own = new Set([app, ...tasks.map(({ fn }) => fn.name)]);
  return python.some((other) => other !== file && other.model.names.imports.some(({ name }) => own.has(name ?? '')));
}

function brokerOf(made: Stmt | undefined, file: PythonFile): string {
  const value = made?.kind === 'Assign' && made.value.kind === 'Call' ? made.value : undefined;
  const broker = value?.keywords.find(({ arg }) => arg === 'broker')?.value;
  return broker === undefined ? DEFAULT_BROKER : file.text.slice(broker.start, broker.end);
}

/** Writes the tasks of each file in another dialect, and starts their workers so. */
export function rewriteJobs(subject: Subject, rewriting: Rewriting, dialect: JobDialect): void {
  for (const file of subject.python) {
    const jobs = jobsOf(file, subject);
    const taken = identifiersOf(moduleOf(file));
    if (jobs === undefined || !dialect.isFit(jobs) || dialect.names.some((name) => taken.has(name))) continue;
    rewriteModule(file, jobs, rewriting, dialect);
    rewriteWorkers(subject, rewriting, dialect);
  }
}

function rewriteModule(file: PythonFile, jobs: JobModule, rewriting: Rewriting, dialect: JobDialect): void {
  const { path, text } = file;
  const { imported, made, tasks } = jobs;
  const making = dialect.make(jobs);
  rewriting.replace(
    path,
    imported.start,
    imported.end,
    dialect.imports(jobs) + (made === undefined ? `\n\n${making}` : ''),
  );
  if (made !== undefined) rewriting.replace(path, made.start, made.end, making);
  for (const job of tasks) {
    const { fn, decorator } = job;
    const written = dialect.decorated(job);
    const start = lineStart(file, decorator.start);
    if (written === undefined) rewriting.replace(path, start, behindLine(file, decorator.end));
    else rewriting.replace(path, decorator.start, decorator.end, written);
    if (dialect.isAsync === true) {
      const def = text.indexOf('def ', decorator.end);
      const open = text.indexOf('(', def) + 1;
      rewriting.insert(path, def, 'async ');
      rewriting.insert(path, open, text.charAt(open) === ')' ? 'ctx' : 'ctx, ');
    }
    for (const call of job.sent) {
      const open = text.indexOf('(', call.func.end) + 1;
      const [before, behind] = dialect.send(job, text.charAt(open) !== ')');
      rewriting.replace(path, call.start, open, before);
      if (behind !== '') rewriting.insert(path, call.end - 1, behind);
    }
    if (indentOf(file, fn) === undefined) throw new Error(`a task of ${path} shares its line`);
  }
  const behind = dialect.register(jobs);
  if (behind !== '') rewriting.insert(path, text.length, `\n\n${behind}\n`);
}

/** `celery -A shop.tasks worker -Q mail,reports` in what starts services. */
function rewriteWorkers({ files }: Subject, rewriting: Rewriting, dialect: JobDialect): void {
  for (const [path, content] of files) {
    if (path.endsWith('.py') || typeof content !== 'string') continue;
    for (const found of content.matchAll(/celery -A ([\w.]+) worker(?: -Q ([\w,-]+))?/g)) {
      const [whole, module = '', queues] = found;
      rewriting.replace(path, found.index, found.index + whole.length, dialect.worker(module, queues));
    }
  }
}
