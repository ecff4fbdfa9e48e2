import { type Call, callKeyword } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { addedArgument, offering, replacement, unsafeFix } from '#kit/fixes';
import { isOwnPickle, ownSaveOf } from '../_shared/own-pickle.ts';
import {
  HOW,
  isLoad,
  isWithNewer,
  type Off,
  REMEDIES,
  restricted,
  SAFE_BY_DEFAULT,
  safeAttemptBefore,
} from './loads.ts';
import { refusesVersionBelow } from './refuses-version-below.ts';
import { switchGiven } from './switch-argument.ts';

export default defineSourceRule({
  docs: {
    summary: 'unsafe deserialization: `torch.load` without `weights_only`',
    why: 'A checkpoint is a pickle. Anyone who can replace the file can run code in the process that loads it, with access to its data and credentials.',
    remedy: 'Pass `weights_only=True`, or store the weights as safetensors',
    harm: 'grants-access',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [502],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.3' }],
    bad: 'import torch\n\nstate = torch.load("model.pt", weights_only=False)\n',
    good: 'import torch\n\nstate = torch.load("model.pt", weights_only=True)\n',
    fixes: [unsafeFix('Pass `weights_only=True`', 'a file with more than tensors and plain data is then rejected')],
    measured: {
      read: 15,
      right: 14,
      on: 'TenSafe; strict 11 of 19 on fschat, khoj, sglang, lightning, ray and others',
    },
  },
  skips: ['test', 'vendored'],
  mentions: ['torch'],
  questions: [refusesVersionBelow],
  visit: {
    Call(call, ctx) {
      if (!isLoad(call, ctx)) return;
      if (isOwnPickle(call, ctx.values.givenArgument(call, 'f', 0), 'torch.save', ctx))
        return ctx.proven({ at: call, by: 'the program wrote the file itself' });
      const given = switchGiven(call, 'weights_only', ctx);
      if (given.kind === 'off') reportUnsafe(call, given, ctx);
      else if (given.kind === 'absent' && isWithNewer(call, ctx))
        ctx.proven({ at: call, by: 'a version check precedes the call' });
      else if (given.kind === 'absent') reportDefault(call, ctx);
      else if (given.kind === 'unknown')
        ctx.report({
          at: call.func,
          message:
            'unsafe deserialization: `torch.load` runs code from the file unless `weights_only` is `True`, which is uncertain here',
          doubt: 'caller-precondition',
        });
    },
  },
});

function reportUnsafe(call: Call, off: Off, ctx: SourceContext): void {
  const keyword = callKeyword(call, 'weights_only');
  const safer = safeAttemptBefore(call, ctx);
  const how =
    off.how === 'default' ? `with \`weights_only=${off.parameter}\`, which is \`False\` by default,` : HOW[off.how];
  const origin = off.how === 'default' ? off.at : off.how === 'possible' ? keyword?.value : undefined;
  ctx.report({
    at: keyword?.value ?? call.func,
    message: `unsafe deserialization: \`torch.load\` ${how} runs code from the file`,
    remedy: off.how === 'default' ? `Change the default of \`${off.parameter}\` to \`True\`` : REMEDIES[off.how],
    ...(keyword !== undefined &&
      off.how === 'written' &&
      safer === undefined &&
      offering(restricted(call, [replacement(keyword.value, 'True')], ctx))),
    related: [
      ...(origin === undefined ? [] : [{ at: origin, message: '`False` comes from here' }]),
      ...(safer === undefined
        ? []
        : [{ at: safer, message: 'the handler loads the files that this safe call rejects' }]),
    ],
  });
}

function reportDefault(call: Call, ctx: SourceContext): void {
  const runs = `unsafe deserialization: \`torch.load\` without \`weights_only\` runs code from the file in torch below ${SAFE_BY_DEFAULT}`;
  const saved = ownSaveOf(ctx.values.givenArgument(call, 'f', 0), 'torch.save', ctx);
  const torch = { distribution: 'torch', version: SAFE_BY_DEFAULT };
  ctx.report({
    at: call.func,
    message: `${runs}, which the project allows`,
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
        question: refusesVersionBelow.ask(torch),
        yes: {
          doubt: 'unknown-version',
          message: `${runs}, which only some requirements exclude`,
        },
        no: 'keep',
        unknown: 'keep',
      },
      no: 'drop',
      unknown: {
        doubt: 'unknown-version',
        message: `${runs}, which no requirement excludes`,
      },
    },
  });
}
