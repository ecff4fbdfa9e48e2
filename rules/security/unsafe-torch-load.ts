import {
  type Arg,
  type Call,
  callKeyword,
  defineSourceRule,
  type Expression,
  parametersOf,
  type SourceContext,
  walk,
} from '#kit';

const LOADS: ReadonlySet<string> = new Set(['torch.load', 'torch.serialization.load']);

/** The release whose default became `weights_only=True`. */
const SAFE_BY_DEFAULT = '2.6';

export default defineSourceRule({
  docs: {
    summary: '`torch.load` that unpickles more than weights',
    why: 'A checkpoint is a pickle: whoever can replace the file runs code of their own in the process that loads it, with its data and its credentials.',
    remedy: 'Pass `weights_only=True`, or store the weights as safetensors.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [502],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.3' }],
    bad: 'import torch\n\nstate = torch.load("model.pt", weights_only=False)\n',
    good: 'import torch\n\nstate = torch.load("model.pt", weights_only=True)\n',
    measured: {
      read: 5,
      right: 5,
      on: 'TenSafe; strict 14 of 20 on lightning, peft, fschat, khoj, metagpt, sglang, ray and others',
    },
  },
  skips: ['test', 'vendored'],
  mentions: ['torch'],
  visit: {
    Call(call, ctx) {
      if (!isLoad(call, ctx) || ctx.context.isTestCode(call)) return;
      if (isSavedHere(call, ctx)) return;
      const given = weightsOnly(call, ctx);
      if (given.kind === 'unsafe') reportUnsafe(call, given.cause, ctx);
      else if (given.kind === 'absent') reportDefault(call, ctx);
    },
  },
});

/** What the call says of `weights_only`. */
type WeightsOnly =
  | { readonly kind: 'unsafe'; readonly cause: Cause }
  | { readonly kind: 'absent' }
  | { readonly kind: 'safe-or-unknown' };

interface Cause {
  readonly message: string;
  readonly at: Expression | undefined;
}

/** `torch.load(…)` under any name, or `functools.partial(torch.load, …)`. */
function isLoad(call: Call, ctx: SourceContext): boolean {
  const name = ctx.names.qualifiedName(call.func);
  if (name !== 'functools.partial') return LOADS.has(name ?? '');
  const [loader] = call.args;
  return loader !== undefined && LOADS.has(ctx.names.qualifiedName(loader) ?? '');
}

function weightsOnly(call: Call, ctx: SourceContext): WeightsOnly {
  const argument = ctx.values.argument(call, 'weights_only', undefined);
  if (argument.kind === 'given') return judge(argument.value, ctx);
  return argument.kind === 'absent' ? { kind: 'absent' } : unpacked(call, ctx);
}

/** `None` is the default said aloud. */
function judge(value: Expression, ctx: SourceContext): WeightsOnly {
  const values = ctx.values.possible(value);
  if (values?.some((each) => each.kind === 'bool' && !each.value) === true) {
    const isPlain = value.kind === 'Constant';
    const message = isPlain ? 'with `weights_only=False`' : 'with a `weights_only` that can be `False`';
    return { kind: 'unsafe', cause: { message, at: isPlain ? undefined : value } };
  }
  if (values?.every((each) => each.kind === 'none') === true) return { kind: 'absent' };
  return parameterDefault(value, ctx);
}

/** A parameter handed on is as safe as its default: few callers say anything else. */
function parameterDefault(value: Expression, ctx: SourceContext): WeightsOnly {
  const parameter = value.kind === 'Name' ? ctx.names.parameterOf(value) : undefined;
  const given = parameter === undefined ? undefined : defaultOf(parameter);
  const folded = given === undefined ? undefined : ctx.values.fold(given);
  if (folded?.kind !== 'bool' || folded.value || value.kind !== 'Name') return { kind: 'safe-or-unknown' };
  return {
    kind: 'unsafe',
    cause: {
      message: `with \`weights_only=${value.id}\`, which is \`False\` unless a caller says otherwise`,
      at: given,
    },
  };
}

