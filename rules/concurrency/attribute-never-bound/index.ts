import { groupBy } from '#collections';
import { defineProjectRule, unpackPlace } from '#kit';
import { membersSet } from '#kit/names';
import type { LocatedClass } from '#project';
import { namesSet } from '#semantics/names/names-set';
import { boundInInit, halfBoundIn, objectsKeptIn, skippedInits } from './half-bound.ts';
import { halfBoundProblems } from './half-bound-problems.ts';
import { type Fact, isSetOn, missingBy, readsIn, SILENT_ROLES, sharedRoots } from './missing-attributes.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'attribute that is read but never set',
    why: 'Reading the attribute raises an `AttributeError` the first time this code runs. If a broad handler catches the error, the program silently uses its fallback instead.',
    remedy: 'Set the attribute in `__init__`, or read the attribute that you meant',
    harm: 'breaks',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [457],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-006' }],
    bad: 'class Meter:\n    def __init__(self):\n        self.total = 0\n\n    def report(self):\n        return self.totals\n\nmeter = Meter()\n',
    good: 'class Meter:\n    def __init__(self):\n        self.total = 0\n\n    def report(self):\n        return self.total\n\nmeter = Meter()\n',
    measured: { read: 25, right: 25, on: 'modelscope, jina, kombu, lmdeploy, mem0ai, mindsdb, sglang, ray' },
  },
  facts(file) {
    // What cannot be parsed never runs, and its definitions are not all seen.
    const isSilent = SILENT_ROLES.has(file.context.role) || file.source.gaps.length > 0;
    const reads = isSilent ? [] : readsIn(file);
    const fact = {
      reads,
      set: namesSet(file),
      half: isSilent ? [] : halfBoundIn(file),
      kept: isSilent ? [] : objectsKeptIn(file),
      skipped: isSilent ? [] : skippedInits(file),
      inits: boundInInit(file),
    };
    return Object.values(fact).every((each) => each.length === 0) ? [] : [fact];
  },
  check(project, ctx) {
    const set = membersSet(
      project,
      ctx.facts.map(({ path, fact }) => ({ path, set: fact.set })),
    );
    const isSet = (found: LocatedClass, attribute: string) => isSetOn(found, attribute, set, project);
    for (const problem of halfBoundProblems(ctx.facts, isSet, project)) ctx.report(problem);
    const missing = ctx.facts.flatMap(({ path, fact }) =>
      fact.reads.flatMap((read) => missingBy({ path, ...read }, set, project)),
    );
    const roots = sharedRoots(missing, project);
    for (const ofClass of groupBy(missing, ({ read }) => read.class).values()) {
      // What a class lacks went in one edit, and so it did in its copies, which lack the same.
      const lacked = [...new Set(ofClass.map(({ read }) => read.attribute))].sort().join(' ');
      for (const { read, found, made, doubt } of ofClass) {
        const shown = read.class.slice(found.module.module.length + 1);
        const madeName = made.class.qualifiedName.split('.').at(-1);
        ctx.report({
          at: { path: read.path, ...unpackPlace(read.place) },
          message: `\`${shown}.${read.method}\` reads \`self.${read.attribute}\`, which is never set`,
          doubt,
          related: [
            { path: made.module.path, ...made.class.place, message: `\`${madeName}\` is the class of the object` },
          ],
          key: `${read.class} ${read.attribute}`,
          cause: roots.rootOf(found, read.attribute) ?? `${shown} without ${lacked}`,
        });
      }
    }
  },
});
