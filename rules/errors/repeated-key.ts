import { type Expression, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION } from '#kit';

export default defineSourceRule({
  docs: {
    summary: 'dict that is written with one key twice and two values',
    why: 'The later value takes the place of the earlier one, which is gone without a word.',
    remedy: 'Take out the one that is not meant, or give it the key that it was to have.',
    harm: 'lies',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1041],
    origin: [{ document: 'Field report 1', finding: 'F: what ruff and pylint tell and we do not (F601, W0109)' }],
    bad: 'PRICES = {"pen": 2, "book": 9, "pen": 3}\n',
    good: 'PRICES = {"pen": 3, "book": 9}\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Dict({ keys, values }, ctx) {
      const written = new Map<string, Expression>();
      for (const [index, key] of keys.entries()) {
        const value = values[index];
        if (key === undefined || !isWritten(key) || value === undefined) continue;
        const text = ctx.text.slice(key);
        const first = written.get(text);
        written.set(text, value);
        if (first === undefined || ctx.text.slice(first) === ctx.text.slice(value)) continue;
        ctx.report({
          at: first,
          message: `\`${shortText(first, ctx.text)}\` of \`${text}\` is gone: the dict has another value for this key below`,
          // Who writes long tables by hand repeats more than one.
          cause: ctx.path,
          related: [{ at: value, message: 'this one stays' }],
        });
      }
    },
  },
});

/** `"count"`, `(1, 2)` */
const isWritten = (key: Expression): boolean =>
  key.kind === 'Constant' || (key.kind === 'Tuple' && key.elts.every(isWritten));
