import { type Call, lastName, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { FITTED_ON_ROWS, MAKES_ROWS } from '#knowledge/fitted-preprocessing';
import { callsWithin } from '#semantics/effects/calls-within';
import { valuesBefore } from '#semantics/flow/made-before';

export default defineSourceRule({
  docs: {
    summary: 'data leakage: preprocessing is fitted on all rows before they are split',
    why: 'The test rows take part in the mean, the vocabulary or the new rows that the model is trained with. The metric is better than what production will see.',
    remedy:
      'Split first; fit on the training rows only, or put the step into a `Pipeline` that cross-validation fits itself',
    harm: 'misleads',
    severity: { 'step that learns from the test rows': 'P2', 'rows that are made before the split': 'P1' },
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: scaler or encoder fitted on all data' }],
    bad: 'from sklearn.model_selection import train_test_split\nfrom sklearn.preprocessing import StandardScaler\n\n\ndef prepare(rows, labels):\n    scaled = StandardScaler().fit_transform(rows)\n    return train_test_split(scaled, labels, random_state=7)\n',
    good: 'from sklearn.model_selection import train_test_split\nfrom sklearn.preprocessing import StandardScaler\n\n\ndef prepare(rows, labels):\n    train, test, seen, unseen = train_test_split(rows, labels, random_state=7)\n    scaler = StandardScaler().fit(train)\n    return scaler.transform(train), scaler.transform(test), seen, unseen\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['train_test_split'],
  visit: {
    Call(split, ctx) {
      if (lastName(split.func) !== 'train_test_split') return;
      // What is fitted behind an earlier split may be fitted on its training rows.
      const first = nodesOf(ctx.module, 'Call').find(
        (each) =>
          lastName(each.func) === 'train_test_split' && ctx.context.defAround(each) === ctx.context.defAround(split),
      );
      const calls = [...valuesBefore(split, ctx)].flatMap((value) => callsWithin([value]));
      for (const fit of calls) {
        const step = fittedStep(fit, ctx);
        if (step === undefined || first === undefined || fit.start > first.start) continue;
        ctx.report({
          at: fit,
          cause: ctx.path,
          kind: MAKES_ROWS.has(step) ? 'rows that are made before the split' : 'step that learns from the test rows',
          message: `data leakage: \`${step}\` is fitted on all rows before \`train_test_split\` sets the test rows apart`,
          related: [{ at: split, message: 'the rows are split here' }],
        });
      }
    },
  },
});

/** `scaler.fit_transform(rows)` of a class that learns from its rows. */
function fittedStep({ func }: Call, ctx: SourceContext): string | undefined {
  if (func.kind !== 'Attribute' || !/^fit(?:_transform|_resample|_sample)$/.test(func.attr)) return undefined;
  const [name = ''] = (ctx.types.calleeName(func) ?? '').split('.').slice(-2, -1);
  return FITTED_ON_ROWS.has(name) || MAKES_ROWS.has(name) ? name : undefined;
}
