import { isSilenced, type JoinedStr, shortText } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { offering, safeFix } from '#kit/fixes';
import { plainTexts } from './literals.ts';

export default defineSourceRule({
  docs: {
    summary: 'f-string without placeholders',
    why: 'Either the braces around a name were forgotten, so its value is missing from the output, or the `f` prefix has no effect and misleads readers.',
    remedy: 'Drop the `f`, or put the intended value in braces',
    harm: 'dead-code',
    severity: 'P3',
    precision: 'high',
    measured: { read: 16, right: 16, on: 'fschat, gpt_researcher, vanna, khoj, networkx' },
    since: '0.1.0',
    cwe: [],
    fixes: [safeFix('Drop the `f`', 'the string stays the same')],
    origin: [{ document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.5' }],
    bad: 'print(f"training is done")\n',
    good: 'print(f"training of {model} is done")\n',
  },
  skips: ['generated', 'vendored'],
  visit: {
    JoinedStr(text, ctx) {
      if (text.values.some(({ kind }) => kind !== 'Constant') || isFormatSpecifier(text)) return;
      if (isSilenced(ctx.source, text, CODES)) return;
      const hasBraces = ctx.text.slice(text).includes('{');
      ctx.report({
        at: text,
        message: hasBraces
          ? `f-string without placeholders: the braces of ${shown(text, ctx)} are doubled, so nothing is filled in`
          : `f-string without placeholders: ${shown(text, ctx)}`,
        // Where plain ones come in hundreds, one thing is amiss: nothing takes them out. A value that was meant is a slip of its own.
        ...(!namesValue(text, ctx) && { cause: 'no linter' }),
        // A value may be missing in braces that are doubled.
        ...(!hasBraces && offering(plainTexts(text, ctx.text))),
        ...(hasBraces && { remedy: 'Drop the `f` and one brace of each pair, or name the value to fill in' }),
      });
    },
  },
});

/** What ruff and pylint call this. */
const CODES = ['F541', 'W1309', 'f-string-without-interpolation'];

/** `>10` in `{name:>10}` is a text with fields of its own, not an f-string that someone wrote. */
function isFormatSpecifier(text: JoinedStr): boolean {
  const { parent } = text;
  return (parent?.kind === 'FormattedValue' || parent?.kind === 'Interpolation') && parent.format_spec === text;
}

/** `{{total}}`, where there is a `total` to fill in; `{{'a': 1}}` and `upstream {{` are meant as they stand. */
const namesValue = (text: JoinedStr, ctx: SourceContext): boolean =>
  [...ctx.text.slice(text).matchAll(/\{\{ ?([\p{L}_][\p{L}\p{N}_]*)/gu)].some(
    ([, name = '']) => ctx.names.lookup(name, text) !== undefined,
  );

/** Backticks within would end the code of the message. */
const shown = (text: JoinedStr, ctx: SourceContext): string => `\`${shortText(text, ctx.text).replaceAll('`', "'")}\``;
