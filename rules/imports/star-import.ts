import { defsOf, type ImportFrom, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { starImports } from '#semantics/names/imports-module';
import { counted } from '#text/wording';
import { isGiven } from './_shared/given-names.ts';

export default defineSourceRule({
  docs: {
    summary: 'star import: names of unknown origin',
    why: 'It is unclear where names come from, linters cannot report undefined names, and a new name in the other module silently replaces one of the same name here.',
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
    Module(_, ctx) {
      const [first, ...others] = starImports(ctx.names).map(({ alias }) => alias.parent);
      if (first?.kind !== 'ImportFrom' || handsOn(ctx) || !usesUnseen(ctx)) return;
      ctx.report({
        at: first,
        message: `star import: \`${writtenModule(first)}\` may bind any name in this module${others.length === 0 ? '' : ` (${counted(others.length, 'more star import')})`}`,
        related: others.flatMap((at) => (at === undefined ? [] : { at, message: 'another star import' })),
      });
    },
  },
});

const writtenModule = ({ module, level }: ImportFrom): string => `from ${'.'.repeat(level)}${module ?? ''} import *`;

/** A package, a shim or settings over settings: a module with no code of its own, which hands the names on. */
function handsOn({ module, path, names }: SourceContext): boolean {
  if (/(?:^|\/)__init__\.pyi?$/.test(path) || names.moduleScope.bindings.has('__all__')) return true;
  return defsOf(module).length + nodesOf(module, 'ClassDef').length === 0;
}

/** A name that nothing here binds; without one the import is made for its effect, such as the registration of models. */
const usesUnseen = (model: SourceContext): boolean =>
  nodesOf(model.module, 'Name').some(
    (name) => name.ctx === 'Load' && model.names.resolve(name) === undefined && !isGiven(name, model),
  );
