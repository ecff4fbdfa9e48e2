import { type Call, type Expression, holds, type Node } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, type SourceContext } from '#kit';
import type { Question } from '#project';

/** Methods of `sys.path` that change it; which of them take away. */
const ADDING: ReadonlySet<string> = new Set(['insert', 'append', 'extend', '__iadd__', 'reverse', 'sort']);
const REMOVING: ReadonlySet<string> = new Set(['remove', 'pop', 'clear']);
export default defineSourceRule({
  docs: {
    summary: '`sys.path` modified by the program',
    why: 'Every later import in the process also searches the added folder, so the same name can mean different files depending on import order. An installed wheel or a container may not have the folder.',
    remedy: 'Install the project (`pip install -e .`), import it by its package name, and delete the statement',
    harm: 'not-reproducible',
    severity: { 'module that others import or a server loads': 'P1', script: 'P2' },
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
  skips: NOT_PRODUCTION,
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
  if (isTakenFromPath(at, ctx)) ctx.proven({ at, by: 'it only reorders existing entries' });
  else
    ctx.report({
      at,
      message: `\`sys.path\` is ${how} whenever ${whenIn(at, ctx)}`,
      cause: CAUSE,
      ...whatItIs(at, ctx),
    });
}

const SCRIPT = { kind: 'script' } as const;

/** A module that others import or a server loads changes their path too. */
function whatItIs(at: Node, { context, names }: SourceContext): Pick<Problem, 'kind' | 'when'> {
  if (context.isUnderMain(at)) return SCRIPT;
  const module = names.moduleName;
  const isServed: Question = {
    kind: 'all',
    of: [
      { kind: 'is-started', module },
      { kind: 'not', of: { kind: 'is-started', module, asProgram: true } },
    ],
  };
  // A script may lie in a package and is no part of what that offers.
  const isPackaged: readonly Question[] = context.role === 'script' ? [] : [{ kind: 'is-packaged', module }];
  const question: Question = { kind: 'any', of: [{ kind: 'is-imported', module }, ...isPackaged, isServed] };
  return { when: { question, yes: 'keep', no: SCRIPT, unknown: 'keep' } };
}

function whenIn(at: Node, { context }: SourceContext): string {
  const fn = context.defAround(at);
  if (fn !== undefined && !context.runsDuringImport(at)) return `\`${fn.name}\` runs`;
  return context.isUnderMain(at) || context.role !== 'library' ? 'this file runs' : 'this module is imported';
}

/** That the project is not installed makes every program and module do so. */
const CAUSE = 'not installed';

function addsElsewhere(ctx: SourceContext): boolean {
  return holds(ctx.module, (node) =>
    node.kind === 'AugAssign'
      ? isSearchPath(node.target, ctx)
      : node.kind === 'Assign'
        ? node.targets.some((target) => isSearchPathStored(target, ctx))
        : node.kind === 'Call' && changeByCall(node, ctx)?.adds === true,
  );
}
