import {
  bodyWithoutDocstring,
  type ClassDef,
  callKeyword,
  type Def,
  type Expression,
  holds,
  type Stmt,
  stringConstant,
} from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { type DeclaredOption, optionsOfParameters, unreadCommandOptions } from '#kit/commands';
import type { Condition, Grade } from '#project';
import { type ArgparseUse, argparseUse } from './argparse-use.ts';
import { escapeOf } from './escape.ts';

/** Options that launchers give to every process, whether it looks at them or not. */
const LAUNCHER_OPTIONS: ReadonlySet<string> = new Set(
  'local_rank node_rank master_addr master_port world_size nproc_per_node deepspeed deepspeed_config help h'.split(' '),
);

export default defineSourceRule({
  docs: {
    summary: 'unused command-line option',
    why: 'The option is accepted without an error and has no effect. The run differs from the one that was requested, and its result may be misinterpreted.',
    remedy: 'Pass the value to the code that needs it, or remove the option',
    harm: 'misleads',
    severity: 'P3',
    precision: 'low',
    measured: { read: 25, right: 25, on: 'tensafe, fschat, bentoml, zenml, skypilot, xinference, modelscope' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.2' }],
    bad: 'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--stage")\nparser.add_argument("--epochs", type=int)\nargs = parser.parse_args()\nprint(args.epochs)\n',
    good: 'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--stage")\nparser.add_argument("--epochs", type=int)\nargs = parser.parse_args()\nprint(args.stage, args.epochs)\n',
  },
  skips: ['test'],
  mentions: ['argparse', 'click', 'rich_click', 'typer', 'add_argument'],
  visit: {
    Module(_, ctx) {
      if (ctx.names.imports.some(({ module }) => module === 'argparse')) reportUnread(ctx);
    },
    ClassDef: reportUnreadOfCommand,
    FunctionDef: reportUnusedParameters,
    AsyncFunctionDef: reportUnusedParameters,
  },
});

function reportUnread(ctx: SourceContext): void {
  const use = argparseUse(ctx);
  const { options, namespaces, parsers, mentioned, isDynamic } = use;
  // Where one of two has to be given, who reads whether the one is there reads both.
  const chosen = new Set(
    options.flatMap(({ dest, alternatives }) => (mentioned.has(dest) ? (alternatives ?? []) : [])),
  );
  const unread = options.filter(
    (option) =>
      !mentioned.has(option.dest) &&
      option.switches !== 'always' &&
      !LAUNCHER_OPTIONS.has(option.dest) &&
      !(option.alternatives && chosen.has(option.alternatives)) &&
      !spellsDefault(option, use),
  );
  if (unread.length === 0 || isDynamic) return;
  const isGiven = namespaces.some((parsing) => callKeyword(parsing, 'namespace') !== undefined);
  const escapes = [...namespaces, ...parsers].map((made) => escapeOf(made, ctx));
  if (escapes.includes('foreign')) return;
  const stays = namespaces.length > 0 && escapes.every((escaping) => escaping === 'none');
  for (const { at, spelled, dest } of unread) {
    const message = `unused option: \`${spelled}\` is accepted, but nothing reads \`${dest}\``;
    ctx.report({
      at,
      message,
      cause: ctx.path,
      doubt: isGiven ? 'external-use' : undefined,
      ...((!stays || isGiven) && { when: unlessRead(dest, namespaces.length > 0, ctx) }),
    });
  }
}

/** A switch that is on anyway, beside one that turns it off: `--dry-run`, which holds until someone says `--apply`. */
function spellsDefault({ switches, parser }: DeclaredOption, { options, chosenBetween }: ArgparseUse): boolean {
  if (switches !== 'as-default' || parser === undefined) return false;
  return options.some((other) => other.parser === parser && other.switches === 'on' && chosenBetween.has(other.dest));
}

/**
 * The namespace goes to other modules: none of them may read the name, or attributes whose names cannot be seen. A file that
 * only makes parsers, and that no module here imports, makes them for programs elsewhere.
 */
function unlessRead(attribute: string, parses: boolean, ctx: SourceContext): Condition {
  const { moduleName } = ctx.names;
  const question = { kind: 'attribute-read', attribute, around: moduleName } as const;
  const unsure = { doubt: 'external-use' } as const;
  const unread: Grade = parses
    ? 'keep'
    : { question: { kind: 'is-imported', module: moduleName }, yes: 'keep', no: unsure, unknown: unsure };
  return { question, yes: 'drop', no: unread, unknown: 'drop' };
}

/** Django hands the options of a management command to `handle`. */
function reportUnreadOfCommand(command: ClassDef, ctx: SourceContext): void {
  const options = unreadCommandOptions(command, ctx);
  for (const { at, spelled, dest } of options?.unread ?? []) {
    ctx.report({
      at,
      message: `unused option: \`${spelled}\` is accepted, but \`handle\` never reads \`${dest}\``,
      cause: ctx.path,
      doubt: options?.isShared ? 'external-use' : undefined,
    });
  }
}

/** click and typer hand each option to a parameter of the function below. */
function reportUnusedParameters(fn: Def, ctx: SourceContext): void {
  if (fn.decorator_list.length === 0) return;
  const options = optionsOfParameters(fn, ctx);
  if (options.length === 0 || bodyWithoutDocstring(fn).every(doesNothing) || readsLocals(fn, ctx)) return;
  for (const { at, spelled, dest } of options) {
    const binding = ctx.names.scopeOf(fn)?.bindings.get(dest);
    const isUnused = binding?.references.length === 0 && binding.definitions.length === 1;
    if (!isUnused) continue;
    const message = `unused option: \`${spelled}\` is accepted, but \`${fn.name}\` never reads \`${dest}\``;
    ctx.report({ at, message, cause: `${ctx.path} ${fn.name}` });
  }
}

/** A group that only holds commands, a stub. */
const doesNothing = (statement: Stmt): boolean =>
  statement.kind === 'Pass' || statement.kind === 'Raise' || (statement.kind === 'Expr' && isEmpty(statement.value));

/** A text by itself, `print("not implemented yet")`: what is said is all that happens. */
function isEmpty(value: Expression): boolean {
  if (value.kind === 'Constant') return true;
  return (
    value.kind === 'Call' &&
    value.args.some((text) => /\bnot (?:yet )?implemented\b|\bTODO\b/i.test(stringConstant(text) ?? ''))
  );
}

/** `locals()`, `ctx.params`: parameters may be read without their names. */
function readsLocals(fn: Def, ctx: SourceContext): boolean {
  return holds(fn, (node) =>
    node.kind === 'Attribute'
      ? node.attr === 'params' || node.attr === 'f_locals'
      : node.kind === 'Call' &&
        /^builtins\.locals$|^inspect\.|^sys\._getframe$/.test(ctx.names.qualifiedName(node.func) ?? ''),
  );
}
