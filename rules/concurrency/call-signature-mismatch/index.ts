import { defineProjectRule, PRODUCTION, type ProjectProblem, unpackPlace } from '#kit';
import { membersSet } from '#kit/names';
import { backReferences } from '#kit/state';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { namesSet } from '#semantics/names/names-set';
import { classesGivenIn, placesOfClasses } from '../_shared/classes-handed.ts';
import { type ProjectCall, projectCallsOf } from '../_shared/project-calls.ts';
import { type BareDecorator, bareDecorators, decoratorMakers, makerKeys, makerMeant } from './bare-decorators.ts';
import { calledBy, hiddenBy, type KnownOfRows, problemWithTarget } from './call-problems.ts';
import { calledModule, MODULE_CALLED } from './called-modules.ts';
import { type CallProblem, doubtAgainst, type Fact } from './doubts.ts';
import { knownCallsOf, knownProblem } from './known-calls.ts';
import { overrideProblems } from './override-mismatches.ts';
import { replacementOf } from './replaced-members.ts';
import { twinMismatches } from './twin-mismatches.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'call that does not match the signature of its target',
    why: 'Python binds arguments at run time, so this call raises a `TypeError` every time. If a broad handler catches the error, the feature silently never works.',
    remedy: 'Pass the arguments that the signature declares, or change the signature and all callers',
    harm: 'breaks',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [628],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-006' }],
    bad: 'def transfer(source, target, amount):\n    ...\n\ntransfer("a", "b")\n',
    good: 'def transfer(source, target, amount):\n    ...\n\ntransfer("a", "b", 3)\n',
    measured: {
      read: 126,
      right: 124,
      on: 'TenSafe, modelscope, vanna, diffusers, transformers, fschat, mlflow, dagster, prefect, sqlalchemy and others',
    },
  },
  // Tests find out themselves, and mean it more often than not.
  skips: ['test', 'stub', 'generated', 'vendored', 'documentation'],
  facts(file) {
    const calls = projectCallsOf(file);
    const known = file.context.isPython2 || file.source.gaps.length > 0 ? [] : knownCallsOf(file);
    // What an example sets, no program of the project meets.
    const set = PRODUCTION.has(file.context.role) ? namesSet(file) : [];
    const makers = decoratorMakers(file);
    const bare = bareDecorators(file);
    const fact = { calls, known, set, makers, bare, back: backReferences(file), ...classesGivenIn(file) };
    return Object.values(fact).every(({ length }) => length === 0) ? [] : [fact];
  },
  check(project, ctx) {
    const set = membersSet(
      project,
      ctx.facts.map(({ path, fact }) => ({ path, set: fact.set })),
    );
    const back = new Set(ctx.facts.flatMap(({ fact }) => fact.back));
    const rows = { set, back, classes: placesOfClasses(ctx.facts, project), facts: ctx.facts };
    const makers = makerKeys(ctx.facts);
    for (const { path, fact } of ctx.facts) {
      const known = fact.known.flatMap((call) => knownProblem(call, path, set) ?? []);
      const bare = fact.bare.flatMap((each) => bareProblem(each, path, makers, project) ?? []);
      for (const problem of [...known, ...bare]) ctx.report(problem);
    }
    for (const problem of overrideProblems(ctx.facts, project)) ctx.report(problem);
    const found = ctx.facts.flatMap(({ path, fact }) => {
      const module = project.moduleByPath(path);
      return (module === undefined ? [] : fact.calls).flatMap(
        (call) => (module && projectProblem(call, module, rows, project)) ?? [],
      );
    });
    const twins = twinMismatches(found.map(({ callee, says, at: { path } }) => ({ callee, says, path })));
    for (const { callee, says: _, cause = callee, ...problem } of found)
      ctx.report({ ...problem, cause: twins.get(callee) ?? cause });
  },
});

function projectProblem(
  call: ProjectCall,
  module: ModuleSummary,
  rows: KnownOfRows,
  project: ProjectModel,
): CallProblem | undefined {
  const target = calledBy(call, module, project);
  if (target.kind !== 'function' && target.kind !== 'class') return moduleProblem(call, module, project);
  const replaced = replacementOf(target, rows.set, project);
  const problem = replaced === 'proven' ? undefined : problemWithTarget(call, target, rows, project);
  if (problem === undefined) return undefined;
  const { qualifiedName, place } = target.kind === 'class' ? target.class : target.function;
  const name = qualifiedName.slice(target.module.module.length + 1);
  const doubt = problem.doubt ?? doubtAgainst(call, module, target, replaced, project);
  return {
    callee: qualifiedName,
    // What a function gives is its own.
    says: problem.of === 'arguments' ? problem.says : `${qualifiedName} ${problem.says}`,
    at: { path: module.path, ...unpackPlace(problem.place) },
    message: `\`${name}\` ${problem.says}`,
    cause: `${qualifiedName} ${problem.of}`,
    doubt,
    // Under a broad handler nothing stops: what the call is for never works, or a default stands for it.
    ...(call.swallowed !== undefined && { harm: 'misleads' as const }),
    ...(problem.endsPathAt !== undefined && { endsPathAt: problem.endsPathAt }),
    ...problem.more,
    related: [{ path: target.module.path, ...place, message: `\`${name}\` is defined here` }],
    // Without the way that the import takes: a package that moves takes its callers along.
    key: `${module.module} ${name} ${problem.kind}`,
  };
}

/** `@retry`, where `retry(times=3)` makes the decorator: what is called by the name of the function is that. */
function bareProblem(
  bare: BareDecorator,
  path: string,
  makers: ReadonlySet<string>,
  project: ProjectModel,
): ProjectProblem | undefined {
  const module = project.moduleByPath(path);
  const maker = module && makerMeant(bare, module, makers, project);
  if (module === undefined || maker === undefined) return undefined;
  return {
    at: { path, ...unpackPlace(bare.place) },
    message: `\`${maker.name}\` is a decorator factory used without parentheses, so \`${bare.of}\` is replaced by the decorator itself`,
    remedy: `Add the parentheses: \`@${maker.name}()\``,
    cause: `${path} ${maker.name} bare`,
    related: [{ path: maker.module.path, ...maker.place, message: 'it returns a decorator' }],
    key: `${module.module} ${bare.of} ${maker.name} bare`,
  };
}

/** `from project import report`, where it is a file, and `report()`; what is sent to it is a function of its own. */
function moduleProblem(call: ProjectCall, module: ModuleSummary, project: ProjectModel): CallProblem | undefined {
  const called = call.isTask === true ? undefined : calledModule(call.path, module, project);
  if (called === undefined) return undefined;
  return {
    callee: called.module,
    says: MODULE_CALLED,
    at: { path: module.path, ...unpackPlace(call.place) },
    message: `\`${called.module}\` ${MODULE_CALLED}${hiddenBy(call)}`,
    remedy: 'Import the object you mean from the module, and call that',
    cause: `${called.module} called`,
    doubt: project.isFarFetched(call.path, module, called) ? 'ambiguous-module' : undefined,
    ...(call.swallowed !== undefined && { harm: 'misleads' as const }),
    ...(call.endsPathAt !== undefined && { endsPathAt: call.endsPathAt }),
    key: `${module.module} ${called.module} module`,
  };
}
