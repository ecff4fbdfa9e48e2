/** What of a project is packaged, and so imported by code that nobody here can see. */
import { describe, expect, it } from 'vitest';
import { modelOf } from './read-project.ts';

const project = modelOf(
  new Map(
    Object.entries({
      'lib/pyproject.toml': '[project]\nname = "shop"\n',
      'lib/shop/__init__.py': '',
      'lib/shop/prices.py': 'RATE = 1\n',
      'lib/load.py': 'from shop import prices\n',
      'office/__init__.py': '',
      'office/report.py': 'import ledger\n\n\ndef report():\n    return ledger.TOTAL\n',
      'ledger.py': 'TOTAL = 0\n',
    }),
  ),
);

describe('what is packaged', () => {
  it.each([
    ['lib.shop.prices', 'yes', 'a module of a package below a file that builds'],
    ['lib.load', 'no', 'a module beside the package'],
    ['office.report', 'no', 'a package that nothing builds'],
    ['absent', 'unknown', 'a module that is not there'],
  ])('%s: %s (%s)', (module, verdict) => {
    expect(project.answer({ kind: 'is-packaged', module }).verdict).toBe(verdict);
  });

  it('is told beside what is imported', () => {
    const answer = (module: string) => {
      const of = (['is-imported', 'is-packaged'] as const).map((kind) => ({ kind, module }));
      return project.answer({ kind: 'any', of });
    };
    expect(answer('ledger').evidence).toMatchObject([{ path: 'office/report.py', line: 1 }]);
    expect(answer('lib.shop.prices').verdict).toBe('yes');
    expect(answer('office.report').verdict).toBe('no');
  });
});
