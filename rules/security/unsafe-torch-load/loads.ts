/** Calls of `torch.load`, and the version whose default is safe. */
import { type Call, isWithin, nodesOf } from '#ast';
import type { SourceContext } from '#kit';
import type { Edits } from '#kit/fixes';
import { isAtLeast } from '#project/specifier';
import { callsWithin } from '#semantics/effects/calls-within';
import { versionTest } from '#semantics/values/version-test';
import type { SwitchGiven } from './switch-argument.ts';

const LOADS: ReadonlySet<string> = new Set(['torch.load', 'torch.serialization.load']);

/** The release whose default became `weights_only=True`. */
export const SAFE_BY_DEFAULT = '2.6';

/** `torch.load(…)` under any name, or `functools.partial(torch.load, …)`. */
export function isLoad(call: Call, ctx: SourceContext): boolean {
  const name = ctx.names.qualifiedName(call.func);
  if (name !== 'functools.partial') return LOADS.has(name ?? '');
  const [loader] = call.args;
  return loader !== undefined && LOADS.has(ctx.names.qualifiedName(loader) ?? '');
}

export type Off = SwitchGiven & { kind: 'off' };

export const REMEDIES = {
  written: 'Pass `weights_only=True`, or store the weights as safetensors',
  possible: 'Pass `weights_only=True` in every case, or store the weights as safetensors',
  unpacked: 'Set `weights_only` to `True` in the unpacked options',
};

export const HOW = {
  written: 'with `weights_only=False`',
  possible: 'with a `weights_only` that can be `False`',
  unpacked: 'with `weights_only=False` among the unpacked options',
};

/** Torch takes `weights_only=True` and a pickle module of the caller's for a contradiction, whatever the file is. */
export const restricted = (call: Call, edits: Edits, { values }: SourceContext): Edits =>
  values.givenArgument(call, 'pickle_module', 2) === undefined ? edits : undefined;

export function safeAttemptBefore(call: Call, ctx: SourceContext): Call | undefined {
  const attempt = ctx.context.handlerAround(call)?.parent;
  const calls = attempt?.kind === 'Try' ? callsWithin(attempt.body) : [];
  return calls.find((each) => isLoad(each, ctx));
}

/** In a branch that runs with releases whose default is safe, or behind a test that ends the function with older ones. */
export function isWithNewer(call: Call, ctx: SourceContext): boolean {
  const within = ctx.context.functionAround(call);
  return nodesOf(ctx.module, 'If').some((branch) => {
    const version = versionTest(branch.test, ctx);
    if (version?.library !== 'torch' || version.version === undefined || !isAtLeast(version.version, SAFE_BY_DEFAULT))
      return false;
    const [newer, older] = version.says === 'below' ? [branch.orelse, branch.body] : [branch.body, branch.orelse];
    if (newer.some((statement) => isWithin(call, statement))) return true;
    const isBefore = ctx.context.functionAround(branch) === within && ctx.flow.precedes(branch, call);
    return isBefore && older.length > 0 && !ctx.flow.exits(older).falls;
  });
}
