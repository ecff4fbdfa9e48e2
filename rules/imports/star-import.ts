import { type ImportFrom, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { PYTHON_BUILTINS } from '#knowledge/builtins';
import { counted } from '#text/wording';

export default defineSourceRule({
  docs: {
    summary: 'star import: names of unknown origin',
    why: 'Nobody sees which names the module has or where they come from, linters cannot report undefined names, and a new name in the other module silently replaces one of the same name here.',
    remedy: 'Import the names that the module uses',
    harm: 'dead-code',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1076],
    origin: [{ document: 'Field report 2', finding: '3: star import in production code' }],
    bad: 'from shop.models import *\n\n\ndef find(number):\n    return Order.objects.get(number=number)\n',
    good: 'from shop.models import Order\n\n\ndef find(number):\n    return Order.objects.get(number=number)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Module(module, ctx) {
      if (handsOn(ctx)) return;
      const stars = nodesOf(module, 'ImportFrom').filter(isStar);
      const [first, ...others] = stars;
      if (first === undefined || !usesUnseen(ctx)) return;
      ctx.report({
        at: first,
        message: `star import: \`${writtenModule(first)}\` may bind any name in this module${others.length === 0 ? '' : ` (${counted(others.length, 'more star import')})`}`,
        related: others.map((each) => ({ at: each, message: 'another star import' })),
      });
    },
  },
});

const isStar = ({ names, parent }: ImportFrom): boolean =>
  names.some(({ name }) => name === '*') && parent?.kind !== 'ClassDef';

const writtenModule = ({ module, level }: ImportFrom): string => `from ${'.'.repeat(level)}${module ?? ''} import *`;

/** A package, a shim or settings over settings: a module with no code of its own, which hands the names on. */
function handsOn({ module, path, names }: SourceContext): boolean {
  if (/(?:^|\/)__init__\.pyi?$/.test(path) || names.moduleScope.bindings.has('__all__')) return true;
  return (
    nodesOf(module, 'FunctionDef').length +
      nodesOf(module, 'AsyncFunctionDef').length +
      nodesOf(module, 'ClassDef').length ===
    0
  );
}

/** A name that nothing here binds; without one the import is made for its effect, such as the registration of models. */
const usesUnseen = ({ module, names }: SourceContext): boolean =>
  nodesOf(module, 'Name').some(
    (name) => name.ctx === 'Load' && !PYTHON_BUILTINS.has(name.id) && names.resolve(name) === undefined,
  );
