import { type Call, type Expression, holds, isWithin, shortText } from '#ast';
import { defineSourceRule, lastNames, type SourceContext } from '#kit';
import { COMPARING_METRICS } from '#knowledge/comparing-metrics';

export default defineSourceRule({
  docs: {
    summary: 'metric that compares a value with itself',
    why: 'The result is perfect whatever the model predicts, so the reported quality means nothing.',
    remedy: 'Pass the labels of held-out rows and the predictions of the model for these rows',
    harm: 'misleads',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [682],
    origin: [{ document: 'Field report 2', finding: '3: metric of a value against itself' }],
    bad: 'from sklearn.metrics import accuracy_score\n\n\ndef evaluate(model, rows, labels):\n    predicted = model.predict(rows)\n    return accuracy_score(predicted, predicted)\n',
    good: 'from sklearn.metrics import accuracy_score\n\n\ndef evaluate(model, rows, labels):\n    predicted = model.predict(rows)\n    return accuracy_score(labels, predicted)\n',
  },
  skips: ['test', 'generated', 'vendored', 'stub', 'documentation'],
  mentions: [...lastNames(COMPARING_METRICS), 'score'],
  visit: {
    Call(call, ctx) {
      const pair = comparedBy(call, ctx);
      if (pair === undefined || !isSame(call, pair, ctx)) return;
      ctx.report({
        at: call,
        message: `metric without meaning: \`${shortText(call, ctx.text)}\` compares ${pair[2]} with ${pair[3]}`,
      });
    },
  },
});

type Compared = readonly [truth: Expression, predicted: Expression, first: string, second: string];

/** `accuracy_score(y, y)`, and `model.score(rows, model.predict(rows))`. */
function comparedBy(call: Call, ctx: SourceContext): Compared | undefined {
  if (COMPARING_METRICS.has(ctx.names.qualifiedName(call.func) ?? '')) {
    const truth = ctx.values.givenArgument(call, 'y_true', 0);
    const predicted =
      ctx.values.givenArgument(call, 'y_pred', 1) ?? ctx.values.givenArgument(call, 'y_score', undefined);
    if (truth === undefined || predicted === undefined) return undefined;
    return [truth, predicted, `\`${shortText(truth, ctx.text)}\``, 'itself'];
  }
  if (call.func.kind !== 'Attribute' || call.func.attr !== 'score') return undefined;
  const [rows, labels] = call.args;
  const made = labels === undefined ? undefined : ctx.flow.whole(labels);
  if (rows === undefined || made?.kind !== 'Call' || made.func.kind !== 'Attribute' || made.func.attr !== 'predict')
    return undefined;
  const isOwn = ctx.text.slice(made.func.value) === ctx.text.slice(call.func.value);
  const [given] = made.args;
  return isOwn && given !== undefined ? [rows, given, 'the predictions of the model', 'themselves'] : undefined;
}

/** The same value, the same name of the same assignments, or a place that the call reads twice: what it held earlier may be another value. */
function isSame(call: Call, compared: Compared, ctx: SourceContext): boolean {
  const first = ctx.flow.whole(compared[0]);
  const second = ctx.flow.whole(compared[1]);
  if (first === second) return true;
  if (ctx.text.slice(first) !== ctx.text.slice(second)) return false;
  if (first.kind === 'Attribute' || first.kind === 'Subscript')
    return isWithin(first, call) && isWithin(second, call) && !holds(first, ({ kind }) => kind === 'Call');
  if (first.kind !== 'Name' || second.kind !== 'Name') return false;
  const [mine, its] = [first, second].map((each) => ctx.flow.reachingDefinitions(each).map(({ node }) => node));
  return mine?.length === its?.length && mine?.every((each) => its?.includes(each)) === true;
}
