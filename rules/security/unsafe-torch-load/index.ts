import { type Call, callKeyword, isWithin, nodesOf } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { addedArgument, type Edits, offering, replacement, unsafeFix } from '#kit/fixes';
import { isAtLeast } from '#project/specifier';
import { callsWithin } from '#semantics/effects/calls-within';
import { versionTest } from '#semantics/values/version-test';
import { isOwnPickle, ownSaveOf } from '../_shared/own-pickle.ts';
import { type SwitchGiven, switchGiven } from './switch-argument.ts';

const LOADS: ReadonlySet<string> = new Set(['torch.load', 'torch.serialization.load']);

/** The release whose default became `weights_only=True`. */
const SAFE_BY_DEFAULT = '2.6';

export default defineSourceRule({
  docs: {
    summary: '`torch.load` that unpickles more than weights',
    why: 'A checkpoint is a pickle: whoever can replace the file runs code of their own in the process that loads it, with its data and its credentials.',
    remedy: 'Pass `weights_only=True`, or store the weights as safetensors.',
    harm: 'admits',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [502],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.3' }],
    bad: 'import torch\n\nstate = torch.load("model.pt", weights_only=False)\n',
    good: 'import torch\n\nstate = torch.load("model.pt", weights_only=True)\n',
    fixes: [
      unsafeFix('Pass `weights_only=True`', 'a file that holds more than tensors and plain data is refused then'),
    ],
    measured: {
      read: 15,
      right: 14,
      on: 'TenSafe; strict 11 of 19 on fschat, khoj, sglang, lightning, ray and others',
    },
  },
  skips: ['test', 'vendored'],
  mentions: ['torch'],
  needs: ['values'],
  visit: {
    Call(call, ctx) {
      if (!isLoad(call, ctx)) return;
      if (isOwnPickle(call, ctx.values.givenArgument(call, 'f', 0), 'torch.save', ctx))
        return ctx.proven({ at: call, by: 'what it loads is of its own making' });
      const given = switchGiven(call, 'weights_only', ctx);
      if (given.kind === 'off') reportUnsafe(call, given, ctx);
      else if (given.kind === 'absent' && isWithNewer(call, ctx))
        ctx.proven({ at: call, by: 'a test of the version stands before it' });
      else if (given.kind === 'absent') reportDefault(call, ctx);
      else if (given.kind === 'unknown')
        ctx.report({
          at: call.func,
          message:
            '`torch.load` runs the code that the file names unless `weights_only` is `True`, which is not certain here',
          doubt: 'caller-precondition',
        });
    },
  },
});

/** `torch.load(…)` under any name, or `functools.partial(torch.load, …)`. */
function isLoad(call: Call, ctx: SourceContext): boolean {
  const name = ctx.names.qualifiedName(call.func);
  if (name !== 'functools.partial') return LOADS.has(name ?? '');
  const [loader] = call.args;
  return loader !== undefined && LOADS.has(ctx.names.qualifiedName(loader) ?? '');
}

type Off = SwitchGiven & { kind: 'off' };

const HOW = {
  written: 'with `weights_only=False`',
  possible: 'with a `weights_only` that can be `False`',
  unpacked: 'with `weights_only=False` among the unpacked options',
};

function reportUnsafe(call: Call, off: Off, ctx: SourceContext): void {
  const keyword = callKeyword(call, 'weights_only');
  const safer = safeAttemptBefore(call, ctx);
  const how =
    off.how === 'default'
      ? `with \`weights_only=${off.parameter}\`, which is \`False\` unless a caller says otherwise`
      : HOW[off.how];
  const origin = off.how === 'default' ? off.at : off.how === 'possible' ? keyword?.value : undefined;
  ctx.report({
    at: keyword?.value ?? call.func,
    message: `\`torch.load\` ${how} runs the code that the file names`,
    ...(keyword !== undefined &&
      off.how === 'written' &&
      safer === undefined &&
      offering(restricted(call, [replacement(keyword.value, 'True')], ctx))),
    related: [
      ...(origin === undefined ? [] : [{ at: origin, message: '`False` comes from here' }]),
      ...(safer === undefined ? [] : [{ at: safer, message: 'what this safe load refuses, the handler loads' }]),
    ],
  });
}

/** Torch takes `weights_only=True` and a pickle module of the caller's for a contradiction, whatever the file is. */
const restricted = (call: Call, edits: Edits, { values }: SourceContext): Edits =>
  values.givenArgument(call, 'pickle_module', 2) === undefined ? edits : undefined;

function safeAttemptBefore(call: Call, ctx: SourceContext): Call | undefined {
  const attempt = ctx.context.handlerAround(call)?.parent;
  const calls = attempt?.kind === 'Try' ? callsWithin(attempt.body) : [];
  return calls.find((each) => isLoad(each, ctx));
}

/** In a branch that runs with releases whose default is safe, or behind a test that ends the function with older ones. */
function isWithNewer(call: Call, ctx: SourceContext): boolean {
  const within = ctx.context.functionAround(call);
  return nodesOf(ctx.module, 'If').some((branch) => {
    const asked = versionTest(branch.test, ctx);
    if (asked?.library !== 'torch' || asked.version === undefined || !isAtLeast(asked.version, SAFE_BY_DEFAULT))
      return false;
    const [newer, older] = asked.says === 'below' ? [branch.orelse, branch.body] : [branch.body, branch.orelse];
    if (newer.some((statement) => isWithin(call, statement))) return true;
    const isBefore = ctx.context.functionAround(branch) === within && ctx.flow.precedes(branch, call);
    return isBefore && older.length > 0 && !ctx.flow.exits(older).falls;
  });
}

function reportDefault(call: Call, ctx: SourceContext): void {
  const rest = `below ${SAFE_BY_DEFAULT}, where it runs the code that the file names`;
  const saved = ownSaveOf(ctx.values.givenArgument(call, 'f', 0), 'torch.save', ctx);
  const torch = { distribution: 'torch', version: SAFE_BY_DEFAULT };
  ctx.report({
    at: call.func,
    message: `\`torch.load\` without \`weights_only\`, and the project allows torch ${rest}`,
    ...offering(restricted(call, addedArgument(call, 'weights_only=True', ctx.text), ctx)),
    // One bound of the version fixes all of them.
    cause: `${ctx.path} default`,
    // A file of the program's own is replaced only by who may write where it keeps its files.
    ...(saved !== undefined && {
      doubt: 'unknown-source-trust',
      related: [{ at: saved, message: 'the file is saved here' }],
    }),
    when: {
      question: { kind: 'allows-version-below', ...torch, from: ctx.path, asLocked: true },
      yes: {
        question: { kind: 'refuses-version-below', ...torch },
        yes: {
          doubt: 'unknown-version',
          message: `\`torch.load\` without \`weights_only\`, and only parts of the project refuse torch ${rest}`,
        },
        no: 'keep',
        unknown: 'keep',
      },
      no: 'drop',
      unknown: {
        doubt: 'unknown-version',
        message: `\`torch.load\` without \`weights_only\`, and nothing in the project keeps out torch ${rest}`,
      },
    },
  });
}
