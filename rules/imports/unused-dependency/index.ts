import { groupBy } from '#collections';
import { defineProjectRule } from '#kit';
import { adaptersImported, importedNames, isFrozen, namedByConfiguration, wordsOfTexts } from '#kit/artifacts';
import { importNamesOf } from '#knowledge/import-names';
import { isOnlyImported } from '#knowledge/imported-packages';
import { mayServeOthers } from './lists-for-others.ts';
import {
  isAllExact,
  isBesideDeclaration,
  isExplained,
  isHeldForOthers,
  isRuntime,
  isUnused,
  type Used,
} from './uses.ts';

export default defineProjectRule<string>({
  docs: {
    summary: 'unused dependency',
    why: 'Nothing uses the package, but every install downloads it, and its security advisories and version conflicts have to be dealt with.',
    remedy: 'Remove it, or add a comment that names what needs it',
    harm: 'dead-code',
    severity: 'P3',
    precision: 'medium',
    measured: {
      read: 126,
      right: 126,
      on: 'dispatch, ail-framework, openai/evals, full-stack-fastapi-ftgo and 50 other repositories; of the 50 in those that were read last 45 were right before their mistakes were fixed',
    },
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '7.2' }],
    bad: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["requests", "pendulum"]\n\n# path: shop/__init__.py\n\n# path: shop/rates.py\nimport requests\n\nRATES = requests.get("https://rates.example.com", timeout=5).json()\n',
    good: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["requests", "pendulum"]\n\n# path: shop/__init__.py\n\n# path: shop/rates.py\nimport pendulum\nimport requests\n\nTODAY = pendulum.today()\nRATES = requests.get("https://rates.example.com", timeout=5).json()\n',
  },
  facts: (file) => wordsOfTexts(file),
  check(project, ctx) {
    if (!project.modules.some(({ role }) => role === 'library' || role === 'entry-point')) return;
    const used: Used = {
      adapters: adaptersImported(project),
      imported: importedNames(project),
      words: new Set([...namedByConfiguration(project), ...ctx.facts.map(({ fact }) => fact)]),
      loaded: [...new Set(project.modules.flatMap((module) => module.texts.loads))],
    };
    const runtime = groupBy(project.requirements.filter(isRuntime), (each) => each.path);
    for (const [path, declared] of runtime) {
      if (isFrozen(declared, used.imported) && isBesideDeclaration(path, runtime)) continue;
      const unused = declared.filter(
        (each) => isUnused(each, used, project) && !isHeldForOthers(each, declared, used, project),
      );
      if (unused.length === 0) continue;
      // Where all versions are exact, it may hold one that others bring; so may what others load or bring, and what `pip freeze` wrote.
      const mayServe =
        isFrozen(declared, used.imported) || isAllExact(declared) || mayServeOthers(path, declared, project);
      for (const each of unused) {
        const names = (importNamesOf(each.distribution) ?? []).map((name) => `\`${name}\``);
        ctx.report({
          at: each.place,
          message: `unused dependency: \`${each.distribution}\` is required, and no file imports ${names.slice(0, 3).join(' or ')}`,
          cause: path,
          doubt:
            mayServe || isExplained(each.comment) || !isOnlyImported(each.distribution) ? 'external-use' : undefined,
          key: `${path} ${each.distribution}`,
        });
      }
    }
  },
});
