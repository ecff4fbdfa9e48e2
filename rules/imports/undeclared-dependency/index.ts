import { defineProjectRule, type ProjectProblem } from '#kit';
import { bringingOf, deployedModules, providersOf } from '#kit/artifacts';
import { folderOf } from '#text';
import { distributionsDeclared } from '../_shared/distributions-declared.ts';
import { likelyNames } from '../_shared/likely-names.ts';
import { type ForeignImport, foreignImports } from './foreign-imports.ts';
import { idleImports } from './idle-imports.ts';
import { type MissingInImage, missingInImages } from './missing-in-image.ts';
import { nearestLists } from './nearest-lists.ts';
import { hasOwnList } from './own-list.ts';
import {
  ASIDE,
  describe,
  doubtBy,
  doubts,
  isOnlyHere,
  isStartedByHand,
  kindOf,
  MAX_REPORTED,
  MILD,
  moduleNames,
  onePerFile,
  rank,
  topOf,
  undeclared,
} from './undeclared-imports.ts';

export default defineProjectRule({
  docs: {
    summary: 'undeclared dependency: third-party module that no dependency list declares',
    why: 'The package is present only because something else depends on it or somebody installed it by hand. A clean install can fail with `ModuleNotFoundError`.',
    remedy: 'Declare the distribution that provides the module',
    harm: 'breaks',
    severity: {
      'module that nothing else installs': 'P1',
      'module that an optional group or a lock file may install': 'P2',
      'module that a declared dependency installs, or that only a script needs': 'P3',
    },
    precision: 'medium',
    measured: {
      read: 156,
      right: 152,
      on: 'FastChat, LLaVA, kotaemon, Langchain-Chatchat, openai/evals, IntelOwl and 59 other repositories',
    },
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'TenSafe Issue Register', finding: 'TEST-01' }],
    bad: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["fastapi"]\n\n# path: shop/__init__.py\n\n# path: shop/mail.py\nimport yaml\n\nSETTINGS = yaml.safe_load("{}")\n',
    good: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["fastapi", "PyYAML"]\n\n# path: shop/__init__.py\n\n# path: shop/mail.py\nimport yaml\n\nSETTINGS = yaml.safe_load("{}")\n',
  },
  facts: (file) => [{ idle: idleImports(file), declaresItself: hasOwnList(file.source) }],
  check(project, ctx) {
    const declared = distributionsDeclared(project, (path) => ASIDE.test(`${folderOf(path)}/`));
    const likely = likelyNames(declared ?? new Set());
    const scripts = new Set(ctx.facts.flatMap(({ path, fact }) => (fact.declaresItself ? [path] : [])));
    const imports = foreignImports(project).filter(({ module }) => !scripts.has(module.path));
    const mayBeOwn = new Set(moduleNames(project));
    const missing = declared === undefined ? new Map<string, never>() : undeclared(imports, declared, likely);
    for (const each of missingInImages(project))
      if (!ASIDE.test(each.dockerfile.path) && !missing.has(each.distribution)) ctx.report(problemInImage(each));
    if (declared === undefined) return;
    const idle = new Set(ctx.facts.flatMap(({ path, fact }) => fact.idle.map((name) => `${path} ${name}`)));
    const isIdle = (each: ForeignImport) =>
      idle.has(`${each.module.path} ${each.imported.boundAs}`) && isOnlyHere(each, project);
    const deployed = deployedModules(project);
    const isStandalone = ({ module }: ForeignImport) => isStartedByHand(module, project) && !deployed.has(module);
    const listFor = nearestLists(project);
    const doubtAbout = doubts(project, imports, likely);
    for (const [distribution, imports] of missing) {
      const [first, ...others] = onePerFile([...imports].sort((a, b) => rank(a) - rank(b)));
      if (first === undefined || (mayBeOwn.has(topOf(first.name)) && providersOf(first.name).length === 0)) continue;
      const { module, imported, name } = first;
      const bringing = bringingOf(name, distribution, project);
      ctx.report({
        at: { path: module.path, ...imported.place },
        cause: `the list ${listFor(module)}`,
        ...kindOf(bringing),
        ...(imports.every(isStandalone) && MILD),
        message: `undeclared dependency: \`${imported.module}\` is imported, but no dependency list declares \`${distribution}\`${describe(bringing)}${isIdle(first) ? '; the import is unused' : ''}`,
        remedy: `Declare \`${distribution}\`${module.role === 'test' ? ' in the test dependencies' : ''}`,
        doubt: doubtAbout(first) ?? doubtBy(bringing),
        related: others.slice(0, MAX_REPORTED).map(alsoHere),
        key: name.split('.')[0] ?? name,
      });
    }
  },
});

const alsoHere = ({ module: { path }, imported }: ForeignImport) => ({ path, ...imported.place, message: 'here too' });

/** Another list has it, which this image does not install. */
function problemInImage({ dockerfile, distribution, found, installs, bringing }: MissingInImage): ProjectProblem {
  const { module, imported } = found;
  const lists = installs.lists.map(({ path }) => `\`${path}\``).join(' and ');
  const last = installs.requirements.at(-1);
  return {
    at: { path: module.path, ...imported.place },
    cause: `the list ${last?.path}`,
    ...kindOf(bringing),
    doubt: doubtBy(bringing),
    message: `undeclared dependency: \`${imported.module}\` is imported when a container of \`${dockerfile.path}\` starts, and the image (${lists}) does not install \`${distribution}\`${describe(bringing)}`,
    remedy: `Add \`${distribution}\` to what the image installs`,
    related: last === undefined ? [] : [{ ...last.place, message: 'the list that the image installs ends here' }],
    key: `${distribution} ${dockerfile.path}`,
  };
}
