import { defineSourceRule, type SourceContext } from '#kit';
import { type Call, type Expression, holds, type Node } from '#kit/code';

/** Methods of `sys.path` that change it; which of them take away. */
const ADDING: ReadonlySet<string> = new Set(['insert', 'append', 'extend', '__iadd__', 'reverse', 'sort']);
const REMOVING: ReadonlySet<string> = new Set(['remove', 'pop', 'clear']);
/** Files that are run, by folder or by pip, before the package is on the path. */
const PROGRAM_FILES = /(^|\/)(__main__|setup)\.py$/;
export default defineSourceRule({
  docs: {
    summary: '`sys.path` changed by an installed module, or by a folder that depends on where the program starts',
    why: 'Importing the module changes where every later import in the process looks, so the same name can mean different files depending on who imported what first, and an installed wheel or a container lacks the folder that the path points at.',
    remedy: 'Delete the statement and import by the name under which the project is installed.',
    harm: 'drifts',
    ceiling: 'P3',
    precision: 'medium',
    measured: {
      read: 29,
      right: 26,
      on: 'TenSafe, litellm, superset, mypy, pip, tornado, luigi, the standard library, gpt_researcher, apache_superset, evidently, modelscope, cryptography, ray',
    },
    since: '0.1.0',
    cwe: [427],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-1' }],
    bad: 'import sys\n\nsys.path.insert(0, "..")\n',
    good: 'import sys\n\n\ndef is_importable(folder):\n    return folder in sys.path\n',
  },
  skips: ['documentation', 'generated', 'vendored', 'stub'],
  mentions: ['sys', 'site'],
  visit: {
    Call(call, ctx) {
      const change = changeByCall(call, ctx);
      if (change !== undefined) check(change, ctx);
    },
    AugAssign(statement, ctx) {
      if (isSearchPath(statement.target, ctx)) check({ at: statement, how: 'extended with `+=`', adds: true }, ctx);
    },
    Assign(statement, ctx) {
      const [target] = statement.targets;
      if (target === undefined || statement.targets.length > 1) return;
      const path = target.kind === 'Subscript' ? target.value : target;
      if (isSearchPathStored(path, ctx)) check({ at: statement, how: 'assigned', adds: true }, ctx);
    },
    Delete(statement, ctx) {
      const removes = statement.targets.some(
        (target) => target.kind === 'Subscript' && isSearchPath(target.value, ctx),
      );
      if (removes) check({ at: statement, how: 'cut with `del`', adds: false }, ctx);
    },
  },
});

interface Change {
  readonly at: Node;
  /** Past participle: what happens to the path. */
  readonly how: string;
  readonly adds: boolean;
}

function changeByCall(call: Call, ctx: SourceContext): Change | undefined {
  const { func } = call;
  if (func.kind === 'Attribute' && (ADDING.has(func.attr) || REMOVING.has(func.attr))) {
    if (!isSearchPath(func.value, ctx)) return undefined;
    return { at: call, how: `changed by \`${func.attr}\``, adds: ADDING.has(func.attr) };
  }
  if (ctx.names.qualifiedName(func) !== 'site.addsitedir') return undefined;
  return { at: call, how: 'extended by `site.addsitedir`', adds: true };
}

const isSearchPath = (expression: Expression, ctx: SourceContext): boolean =>
  ctx.names.qualifiedName(expression) === 'sys.path';

/** A plain name that is assigned (`path = sys.path`) changes nothing; the attribute or a slice of it does. */
const isSearchPathStored = (target: Expression, ctx: SourceContext): boolean =>
  (target.kind !== 'Name' || target.ctx === 'Load') && isSearchPath(target, ctx);

/** `sys.path.append(sys.path.pop(0))`: nothing comes that was not there. */
function isTakenFromPath(at: Node, ctx: SourceContext): boolean {
  const added = at.kind === 'Call' ? at.args.at(-1) : undefined;
  if (added?.kind !== 'Call' || added.func.kind !== 'Attribute') return false;
  return added.func.attr === 'pop' && isSearchPath(added.func.value, ctx);
}

function check({ at, how, adds }: Change, ctx: SourceContext): void {
  // Taking the entry away again is part of the defect that put it there.
  if (!adds && addsElsewhere(ctx)) return;
  const isUnderMain = ctx.context.isUnderMain(at) && ctx.context.defAround(at) === undefined;
  // In functions, loaders of the user's own code change the path on purpose.
  if (!isUnderMain && !ctx.context.runsDuringImport(at)) return;
  const isImported = !isUnderMain && isImportable(ctx) && !isTakenFromPath(at, ctx);
  const isUnplaced = ctx.context.role !== 'notebook' && addedBy(at).some((each) => dependsOnStart(each, ctx));
  if (!isImported && !isUnplaced) {
    ctx.proven({ at, by: 'the folder is the same wherever the file is run from, and the process is its own' });
    return;
  }
  const minor = { heldBack: 'nothing packages the file, which may always be started in the same folder' } as const;
  const problem = {
    at,
    message: `\`sys.path\` is ${how} whenever this ${isImported ? 'module is imported' : 'file is run'}`,
    cause: CAUSE,
  };
  if (!isImported) ctx.report({ ...problem, ...minor });
  else {
    const question = { kind: 'is-packaged', module: ctx.names.moduleName } as const;
    const otherwise = isUnplaced ? minor : 'drop';
    ctx.report({ ...problem, when: { question, yes: 'keep', no: otherwise, unknown: otherwise } });
  }
}

/** What a change gives to the path. */
function addedBy(at: Node): readonly Expression[] {
  if (at.kind === 'Call') return at.args.filter((each): each is Expression => each.kind !== 'Starred');
  return at.kind === 'Assign' || at.kind === 'AugAssign' ? [at.value] : [];
}

/** A folder that is written out, or told from the working directory, and not from the place of the file. */
function dependsOnStart(folder: Expression, ctx: SourceContext): boolean {
  if (ctx.values.string(folder) !== undefined) return true;
  const at = ctx.flow.whole(folder);
  switch (at.kind) {
    case 'List':
    case 'Tuple':
      return at.elts.some((each) => dependsOnStart(each, ctx));
    case 'BinOp':
      return dependsOnStart(at.left, ctx);
    case 'Attribute':
      return dependsOnStart(at.value, ctx);
    case 'Call': {
      if (/^(os\.getcwd|pathlib\.Path\.cwd)$/.test(ctx.names.qualifiedName(at.func) ?? '')) return true;
      const [first] = at.args;
      if (first !== undefined) return dependsOnStart(first, ctx);
      return at.func.kind === 'Attribute' && dependsOnStart(at.func.value, ctx);
    }
    default:
      return false;
  }
}

/** That the project is not installed makes every program and module do so. */
const CAUSE = 'not installed';

function isImportable(ctx: SourceContext): boolean {
  return (ctx.context.role === 'library' || ctx.context.role === 'entry-point') && !PROGRAM_FILES.test(ctx.path);
}

function addsElsewhere(ctx: SourceContext): boolean {
  return holds(ctx.module, (node) =>
    node.kind === 'AugAssign'
      ? isSearchPath(node.target, ctx)
      : node.kind === 'Assign'
        ? node.targets.some((target) => isSearchPathStored(target, ctx))
        : node.kind === 'Call' && changeByCall(node, ctx)?.adds === true,
  );
}
