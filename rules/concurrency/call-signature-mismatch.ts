import {
  defineProjectRule,
  type FileRole,
  type Mismatch,
  type ModuleSummary,
  mismatchOf,
  type ProjectCall,
  type ProjectContext,
  type ProjectModel,
  type ProjectResultUse,
  projectCallsOf,
  type ReturnShape,
  type Target,
  unpackPlace,
} from '#kit';

/** What breaks here breaks for who tries it out. */
const FOR_READING: ReadonlySet<FileRole> = new Set(['example', 'benchmark']);

/** Everything that a dict can be asked for. */
const DICT_MEMBERS: ReadonlySet<string> = new Set(
  'clear copy fromkeys get items keys pop popitem setdefault update values'.split(' '),
);
/** Of these, what nothing else among the built-in kinds has. */
const ONLY_DICT_MEMBERS: ReadonlySet<string> = new Set('get items keys popitem setdefault values'.split(' '));

export default defineProjectRule<ProjectCall>({
  docs: {
    summary: 'call that its target cannot take',
    why: 'Python binds arguments when the call runs: this one raises a TypeError every time, and under a broad handler the feature silently never works.',
    remedy: 'Give the arguments that the definition names, or change the definition and its other callers.',
    severity: 'P0',
    precision: 'high',
    since: '0.1.0',
    cwe: [628],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-006' }],
    bad: 'def transfer(source, target, amount):\n    ...\n\ntransfer("a", "b")\n',
    good: 'def transfer(source, target, amount):\n    ...\n\ntransfer("a", "b", 3)\n',
    measured: {
      read: 108,
      right: 106,
      on: 'TenSafe, modelscope, vanna, diffusers, transformers, fschat, mlflow, dagster, prefect, sqlalchemy and others',
    },
  },
  // Tests find out themselves, and mean it more often than not.
  skips: ['test', 'stub', 'generated', 'vendored', 'documentation'],
  facts: projectCallsOf,
  check(project, ctx) {
    const replaced = replacedNames(project);
    for (const { path, fact } of ctx.facts) {
      const module = project.moduleByPath(path);
      if (module !== undefined) judge(fact, module, project, replaced, ctx);
    }
  },
});

/** Names that some production module binds on an object or a module: what is called may be that. */
function replacedNames(project: ProjectModel): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { role, attributeStores } of project.modules) {
    if (role !== 'test') for (const name of attributeStores) names.add(name);
  }
  return names;
}

function judge(
  call: ProjectCall,
  module: ModuleSummary,
  project: ProjectModel,
  replaced: ReadonlySet<string>,
  ctx: ProjectContext<ProjectCall>,
): void {
  const target = project.follow(call.path, module);
  if (target.kind !== 'function' && target.kind !== 'class') return;
  const qualifiedName = target.kind === 'class' ? target.class.qualifiedName : target.function.qualifiedName;
  if (replaced.has(qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1))) return;
  const name = qualifiedName.slice(target.module.module.length + 1);
  const key = `${module.module} ${call.path} ${name}`;
  const mismatch = mismatchWith(call, target, project);
  if (mismatch !== undefined) {
    const hidden = call.isSwallowed === true ? ', and the handler around it hides the TypeError' : '';
    const place = target.kind === 'class' ? target.class.place : target.function.place;
    ctx.report({
      at: { path: module.path, ...unpackPlace(call.place) },
      ...(FOR_READING.has(module.role) && { severity: 'P2' }),
      message: `\`${name}\` ${describe(mismatch)}${hidden}`,
      related: [{ path: target.module.path, ...place, message: `\`${name}\` is defined here` }],
      key: `${key} ${mismatch.kind}`,
    });
    return;
  }
  if (target.kind === 'function' && call.uses !== undefined) judgeUses(call, target, module, project, ctx, key);
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

function describe(mismatch: Mismatch): string {
  switch (mismatch.kind) {
    case 'too-many':
      return `takes ${count(mismatch.taken, 'positional argument')}, and ${mismatch.given} are given`;
    case 'unexpected':
      return `takes no argument ${listed(mismatch.names)}`;
    case 'twice':
      return `gets ${listed(mismatch.names)} by position and by name`;
    case 'missing':
      return `is called without ${listed(mismatch.names)}`;
  }
}

function judgeUses(
  call: ProjectCall,
  target: Target & { kind: 'function' },
  module: ModuleSummary,
  project: ProjectModel,
  ctx: ProjectContext<ProjectCall>,
  key: string,
): void {
  for (const use of call.uses ?? []) {
    const lacks = (candidate: Target & { kind: 'function' }): boolean =>
      candidate.function.isAsync === (call.isAwaited === true) && lacksAll(use, candidate, project);
    if (!lacks(target)) continue;
    const isSure = project.holdsForOverrides(target, (other) => other.kind === 'function' && lacks(other));
    if (!isSure) continue;
    const { function: fn } = target;
    const name = fn.qualifiedName.slice(target.module.module.length + 1);
    ctx.report({
      at: { path: module.path, ...unpackPlace(use.place) },
      ...(FOR_READING.has(module.role) && { severity: 'P2' }),
      message: `\`${name}\` gives ${(fn.shapes ?? []).map(shapeText).join(' or ')}, and ${useText(use)}`,
      remedy: 'Take of the result what the function returns, or return what its callers take.',
      related: [{ path: target.module.path, ...fn.place, message: `\`${name}\` is defined here` }],
      key: `${key} ${use.kind}`,
    });
    return;
  }
}

/** Every return has another shape than the use needs. */
function lacksAll(use: ProjectResultUse, target: Target & { kind: 'function' }, project: ProjectModel): boolean {
  const { shapes, decorators } = target.function;
  if (shapes === undefined || decorators.some((decorator) => decorator.startsWith('contextlib.'))) return false;
  if (project.signatureOf(target) === undefined) return false;
  return shapes.every((shape) => lacksWhatIsTaken(shape, use));
}

function lacksWhatIsTaken(shape: ReturnShape, use: ProjectResultUse): boolean {
  switch (use.kind) {
    case 'unpack':
      if (shape.startsWith('tuple')) return shape !== `tuple ${use.count}`;
      return shape === 'number' || shape === 'None';
    case 'attribute':
      if (shape === 'dict') return !DICT_MEMBERS.has(use.name) && !use.name.startsWith('__');
      return ONLY_DICT_MEMBERS.has(use.name);
    case 'key':
      return shape !== 'dict';
  }
}

function shapeText(shape: ReturnShape): string {
  if (!shape.startsWith('tuple')) return shape === 'None' ? '`None`' : `a ${shape === 'str' ? 'string' : shape}`;
  return `a tuple of ${shape.slice('tuple '.length)}`;
}

function useText(use: ProjectResultUse): string {
  switch (use.kind) {
    case 'unpack':
      return `${count(use.count, 'name')} take it`;
    case 'attribute':
      return `\`.${use.name}\` is asked of it`;
    case 'key':
      return 'an element is asked of it by a name';
  }
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
