import { defineProjectRule, fileStart, type ProjectProblem } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { causesOfLacks } from '../_shared/missed-together.ts';
import { whyElsewhere } from './absent-modules.ts';
import { type BuiltName, builtNames, isBuilt } from './built-names.ts';
import { isBuiltBySetup } from './extension-modules.ts';
import {
  consequence,
  describe,
  ELSEWHERE,
  type Failure,
  failuresIn,
  isMeantHere,
  missedModule,
  NATIVE_SOURCE,
  UNREAD,
  weightOf,
} from './failing-imports.ts';
import { isReachedAfterFailure, isTakenElsewhere } from './import-after-failure.ts';
import { lostHomes } from './lost-homes.ts';
import { homesOf, isReadNowhere } from './unfound-names.ts';

export default defineProjectRule({
  docs: {
    summary: 'import of a module or name that does not exist',
    why: 'The import fails every time. If the code catches `ImportError`, a feature is silently off on every machine. Otherwise the code fails the first time it runs.',
    remedy: 'Import the name from the module that defines it, or delete the import and the code that depends on it',
    harm: 'breaks',
    severity: {
      'import that fails when the module is imported': 'P0',
      'import that fails when a function runs': 'P1',
      'guarded import': 'P2',
      'import that runs only after another failure': 'P2',
      'import without effect': 'P3',
    },
    precision: 'medium',
    measured: {
      read: 36,
      right: 36,
      on: 'TenSafe, llama-index-core, luigi; without packages that lack their extensions',
    },
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-1' }],
    bad: '# path: shop/__init__.py\n\n# path: shop/prices.py\ndef net_price(gross):\n    return gross / 1.2\n\n# path: shop/orders.py\ntry:\n    from shop.prices import gross_price\nexcept ImportError:\n    gross_price = None\n',
    good: '# path: shop/__init__.py\n\n# path: shop/prices.py\ndef net_price(gross):\n    return gross / 1.2\n\n# path: shop/orders.py\nfrom shop.prices import net_price\n',
  },
  check(project, ctx) {
    const hasNativeSource = [...project.files].some((path) => NATIVE_SOURCE.test(path));
    const all = project.modules
      .filter(isMeantHere)
      .flatMap((module) =>
        failuresIn(module, project, (proof) => ctx.proven(proof)).map((failure) => [module, failure] as const),
      );
    const built = builtNames(all.filter(([, { doubt }]) => doubt === undefined));
    const causeOf = causesOfLacks(all.flatMap(([{ path }, failure]) => missedModule(failure, path) ?? []));
    for (const [module, failure] of all) {
      const missed = missedModule(failure, module.path);
      // Who moved or renamed the names left all of their importers behind.
      const cause = missed === undefined ? failure.owner.module : causeOf(missed);
      const problem = { ...problemOf(failure, module, project, built), cause };
      if (hasNativeSource && isBuiltBySetup(failure.names, project))
        ctx.proven({ at: problem.at, by: '`setup.py` builds it' });
      else ctx.report(problem);
    }
    for (const { module, imported, says, doubt } of lostHomes(project))
      if (isMeantHere(module) && module.role !== 'test')
        ctx.report({
          at: { path: module.path, ...imported.place },
          message: `module \`${imported.module}\` cannot be imported: ${says}`,
          ...weightOf(imported, isReachedAfterFailure(imported, module, project) !== 'yes'),
          ...{ doubt, remedy: 'Correct the path in the import, or put the folder of the module on `sys.path`' },
          key: `${module.module} ${imported.module}`,
          cause: `home ${imported.module.split('.')[0]}`,
        });
  },
});

function problemOf(
  failure: Failure,
  module: ModuleSummary,
  project: ProjectModel,
  built: readonly BuiltName[],
): ProjectProblem {
  const { imports, owner, names } = failure;
  const [first, ...others] = imports;
  const [name = ''] = names;
  const homes = failure.isModule ? [] : homesOf(name, module, project);
  const [home] = homes;
  const idle = imports.every((imported) => isReadNowhere(imported, module, project))
    ? UNREAD
    : isTakenElsewhere(imports, module, project)
      ? ELSEWHERE
      : undefined;
  const isFallback = first !== undefined && isReachedAfterFailure(first, module, project) !== 'yes';
  return {
    at: { ...fileStart(module), ...first?.place },
    doubt: failure.doubt ?? (isBuilt(failure, built) ? 'generated-file' : whyElsewhere(failure, module, project)),
    ...(idle ? { harm: 'dead-code', kind: 'import without effect' } : weightOf(first, isFallback)),
    message: `${describe(failure, project)}, so ${idle ?? consequence(first, module, isFallback)}`,
    ...(home !== undefined &&
      homes.length === 1 && {
        remedy: `Import \`${name}\` from \`${project.importNameOf(home)}\`, which defines it`,
      }),
    related: others
      .filter(({ place }) => place.line !== first?.place.line)
      .map(({ place }) => ({ path: module.path, ...place, message: 'imported here too' })),
    key: [module.module, owner.module, ...names].join(' '),
  };
}
