import {
  type Attribute,
  ancestors,
  booleanConstant,
  type ClassDef,
  type ExceptHandler,
  type Expression,
  holds,
  type If,
  isNone,
  type Name,
  type Node,
  presenceTested,
  type Stmt,
  walk,
  wordsOfName,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { IMPORT_ERRORS } from '#knowledge/import-errors';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import { firstPartyOf } from '#semantics/effects/first-party';
import { importsTried } from './_shared/tried-imports.ts';

/** Words of a name that say "not the real thing"; `Stub` at the end of a name is a gRPC client. */
const STAND_IN_WORD = /^(mock(s|ed|ing)?|fake[ds]?|dummy|toy|noop|simulat(e|ed|es|ing|ion|or))$/;

export default defineSourceRule({
  docs: {
    summary: 'mock used as the fallback of a failed import',
    why: 'If the library is missing or broken, the program starts as usual and may serve made-up results. At most, a log line mentions it.',
    remedy: 'Let the import error propagate, and use the mock only when the configuration names it',
    harm: 'misleads',
    severity: {
      'missing import': 'P0',
      'any failure while loading': 'P1',
    },
    precision: 'low',
    measured: { read: 18, right: 18, on: 'TenSafe, sglang; none in 34 other packages and the standard library' },
    since: '0.1.0',
    cwe: [636],
    origin: [{ document: 'TenSafe Issue Register', finding: 'HE-01' }],
    bad: 'def open_store():\n    try:\n        import boto3\n    except ImportError:\n        return FakeStore()\n    return boto3.client("s3")\n',
    good: 'def open_store():\n    try:\n        import boto3\n    except ImportError as error:\n        raise RuntimeError("install the s3 extra") from error\n    return boto3.client("s3")\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    ExceptHandler(handler, ctx) {
      const missing = whatFails(handler, ctx);
      if (missing === undefined || isOutOfScope(handler, ctx) || ctx.handlers.describe(handler).mayRaise) return;
      const standIn = findStandIn(handler.body, ctx) ?? classInstead(handler, ctx);
      if (standIn === undefined) return;
      ctx.report({
        at: { start: handler.start, end: handler.type?.end ?? handler.start + 'except'.length },
        message: `${describe(standIn)} replaces \`${missing.name}\` when ${missing.when}`,
        remedy: `Raise if \`${missing.name}\` is missing, unless the configuration asks for the mock by name`,
        kind: missing.kind,
        related: [{ at: standIn, message: 'the mock' }],
      });
    },
    If(branch, ctx) {
      const flag = flagOf(branch, ctx);
      const standIn = flag === undefined ? undefined : findStandIn(flag.without, ctx);
      if (flag === undefined || standIn === undefined || ctx.flow.exits(flag.without).raises) return;
      ctx.report({
        at: branch.test,
        message: `${describe(standIn)} replaces \`${flag.missing}\` when its import failed and left \`${flag.name}\` unset`,
        kind: flag.kind,
        remedy: `Raise if \`${flag.missing}\` is missing, unless the configuration asks for the mock by name`,
        related: [
          { at: standIn, message: 'the mock' },
          { at: flag.handler.type ?? flag.handler, message: 'the failed import is caught here' },
        ],
      });
    },
  },
});

interface Missing {
  readonly name: string;
  readonly when: string;
  readonly kind: string | undefined;
}

/** The import, or the loading of something imported, whose failure a handler catches. */
function whatFails(handler: ExceptHandler, ctx: SourceContext): Missing | undefined {
  const { catches, breadth } = ctx.handlers.describe(handler);
  const isImportError = catches.some((name) => IMPORT_ERRORS.has(name));
  if (!isImportError && breadth !== 'exception' && breadth !== 'bare' && breadth !== 'base') return undefined;
  const name = firstImport(handler, ctx);
  const when = isImportError ? 'it cannot be imported' : 'anything in the `try` fails';
  return name === undefined ? undefined : { name, when, kind: isImportError ? undefined : 'any failure while loading' };
}

/** `class Tracer:` under the name of what is missing, with values or methods that give something of their own. */
function classInstead({ body, parent }: ExceptHandler, ctx: SourceContext): Node | undefined {
  const imports = parent?.kind === 'Try' || parent?.kind === 'TryStar' ? importsTried(parent, ctx) : [];
  const topOf = (module: string): string => module.split('.', 1)[0] ?? '';
  // What an older Python lacks is written anew alike, and a module of the same package is there: `duplicate-class-definition` tells.
  const { isOwn, mayBeOwn } = firstPartyOf(ctx.names);
  const missing = imports.filter(
    ({ module }) => !STANDARD_LIBRARY_MODULES.has(topOf(module)) && !isOwn(module) && !mayBeOwn(module),
  );
  return body.find(
    (each) => each.kind === 'ClassDef' && missing.some(({ boundAs }) => boundAs === each.name) && isFilled(each, ctx),
  );
}

const isFilled = (each: ClassDef, ctx: SourceContext): boolean =>
  returnsValues(each, ctx) || each.body.some((field) => field.kind === 'AnnAssign' && field.value !== undefined);

function firstImport({ parent }: ExceptHandler, ctx: SourceContext): string | undefined {
  return parent?.kind === 'Try' || parent?.kind === 'TryStar' ? importsTried(parent, ctx)[0]?.module : undefined;
}

