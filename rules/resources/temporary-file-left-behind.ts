import {
  booleanConstant,
  type Call,
  callKeyword,
  type Expression,
  holds,
  isInFinally,
  isStatement,
  lastName,
  type Name,
  type Node,
  namesIn,
  type Stmt,
  shortText,
  walk,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';

/** What they make stays until someone removes it. */
const MAKERS: ReadonlySet<string> = new Set(['tempfile.mkdtemp', 'tempfile.mkstemp', 'tempfile.NamedTemporaryFile']);

export default defineSourceRule({
  docs: {
    summary: 'temporary file or directory left behind',
    why: 'Each call, or each one that fails, leaves a file on the disk of the server. They may hold private data, and the disk is full some day.',
    remedy:
      'Use `tempfile.TemporaryDirectory` or `NamedTemporaryFile` in a `with`, or begin the `try` with the removal in its `finally` right after the creation',
    harm: 'leaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [459],
    origin: [{ document: 'Field report 2', finding: '3: setup before the try whose finally cleans up' }],
    bad: 'import shutil\nimport tempfile\n\n\ndef convert(source, client):\n    folder = tempfile.mkdtemp()\n    client.download(source, folder)\n    try:\n        return client.convert(folder)\n    finally:\n        shutil.rmtree(folder)\n',
    good: 'import shutil\nimport tempfile\n\n\ndef convert(source, client):\n    folder = tempfile.mkdtemp()\n    try:\n        client.download(source, folder)\n        return client.convert(folder)\n    finally:\n        shutil.rmtree(folder)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['mkdtemp', 'mkstemp', 'NamedTemporaryFile'],
  visit: {
    Call(call, ctx) {
      const maker = ctx.names.qualifiedName(call.func) ?? '';
      if (!MAKERS.has(maker) || (maker.endsWith('NamedTemporaryFile') && !isKept(call))) return;
      const fn = ctx.context.defAround(call);
      const made = statementOf(call);
      const name = made === undefined ? undefined : nameGiven(call, made);
      if (fn === undefined || made === undefined || name === undefined) return;
      const names = namesFor(name, fn.body);
      if (isHandedOver(names, fn, made, ctx)) return;
      const removals = callsWithin([fn]).filter((each) => removes(each, names));
      const fault = faultOf(removals, made, fn.body, ctx);
      if (fault === undefined) return;
      ctx.report({
        at: call,
        message: `\`${name.id}\` is left behind: ${fault.says}`,
        related: fault.at === undefined ? [] : [{ at: fault.at, message: fault.note }],
        ...(fault.doubt && { doubt: fault.doubt }),
      });
    },
  },
});

const isKept = (call: Call): boolean => {
  const value = callKeyword(call, 'delete')?.value;
  return value !== undefined && booleanConstant(value) === false;
};

function statementOf(node: Node): Stmt | undefined {
  let at: Node | undefined = node;
  while (at !== undefined && !isStatement(at)) at = at.parent;
  return at as Stmt | undefined;
}

/** `folder = Path(mkdtemp())`, `handle, path = mkstemp()`, `with NamedTemporaryFile(delete=False) as file`. */
function nameGiven(call: Call, made: Stmt): Name | undefined {
  if (made.kind === 'With' || made.kind === 'AsyncWith') {
    const target = made.items.find(({ context_expr: each }) => each === call)?.optional_vars;
    return target?.kind === 'Name' ? target : undefined;
  }
  if (made.kind !== 'Assign' || made.targets.length !== 1) return undefined;
  const [target] = made.targets;
  if (target?.kind === 'Tuple') return target.elts[1]?.kind === 'Name' ? target.elts[1] : undefined;
  const isWhole = made.value === call || (made.value.kind === 'Call' && made.value.args[0] === call);
  return isWhole && target?.kind === 'Name' ? target : undefined;
}

/** The names under which the function has it: `path = file.name`, `folder = Path(folder)`. */
function namesFor({ id }: Name, body: readonly Stmt[]): ReadonlySet<string> {
  const names = new Set([id]);
  const isOf = (value: Expression): boolean =>
    (value.kind === 'Name' && names.has(value.id)) ||
    (value.kind === 'Attribute' && value.attr === 'name' && isOf(value.value)) ||
    (value.kind === 'Call' &&
      /^(?:Path|str|fspath)$/.test(lastName(value.func) ?? '') &&
      value.args[0] !== undefined &&
      isOf(value.args[0]));
  for (const statement of body)
    walk(statement, (node) => {
      const [target] = node.kind === 'Assign' ? node.targets : [];
      if (node.kind === 'Assign' && target?.kind === 'Name' && isOf(node.value)) names.add(target.id);
    });
  return names;
}

const mentions = (node: Node, names: ReadonlySet<string>): boolean =>
  holds(node, (each) => each.kind === 'Name' && names.has(each.id));

/** It is returned, yielded, kept in an object, a collection or a closure: someone else may remove it. */
function isHandedOver(
  names: ReadonlySet<string>,
  fn: Node & { body: readonly Stmt[] },
  made: Stmt,
  ctx: SourceContext,
): boolean {
  const keeps = (value: Expression | undefined): boolean =>
    value !== undefined &&
    (value.kind === 'Name' || value.kind === 'Attribute'
      ? mentions(value, names)
      : value.kind === 'Tuple' || value.kind === 'List' || value.kind === 'Dict'
        ? mentions(value, names)
        : value.kind === 'Call' &&
          (/^(?:str|Path|open)$/.test(lastName(value.func) ?? '') ||
            ctx.effects.projectPath(value) !== undefined ||
            /^[A-Z]/.test(lastName(value.func) ?? '')) &&
          mentions(value, names));
  return holds(fn.body, (node) => {
    if (node.kind === 'Global' || node.kind === 'Nonlocal') return node.names.some((each) => names.has(each));
    if (node.kind === 'Return' || node.kind === 'Yield') return keeps(node.value) && !isAnswer(node.value);
    if (node.kind === 'Assign' && node !== made)
      return (
        node.targets.some(({ kind }) => kind === 'Attribute' || kind === 'Subscript') && mentions(node.value, names)
      );
    if (node.kind === 'Lambda' || (node.kind === 'FunctionDef' && node !== fn)) return mentions(node, names);
    return (
      node.kind === 'Call' &&
      /^(?:append|add|put|register|callback|push|enter_context|setdefault|addCleanup|add_task)$/.test(
        lastName(node.func) ?? '',
      ) &&
      node.args.some((each) => mentions(each, names))
    );
  });
}

/** A response sends the file, and removes it only if it is told to. */
const isAnswer = (value: Expression | undefined): boolean =>
  value?.kind === 'Call' && lastName(value.func) === 'FileResponse' && callKeyword(value, 'background') === undefined;

const REMOVING =
  /^(?:rmtree|unlink|remove|rmdir|removedirs|cleanup|move|replace|rename|renames)$|remove|delete|clean|unlink/i;

/** `shutil.rmtree(folder)`, `path.unlink()`, `BackgroundTask(os.unlink, path)`. */
function removes(call: Call, names: ReadonlySet<string>): boolean {
  const isGiven = [...call.args, ...call.keywords.map(({ value }) => value)].some((each) => mentions(each, names));
  const isOwn = call.func.kind === 'Attribute' && mentions(call.func.value, names);
  if (REMOVING.test(lastName(call.func) ?? '')) return isGiven || isOwn;
  return isGiven && call.args.some((each) => REMOVING.test(lastName(each) ?? ''));
}

interface Fault {
  readonly says: string;
  readonly at?: Node;
  readonly note: string;
  readonly doubt?: 'ownership-transfer';
}

function faultOf(removals: readonly Call[], made: Stmt, body: readonly Stmt[], ctx: SourceContext): Fault | undefined {
  const [first] = removals;
  if (first === undefined) {
    const isGivenToOwn = callsWithin(body).some(
      (each) => ctx.effects.projectPath(each) !== undefined && each.start > made.start,
    );
    return { says: 'nothing removes it', note: '', ...(isGivenToOwn && { doubt: 'ownership-transfer' as const }) };
  }
  // A handler that removes it, or a loop that does so later, looks after the failure too.
  if (removals.some((each) => ctx.context.handlerAround(each) !== undefined)) return undefined;
  const final = removals.find((each) => isInFinally(each));
  const end = final === undefined ? undefined : tryOf(final);
  if (end !== undefined && end.start <= made.start) return undefined;
  const until = end?.start ?? first.start;
  const failing = callsWithin(body).find(
    (each) => each.start > made.end && each.end <= until && mayFail(each, made, ctx) && !removals.includes(each),
  );
  if (failing === undefined) return undefined;
  const says =
    end === undefined
      ? `it is removed only if \`${shortText(failing.func, ctx.text)}\` and all that follows succeed`
      : `\`${shortText(failing.func, ctx.text)}\` may fail before the \`try\` whose \`finally\` removes it`;
  return { says, at: final ?? first, note: 'it is removed here' };
}

/** The `try` whose `finally` holds a node. */
function tryOf(node: Node): Node | undefined {
  let child: Node = node;
  for (let at = node.parent; at !== undefined; child = at, at = at.parent)
    if ((at.kind === 'Try' || at.kind === 'TryStar') && at.finalbody.includes(child as Stmt)) return at;
  return undefined;
}

/** It reaches files, the network, a process or code of the project; closing and writing to the new file itself rarely fail. */
function mayFail(call: Call, made: Stmt, ctx: SourceContext): boolean {
  if (/^(?:close|flush|seek|write|fsync|exists|fdopen|join)$/.test(lastName(call.func) ?? '')) return false;
  if (namesIn(call).size === 0 || call.start < made.end) return false;
  return (
    ['file', 'network', 'database', 'process', 'project', 'unknown'].includes(ctx.effects.of(call)) && !isPlain(call)
  );
}

const isPlain = ({ func }: Call): boolean =>
  /^(?:debug|info|warning|error|str|Path|len|print|time|perf_counter|monotonic|uuid4)$/.test(lastName(func) ?? '');
