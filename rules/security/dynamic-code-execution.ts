import {
  type Call,
  callKeyword,
  defineSourceRule,
  type Expression,
  type SourceContext,
  type SourceKind,
  stringConstant,
  type ValueSource,
} from '#kit';

/** Who chose the text, where that is somebody else than the author of the program. */
const OUTSIDE: ReadonlyMap<SourceKind, string> = new Map([
  ['request', 'the client of a route sends'],
  ['network', 'a connection brings'],
  ['database', 'comes out of a store'],
  ['input', 'a person types in'],
]);

/** Text that is the program's own on a good day. */
const NEAR: ReadonlyMap<SourceKind, string> = new Map([
  ['file', 'is read from a file'],
  ['environment', 'the environment holds'],
  ['arguments', 'the command line gives'],
  ['parameter', 'a caller passes'],
]);

export default defineSourceRule({
  docs: {
    summary: '`eval` or `exec` of text that the program did not write',
    why: 'Whoever chooses the text runs code with the rights of the process, and leaving out `__builtins__` does not help: every object leads back to them through its class.',
    remedy:
      'Parse what is expected: `ast.literal_eval` or JSON for values, a table of allowed functions for operations, a separate sandboxed process for real programs.',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [95],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-003' }],
    bad: 'def total():\n    return eval(input("sum: "))\n',
    good: 'import ast\n\n\ndef total():\n    return ast.literal_eval(input("sum: "))\n',
    measured: { read: 12, right: 1, on: 'camel_ai, cpython, distributed, metagpt, skypilot' },
  },
  visit: {
    Call(call, ctx) {
      const executor = executorOf(call, ctx);
      const [text] = call.args;
      if (executor === undefined || text === undefined || isTested(call, ctx)) return;
      if (ctx.values.possible(text) !== undefined || isCodeObject(text, ctx) || isChosen(text, ctx)) return;
      const sources = ctx.flow.sources(text);
      const outside = sources.find(({ kind }) => OUTSIDE.has(kind));
      if (outside !== undefined) report(call, executor, outside, ctx);
      else if (!isTemplate(sources, ctx)) reportNear(call, executor, sources, ctx);
    },
  },
});

/** Tests load and run what they made; vendored code is changed where it comes from. */
function isForeign({ context }: SourceContext): boolean {
  return context.role === 'test' || context.role === 'vendored';
}

function executorOf(call: Call, ctx: SourceContext): 'eval' | 'exec' | undefined {
  const { func } = call;
  if (func.kind !== 'Name' && func.kind !== 'Attribute') return undefined;
  const name = ctx.names.qualifiedName(func);
  if (name === 'builtins.eval') return 'eval';
  return name === 'builtins.exec' ? 'exec' : undefined;
}

function isTested(call: Call, ctx: SourceContext): boolean {
  return isForeign(ctx) || ctx.context.isTestCode(call);
}

/** What `compile` made of a tree, and code objects that a loader hands over, is no text. */
function isCodeObject(text: Expression, ctx: SourceContext): boolean {
  return ctx.types.classOf(text) === 'types.CodeType' || /(^|_)code_?obj/.test(text.kind === 'Name' ? text.id : '');
}

/** `if text in ("True", "False"): eval(text)`. */
function isChosen(text: Expression, ctx: SourceContext): boolean {
  const binding = text.kind === 'Name' ? ctx.names.resolve(text) : undefined;
  return (
    binding?.references.some(({ parent }) => {
      if (parent?.kind !== 'Compare' || parent.left.kind !== 'Name' || parent.left.id !== binding.name) return false;
      const [right] = parent.comparators;
      return parent.ops[0] === 'In' && right !== undefined && ctx.values.possible(right) !== undefined;
    }) === true
  );
}

/** The program writes the code itself and fills in names: a code generator. */
function isTemplate(sources: readonly ValueSource[], ctx: SourceContext): boolean {
  return sources.some(({ kind, leaf }) => {
    const value = kind === 'constant' ? ctx.values.fold(leaf) : undefined;
    return value?.kind === 'str' && /[A-Za-z_]{2}|[=(]/.test(value.value);
  });
}

/**
 * Text from nearer by: strict, but for `eval` of what a file holds, and for a namespace without builtins, which only
 * somebody writes who does not trust the text. Who takes the namespace from the caller (debuggers, profilers, resolvers of
 * annotations) runs the caller's code by trade.
 */
function reportNear(call: Call, executor: string, sources: readonly ValueSource[], ctx: SourceContext): void {
  const near = sources.find(({ kind }) => NEAR.has(kind));
  const distrusted = isRestricted(call, ctx);
  const source = near ?? (distrusted ? sources.find(({ kind }) => kind !== 'constant') : undefined);
  if (source === undefined) return;
  if (distrusted || (executor === 'eval' && source.kind === 'file')) report(call, executor, source, ctx);
  else if (!isNamespaceGiven(call, ctx)) report(call, executor, source, ctx, 'strict');
}

function report(
  call: Call,
  executor: string,
  { kind, leaf }: ValueSource,
  ctx: SourceContext,
  profile?: 'strict',
): void {
  const origin = OUTSIDE.get(kind) ?? NEAR.get(kind) ?? 'the program did not write';
  const distrusted = isRestricted(call, ctx) ? ', and a namespace without `__builtins__` does not confine it' : '';
  ctx.report({
    at: call.func,
    message: `\`${executor}\` runs text that ${origin}${distrusted}`,
    ...(profile !== undefined && { profile, severity: 'P2' }),
    related: call.args[0] === leaf ? [] : [{ at: leaf, message: 'the text comes from here' }],
  });
}

function namespaceOf(call: Call): Expression | undefined {
  return call.args[1] ?? callKeyword(call, 'globals')?.value;
}

/** `{"__builtins__": {}}` in place or under a name, `namespace["__builtins__"] = None`. */
function isRestricted(call: Call, ctx: SourceContext): boolean {
  const namespace = namespaceOf(call);
  if (namespace === undefined) return false;
  for (const origin of ctx.flow.origins(namespace)) {
    if (origin.kind === 'Dict' && origin.keys.some((key, i) => isWithheld(key, origin.values[i]))) return true;
  }
  const binding = namespace.kind === 'Name' ? ctx.names.resolve(namespace) : undefined;
  return (
    binding?.references.some(({ parent }) => {
      if (parent?.kind !== 'Subscript' || parent.ctx !== 'Store' || parent.parent?.kind !== 'Assign') return false;
      return isWithheld(parent.slice, parent.parent.value);
    }) === true
  );
}

function isWithheld(key: Expression | undefined, value: Expression | undefined): boolean {
  if (stringConstant(key) !== '__builtins__' || value === undefined) return false;
  return (
    value.kind === 'Dict' ||
    value.kind === 'DictComp' ||
    (value.kind === 'Constant' && value.value.kind === 'none') ||
    isOwnName(value)
  );
}

function isOwnName(value: Expression): boolean {
  return value.kind === 'Name' && !value.id.includes('builtins__') && value.id !== 'builtins';
}

function isNamespaceGiven(call: Call, ctx: SourceContext): boolean {
  const namespaces = [...call.args.slice(1), ...call.keywords.map(({ value }) => value)];
  return namespaces.some((namespace) =>
    ctx.flow.sources(namespace).some(({ kind, leaf }) => {
      if (kind === 'parameter') return true;
      if (leaf.kind === 'Attribute') return true;
      return leaf.kind === 'Call' && ctx.names.qualifiedName(leaf.func) === 'builtins.vars';
    }),
  );
}