/** Functions and branches whose own name says so. */
function isOutOfScope(node: Node, ctx: SourceContext): boolean {
  for (const outer of ancestors(node)) {
    if (
      (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef' || outer.kind === 'ClassDef') &&
      hasStandInName(outer.name)
    )
      return true;
    if (outer.kind === 'If' && mentionsStandIn(outer.test)) return true;
  }
  return false;
}

/** A branch for the case that a flag, set where an import failed, says so. */
function flagOf(branch: If, ctx: SourceContext) {
  const tested = presenceTested(branch.test);
  const flag = tested?.subject;
  if (tested === undefined || flag?.kind !== 'Name' || ctx.context.defAround(branch) === undefined) return undefined;
  const binding = ctx.names.resolve(flag);
  if (binding?.scope.kind !== 'module') return undefined;
  for (const definition of binding.definitions) {
    const isFlag = definition.kind === 'assignment' && isUnset(definition.value, ctx);
    const handler = isFlag ? handlerOf(definition.node) : undefined;
    const missing = handler === undefined ? undefined : whatFails(handler, ctx);
    if (handler === undefined || missing === undefined) continue;
    return {
      name: flag.id,
      missing: missing.name,
      kind: missing.kind,
      handler,
      without: tested.isPresent ? branch.orelse : branch.body,
    };
  }
  return undefined;
}

function handlerOf(node: Node): ExceptHandler | undefined {
  for (const outer of ancestors(node)) if (outer.kind === 'ExceptHandler') return outer;
  return undefined;
}

function isUnset(value: Expression | undefined, ctx: SourceContext): boolean {
  const folded = value && ctx.values.fold(value);
  return folded?.kind === 'none' || (folded?.kind === 'bool' && !folded.value);
}

/** The first stand-in that a body calls, names, imports, defines or switches on. */
function findStandIn(body: readonly Stmt[], ctx: SourceContext): Node | undefined {
  let found: Node | undefined;
  for (const statement of body) {
    walk(statement, (node) => {
      if (found !== undefined || (node.kind === 'If' && mentionsStandIn(node.test))) return 'skip';
      if (isStandIn(node, ctx)) found = node;
      return node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef'
        ? 'skip'
        : undefined;
    });
  }
  return found;
}

function isStandIn(node: Node, ctx: SourceContext): boolean {
  const isLocal = ctx.context.defAround(node) !== undefined;
  switch (node.kind) {
    case 'ClassDef':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return hasStandInName(node.name) && (isLocal || returnsValues(node, ctx));
    case 'Name':
    case 'Attribute':
      if (node.ctx !== 'Load' || !hasStandInName(nameOf(node))) return isLocal && isSwitchedOn(node);
      return isMade(node, ctx) && (isLocal || returnsValuesOf(node, ctx));
    case 'alias':
      return isLocal && hasStandInName(node.name) && node.name !== 'mock';
    default:
      return false;
  }
}

/** Called, or a function, class or global returned or bound: a local that is called dummy is none. */
function isMade(node: Name | Attribute, ctx: SourceContext): boolean {
  const { parent } = node;
  if (parent?.kind === 'Call') return parent.func === node;
  if (parent?.kind !== 'Return' && !(parent?.kind === 'Assign' && parent.value === node)) return false;
  return node.kind === 'Attribute' || ctx.names.resolve(node)?.scope.kind === 'module';
}

/** `self._using_mock = True`. */
function isSwitchedOn(node: Expression): boolean {
  if (node.kind !== 'Attribute' || !hasStandInName(node.attr) || node.parent?.kind !== 'Assign') return false;
  return booleanConstant(node.parent.value) === true;
}

function returnsValuesOf(expression: Expression, ctx: SourceContext): boolean {
  const definition = ctx.names.definitionOf(expression);
  if (definition !== undefined) return returnsValues(definition, ctx);
  return ctx.names.qualifiedName(expression)?.startsWith('unittest.mock.') === true;
}

/** A method or the function gives back something of its own: not nothing, not itself, not what it was given. */
function returnsValues(
  definition: Node & { kind: 'ClassDef' | 'FunctionDef' | 'AsyncFunctionDef' },
  ctx: SourceContext,
): boolean {
  if (definition.kind === 'ClassDef') {
    return definition.body.some(
      (inner) => (inner.kind === 'FunctionDef' || inner.kind === 'AsyncFunctionDef') && returnsValues(inner, ctx),
    );
  }
  return ctx.flow.returnValues(definition).some((value) => {
    if (value === undefined || isNone(value)) return false;
    return value.kind !== 'Name' || ctx.names.parameterOf(value) === undefined;
  });
}

function mentionsStandIn(test: Expression): boolean {
  return holds(test, (node) =>
    node.kind === 'Name' || node.kind === 'Attribute'
      ? hasStandInName(nameOf(node))
      : node.kind === 'Constant' && node.value.kind === 'str' && hasStandInName(node.value.value),
  );
}

const nameOf = (node: Name | Attribute): string => (node.kind === 'Name' ? node.id : node.attr);

function hasStandInName(name: string): boolean {
  const parts = wordsOfName(name.split('.').at(-1) ?? name);
  return parts[0] === 'stub' || parts.some((word) => STAND_IN_WORD.test(word)) || parts.join('_').includes('no_op');
}

function describe(node: Node): string {
  if (node.kind === 'Name' || node.kind === 'Attribute') return `\`${nameOf(node)}\``;
  return node.kind === 'alias' || 'name' in node ? `\`${node.name}\`` : 'a mock';
}
