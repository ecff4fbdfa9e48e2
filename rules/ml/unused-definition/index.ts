import { nameSpan } from '#ast';
import { groupBy } from '#collections';
import { defineProjectRule, NOT_PRODUCTION, packPlace, unpackPlace } from '#kit';
import { LOOKED_FOR_NAMES } from '#knowledge/looked-for-names';
import { isOffered } from '#project/package-files';
import { namesUsedIn } from '../_shared/field-reads.ts';
import { idleMethods, isItsOwn } from './idle-methods.ts';
import {
  type Fact,
  isClosed,
  isFoundByName,
  isHandedOn,
  isPrivate,
  isTakenWhole,
  prefixOf,
  TAKING,
  unreferred,
  viewOf,
} from './unreferenced-names.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'dead code: function, method, constant or schema that nothing uses',
    why: 'Readers maintain it and believe that the program uses it, although nothing does.',
    remedy: 'Delete it, or use it where it was intended',
    harm: 'dead-code',
    severity: 'P2',
    precision: 'medium',
    harmsUnrun: true,
    measured: { read: 23, right: 21, on: 'TenSafe, fschat, kserve, xinference' },
    since: '0.1.0',
    cwe: [561],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.1' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.2' },
    ],
    bad: '# path: mill/__init__.py\n\n# path: mill/main.py\nfrom mill.grain import grind\n\nif __name__ == "__main__":\n    grind(3)\n\n# path: mill/grain.py\ndef grind(sacks):\n    return sacks * 40\n\ndef sieve(flour):\n    return flour * 0.8\n',
    good: '# path: mill/__init__.py\n\n# path: mill/main.py\nfrom mill.grain import grind\n\nif __name__ == "__main__":\n    grind(3)\n\n# path: mill/grain.py\ndef grind(sacks):\n    return sieve(sacks * 40)\n\ndef sieve(flour):\n    return flour * 0.8\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts(file) {
    if (/(?:^|\/)(?:__init__|conftest|setup)\.py$/.test(file.path)) return [];
    const { bindings } = file.names.moduleScope;
    const prefixes = groupBy(bindings.keys(), prefixOf);
    const methods = idleMethods(file).map(
      ({ node, owner, isTaken }): Fact => ({
        what: 'method',
        name: node.name,
        owner,
        isTaken,
        place: packPlace(file, nameSpan(node)),
      }),
    );
    const definitions = [...bindings.keys()].flatMap((name) => {
      const isOfGroup = prefixOf(name) !== '' && (prefixes.get(prefixOf(name))?.length ?? 0) > 2;
      return unreferred(name, isOfGroup, file) ?? [];
    });
    return [...definitions, ...methods.filter(({ name }) => !LOOKED_FOR_NAMES.test(name))];
  },
  check(project, ctx) {
    const users = namesUsedIn(project);
    const takesFiles = project.modules.some(({ attributeReads }) => attributeReads.some((name) => TAKING.has(name)));
    const findsClasses = project.modules.some(({ attributeReads }) => attributeReads.includes('__subclasses__'));
    // `get_class("desk.mixins", "Themed")`
    const written = new Set(project.modules.flatMap(({ texts }) => texts.words));
    for (const { path, fact } of ctx.facts) {
      const by = users.get(fact.name);
      const module = by === 'production' ? undefined : project.moduleByPath(path);
      if (module === undefined) continue;
      const { name, owner, isTaken = false } = fact;
      if (fact.isDerived === true && (findsClasses || written.has(name) || !isFoundByName(name, module, project)))
        continue;
      if (owner !== undefined && !isItsOwn({ name, owner, isTaken }, module, project)) continue;
      const seen = isPrivate(fact.name) ? (isClosed(module) ? 'whole' : 'none') : viewOf(module, project);
      // `getattr(self, f"run_{stage}")` takes methods alone of what the module has.
      const view = seen === 'whole' && owner !== undefined && module.attributeReads.includes('*') ? 'part' : seen;
      if (view === 'none' || (fact.isSetting === true && (view === 'part' || isHandedOn(module, project)))) continue;
      if (view === 'part' && owner === undefined && isTakenWhole(module, project)) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `dead code: ${by === 'tests' ? 'only tests refer' : 'nothing in the project refers'} to the ${fact.what} \`${fact.name}\``,
        key: `${owner ?? module.module}.${fact.name}`,
        // What is left over is looked through once.
        cause: owner !== undefined ? 'members' : fact.isOneOfMany === true ? 'constants' : 'definitions',
        doubt:
          fact.isOneOfMany === true ||
          view === 'part' ||
          (fact.isSetting === true && takesFiles) ||
          (by === 'tests' && isOffered(path, project))
            ? 'external-use'
            : owner !== undefined && by === 'tests'
              ? 'uncertain-identity'
              : undefined,
      });
    }
  },
});