function defaultOf(parameter: Arg): Expression | undefined {
  const fn = parameter.parent?.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef' && fn?.kind !== 'Lambda') return undefined;
  return parametersOf(fn).find(({ node }) => node === parameter)?.default;
}

/** `torch.load(path, **OPTIONS)` with options that are known. */
function unpacked(call: Call, ctx: SourceContext): WeightsOnly {
  const folded = call.keywords.flatMap(({ arg, value }) => (arg === undefined ? [ctx.values.fold(value)] : []));
  for (const options of folded) {
    if (options?.kind !== 'mapping') return { kind: 'safe-or-unknown' };
    const entry = options.entries.find(([key]) => key.kind === 'str' && key.value === 'weights_only');
    if (entry === undefined) continue;
    const isUnsafe = entry[1].kind === 'bool' && !entry[1].value;
    const cause = { message: 'with `weights_only=False` among the unpacked options', at: undefined };
    return isUnsafe ? { kind: 'unsafe', cause } : { kind: 'safe-or-unknown' };
  }
  return call.args.some((arg) => arg.kind === 'Starred') ? { kind: 'safe-or-unknown' } : { kind: 'absent' };
}

/** Saved and loaded in one function: a copy, whose content is the program's own. */
function isSavedHere(call: Call, ctx: SourceContext): boolean {
  const source = ctx.values.givenArgument(call, 'f', 0);
  const fn = ctx.context.functionAround(call);
  const binding = source?.kind === 'Name' ? ctx.names.resolve(source) : undefined;
  if (binding === undefined || fn === undefined) return false;
  return binding.references.some(({ parent }) => {
    if (parent?.kind !== 'Call' || parent.start > call.start) return false;
    return ctx.names.qualifiedName(parent.func) === 'torch.save' && ctx.context.functionAround(parent) === fn;
  });
}

function reportUnsafe(call: Call, { message, at }: Cause, ctx: SourceContext): void {
  const keyword = callKeyword(call, 'weights_only');
  const safer = safeAttemptBefore(call, ctx);
  ctx.report({
    at: keyword?.value ?? call.func,
    message: `\`torch.load\` ${message} runs the code that the file names`,
    // Whoever writes `False` has decided so, most often for files of their own; a fallback to it has decided nothing.
    ...(safer === undefined && { profile: 'strict' as const }),
    related: [
      ...(at === undefined ? [] : [{ at, message: '`False` comes from here' }]),
      ...(safer === undefined ? [] : [{ at: safer, message: 'what this safe load refuses, the handler loads' }]),
    ],
  });
}

function safeAttemptBefore(call: Call, ctx: SourceContext): Call | undefined {
  const attempt = ctx.context.handlerAround(call)?.parent;
  if (attempt?.kind !== 'Try') return undefined;
  let found: Call | undefined;
  for (const statement of attempt.body) {
    walk(statement, (node) => {
      if (node.kind === 'Call' && isLoad(node, ctx)) found ??= node;
    });
  }
  return found;
}

function reportDefault(call: Call, ctx: SourceContext): void {
  const rest = `below ${SAFE_BY_DEFAULT}, where it runs the code that the file names`;
  ctx.report({
    at: call.func,
    message: `\`torch.load\` without \`weights_only\`, and the project allows torch ${rest}`,
    when: {
      question: { kind: 'allows-version-below', distribution: 'torch', version: SAFE_BY_DEFAULT },
      yes: 'keep',
      no: {
        severity: 'P3',
        profile: 'strict',
        message: `\`torch.load\` without \`weights_only\` is safe only by the default of torch ${SAFE_BY_DEFAULT}, which the project requires`,
      },
      unknown: {
        severity: 'P2',
        profile: 'strict',
        message: `\`torch.load\` without \`weights_only\`, and nothing in the project keeps out torch ${rest}`,
      },
    },
  });
}
