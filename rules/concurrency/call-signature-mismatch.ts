import {
  defineProjectRule,
  describeMismatch,
  describeShape,
  describeUse,
  lacksWhatIsTaken,
  type Mismatch,
  mismatchOf,
  type PackedPlace,
  type ProjectCall,
  type ProjectModel,
  type ProjectResultUse,
  projectCallsOf,
  type Target,
  unpackPlace,
} from '#kit';

export default defineProjectRule<ProjectCall>({
  docs: {
    summary: 'call that its target cannot take',
    why: 'Python binds arguments when the call runs: this one raises a TypeError every time, and under a broad handler the feature silently never works.',
    remedy: 'Give the arguments that the definition names, or change the definition and its other callers.',
    harm: 'breaks',
    ceiling: 'P0',
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
  needs: ['shapes'],
  facts: projectCallsOf,
  check(project, ctx) {
    const replaced = replacedNames(project);
    for (const { path, fact } of ctx.facts) {
      const module = project.moduleByPath(path);
      const target = module === undefined ? undefined : project.follow(fact.path, module);
      if (module === undefined || (target?.kind !== 'function' && target?.kind !== 'class')) continue;
      const { qualifiedName, place } = target.kind === 'class' ? target.class : target.function;
      const problem = bindingProblem(fact, target, project) ?? resultProblem(fact, target, project);
      if (problem === undefined) continue;
      const name = qualifiedName.slice(target.module.module.length + 1);
      ctx.report({
        at: { path: module.path, ...unpackPlace(problem.place) },
        message: `\`${name}\` ${problem.says}`,
        // Whoever changed it left all of its callers behind.
        cause: `${qualifiedName} ${problem.of}`,
        // What a page shows beside the code that matters stands for something else.
        ...(replaced.has(qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1)) && {
          heldBack: 'something stores an attribute of that name, and may replace what is called',
        }),
        ...(isPlaceholder(target) && { heldBack: 'the empty class of an example seems to stand for another one' }),
        // Under a broad handler nothing stops: what the call is for never works.
        ...(fact.swallowed !== undefined && { harm: 'lies' as const, ceiling: 'P1' as const }),
        ...(problem.endsPathAt !== undefined && { endsPathAt: problem.endsPathAt }),
        ...(problem.remedy !== undefined && { remedy: problem.remedy }),
        related: [{ path: target.module.path, ...place, message: `\`${name}\` is defined here` }],
        // Without the way that the import takes: a package that moves takes its callers along.
        key: `${module.module} ${name} ${problem.kind}`,
      });
    }
  },
});

/** Names that some production module binds on an object or a module: what is called may be that. */
function replacedNames(project: ProjectModel): ReadonlySet<string> {
  return new Set(project.modules.flatMap(({ role, attributeStores }) => (role === 'test' ? [] : attributeStores)));
}

/** `class Settings: ...` in an example. */
function isPlaceholder(target: Target): boolean {
  if (target.kind !== 'class' || !target.module.roles.includes('example')) return false;
  const { methods, bases, decorators, attributes } = target.class;
  return [methods, bases, decorators, Object.keys(attributes)].every(({ length }) => length === 0);
}

interface Problem {
  readonly of: 'arguments' | 'result';
  readonly kind: string;
  readonly endsPathAt?: number;
  readonly place: PackedPlace;
  readonly says: string;
  readonly remedy?: string;
}

function bindingProblem(call: ProjectCall, target: Target, project: ProjectModel): Problem | undefined {
  const mismatch = mismatchWith(call, target, project);
  if (mismatch === undefined) return undefined;
  const hidden = call.swallowed === undefined ? '' : `, and the handler around it ${call.swallowed}`;
  return {
    of: 'arguments',
    kind: mismatch.kind,
    place: call.place,
    ...(call.endsPathAt !== undefined && { endsPathAt: call.endsPathAt }),
    says: `${describeMismatch(mismatch)}${hidden}`,
  };
}

/** Why no candidate takes the call; undefined when one does or may. */
function mismatchWith(call: ProjectCall, target: Target, project: ProjectModel): Mismatch | undefined {
  if (call.positional < 0) return undefined;
  const against = (candidate: Target): Mismatch | undefined => {
    const signature = project.signatureOf(candidate);
    if (signature === undefined) return undefined;
    const mismatch = mismatchOf(call, signature.parameters, signature.takesMore);
    // Templates of code write `Base.method(x)` for `super().method(x)`.
    return signature.isUnbound === true && mismatch?.kind === 'missing' ? undefined : mismatch;
  };
  const mismatch = against(target);
  if (mismatch === undefined || (target.kind === 'class' && call.isOwnClass !== true)) return mismatch;
  return project.holdsForOverrides(target, (other) => against(other) !== undefined) ? mismatch : undefined;
}

/** The first thing that the caller takes of the result and no candidate gives. */
function resultProblem(call: ProjectCall, target: Target, project: ProjectModel): Problem | undefined {
  if (target.kind !== 'function') return undefined;
  const isLost = (use: ProjectResultUse, candidate: Target): boolean =>
    candidate.kind === 'function' &&
    candidate.function.isAsync === (call.isAwaited === true) &&
    project.signatureOf(candidate) !== undefined &&
    candidate.function.shapes?.every((shape) => lacksWhatIsTaken(shape, use)) === true;
  const use = call.uses?.find(
    (each) => isLost(each, target) && project.holdsForOverrides(target, (other) => isLost(each, other)),
  );
  if (use === undefined) return undefined;
  return {
    of: 'result',
    kind: use.kind,
    place: use.place,
    says: `gives ${(target.function.shapes ?? []).map(describeShape).join(' or ')}, and ${describeUse(use)}`,
    remedy: 'Take of the result what the function returns, or return what its callers take.',
  };
}
