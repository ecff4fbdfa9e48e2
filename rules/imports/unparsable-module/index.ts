import { type DoubtId, defineProjectRule, type FactsContext, type PackedPlace, packPlace, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { compileErrorIn } from './compile-errors.ts';
import { syntaxErrorIn } from './unread-syntax.ts';

interface Fact {
  readonly place: PackedPlace;
  readonly says: string;
  readonly doubt?: DoubtId;
  /** What the names of its folders say that it is. */
  readonly named?: 'templates' | 'data of tests';
}

const TEMPLATE_FOLDER = /(^|\/)(templates?|_?skeletons?|cookiecutters?|scaffold\w*|boilerplates?)\//;
const TEST_DATA =
  /(^|\/)(data|fixtures?|cases|resources|snapshots|samples|corpus|testdata|test_data)\/|bad_?syntax|invalid|broken/i;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'syntax error: file that no version of Python can parse',
    why: 'Importing or running the module raises a `SyntaxError` before its first line runs. Every module that imports it fails too.',
    remedy: 'Fix the syntax or delete the file, and compile all files in CI (`python -m compileall`)',
    harm: 'breaks',
    severity: {
      'file that code imports or something starts': 'P1',
      'file that nothing imports or starts': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'Field report 1', finding: 'A13' }],
    bad: '# path: shop/__init__.py\n\n# path: shop/prices.py\n<<<<<<< HEAD\nVAT = 19\n=======\nVAT = 20\n>>>>>>> vat\n\n# path: shop/main.py\nfrom shop.prices import VAT\n\nprint(VAT)\n',
    good: '# path: shop/__init__.py\n\n# path: shop/prices.py\nVAT = 20\n\n# path: shop/main.py\nfrom shop.prices import VAT\n\nprint(VAT)\n',
  },
  skips: ['stub', 'generated', 'vendored', 'documentation'],
  facts(file) {
    const error = isRendered(file.path) || file.context.isPython2 ? undefined : errorIn(file);
    if (error === undefined) return [];
    const named = namedAfter(file.path);
    return [{ ...error, ...(named !== undefined && { named }) }];
  },
  check(project, ctx) {
    for (const { path, fact } of ctx.facts) {
      const module = project.moduleByPath(path);
      if (module === undefined) continue;
      const importers = project.importersOf(module).filter(({ from }) => from.role !== 'test');
      const [first] = importers;
      const isUsed = first !== undefined || isStarted(module, project);
      // Nothing of the project reads it as Python, and by its name it is read otherwise.
      if (fact.named !== undefined && first === undefined) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `syntax error: ${fact.says}`,
        ...(!isUsed && { kind: 'file that nothing imports or starts' }),
        doubt: fact.named === 'templates' ? 'deferred-template' : fact.doubt,
        related: importers
          .slice(0, 3)
          .map(({ from, imported }) => ({ path: from.path, ...imported.place, message: 'imported here' })),
        key: module.module,
        isOfFile: true,
      });
    }
  },
});

function errorIn(file: FactsContext): Pick<Fact, 'place' | 'says' | 'doubt'> | undefined {
  const found = compileErrorIn(file);
  if (found !== undefined) {
    const { node, says, doubt } = found;
    const { at: start = node.start } = found;
    const line = file.text.content.indexOf('\n', start);
    const end = Math.max(start + 1, node.end);
    const place = packPlace(file, { start, end: line < 0 ? end : Math.min(end, line) });
    return { place, says, ...(doubt !== undefined && { doubt }) };
  }
  const error = syntaxErrorIn(file.source);
  if (error === undefined) return undefined;
  return {
    place: packPlace(file, error),
    says: error.isConflict ? 'unresolved merge conflict' : 'the file cannot be parsed from here on',
  };
}

/** A path with placeholders is filled in first, and notebooks are read otherwise. */
const isRendered = (path: string): boolean => path.endsWith('.ipynb') || /[{}]/.test(path);

function namedAfter(path: string): Fact['named'] {
  if (TEMPLATE_FOLDER.test(path)) return 'templates';
  return TEST_DATA.test(path) && /(^|\/)tests?\//.test(path) ? 'data of tests' : undefined;
}

const isStarted = (module: ModuleSummary, project: ProjectModel): boolean =>
  module.role === 'test' || module.isEntryPoint || ['served', 'run'].includes(project.standingAt(module.path, 1).reach);
