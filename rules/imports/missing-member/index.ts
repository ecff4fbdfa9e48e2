import { defineProjectRule, fileStart, unpackPlace } from '#kit';
import { isHiddenByPackage, isTakenByStar, membersSet } from '#kit/names';
import {
  asGiven,
  awaitedPlain,
  backReferences,
  constructedClasses,
  dictsGiven,
  doubtAgainstUse,
  doubtByDicts,
  familyWithout,
  functionWithout,
  givenDicts,
  gradeOfUse,
  isClosedModel,
  type MemberUse,
  mappedFamilyWithout,
  memberAbove,
  memberUses,
  modelFamilyWithout,
  resultWithout,
  returnsSelf,
} from '#kit/state';
import type { Target } from '#project';
import { moduleForPython2, seemsOlderThan } from '#project/python-versions';
import type { ModuleSummary } from '#semantics';
import { namesSet } from '#semantics/names/names-set';
import { mayMeanDistribution } from '../_shared/distribution-namesakes.ts';
import { causesOfLacks, missedMember } from '../_shared/missed-together.ts';
import { calledProperty, plainProperties, remedyFor } from './called-properties.ts';
import { enumLacks } from './closed-enums.ts';
import { doubtAbout, type Fact, isStub, type Lack, type Model, OF_CLASSES } from './doubts.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'missing attribute: the object, class or module does not have it',
    why: 'The line raises an `AttributeError` every time it runs, or a `TypeError` if it awaits a plain value. If a broad handler catches the error, the feature silently never works.',
    remedy: 'Use the member that exists, or add it to the class or module',
    harm: 'breaks',
    severity: {
      'access to the member': 'P1',
      'checked with `hasattr`': 'P2',
      'name in `__all__`': 'P3',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [628],
    origin: [{ document: 'Field report 1', finding: 'F: a member that a closed class of the project lacks' }],
    bad: 'class Meter:\n    def __init__(self):\n        self.total = 0\n\n    def add(self, amount):\n        self.total += amount\n\nmeter = Meter()\nmeter.increment(5)\n',
    good: 'class Meter:\n    def __init__(self):\n        self.total = 0\n\n    def add(self, amount):\n        self.total += amount\n\nmeter = Meter()\nmeter.add(5)\n',
  },
  // Tests find out themselves.
  skips: ['test', 'stub', 'generated', 'vendored', 'documentation'],
  facts(file) {
    const isReadable = file.source.gaps.length === 0 && !file.context.isPython2;
    const uses = isReadable ? memberUses(file) : [];
    const set = namesSet(file);
    const properties = plainProperties(file);
    const fact = { uses, set, properties, back: backReferences(file), dicts: givenDicts(file) };
    return Object.values(fact).every((each) => each.length === 0) ? [] : [fact];
  },
  check(project, ctx) {
    const sets = ctx.facts.map(({ path, fact }) => ({ path, set: fact.set }));
    const set = membersSet(project, sets);
    const properties = new Set(ctx.facts.flatMap(({ fact }) => fact.properties));
    const back = new Set(ctx.facts.flatMap(({ fact }) => fact.back));
    const dicts = dictsGiven(ctx.facts, project);
    const model = { project, set, properties, back, made: constructedClasses(project) };
    const found = ctx.facts.flatMap(({ path, fact }) => {
      const module = project.moduleByPath(path);
      return (module === undefined ? [] : fact.uses).flatMap((use) => {
        const lack = module && lackOfAll(use, module, model);
        if (module === undefined || lack === undefined) return [];
        const missed = missedMember(use, lack.of, path, lack.related[0]?.path);
        if (!isTakenByStar(use, module, project)) return { module, use, lack, missed };
        ctx.proven({ at: { path, ...unpackPlace(use.place) }, by: 'a star import below rebinds it' });
        return [];
      });
    });
    const causeOf = causesOfLacks(found.map(({ missed }) => missed));
    for (const { module, use, lack, missed } of found) {
      const home = project.moduleByPath(lack.related[0]?.path ?? '');
      const doubt =
        doubtByDicts(use, module, dicts, lack.of) ?? doubtAgainstUse(use, module, home, project) ?? lack.doubt;
      ctx.report({
        at: { path: module.path, ...unpackPlace(use.place) },
        message: `${lack.says}${use.outcome ?? ''}`,
        ...{ doubt, ...remedyFor(use, lack.says) },
        ...(use.endsPathAt !== undefined && { endsPathAt: use.endsPathAt }),
        ...gradeOfUse(use),
        related: lack.related,
        key: `${module.module} ${lack.of} ${use.member}`,
        cause: causeOf(missed),
      });
    }
  },
});

/** Of a name that branches import from different places, what all of them lack is certain. */
function lackOfAll(use: MemberUse, module: ModuleSummary, model: Model): Lack | undefined {
  const lack = lackOf(use, module, model);
  const { others } = use;
  if (lack === undefined || others === undefined) return lack;
  const lacks = (owner: string): boolean => lackOf({ ...use, owner, kind: 'member' }, module, model) !== undefined;
  if (others.names.every(lacks)) return lack;
  return others.instead === true ? undefined : { ...lack, doubt: 'ambiguous-module' };
}

function lackOf(use: MemberUse, module: ModuleSummary, model: Model): Lack | undefined {
  const { project } = model;
  switch (use.kind) {
    case 'standard': {
      const isOwn = project.resolve(use.owner.split('.', 1)[0] ?? '', module).kind !== 'unknown';
      if (isOwn || model.set.find(use.owner, use.member) !== undefined) return undefined;
      const says = `\`${use.owner.replace(/^builtins\./, '')}\` has no attribute \`${use.member}\``;
      const isOld = use.mayBePython2 === true && moduleForPython2(project) !== undefined;
      const mayHave = isOld || seemsOlderThan('3.10', module, project);
      return { says, of: use.owner, related: [], doubt: use.doubt ?? (mayHave ? 'unknown-version' : undefined) };
    }
    case 'plain': {
      const of = use.owner;
      const plain = `\`${of}\` is a plain function, and its result cannot be awaited`;
      return { says: / /.test(of) ? `${of} is awaited, but is not awaitable` : plain, of, related: [] };
    }
    case 'listed': {
      const isMissing = project.resolve(`${use.owner}.${use.member}`, module).kind === 'missing';
      if (!isMissing || model.set.find(module.path, use.member) !== undefined) return undefined;
      const says = `\`__all__\` names \`${use.member}\`, which the module does not define`;
      return { says, of: use.owner, related: [] };
    }
    case 'await':
      return awaitedPlain(use.written, project.follow(use.owner, module), project);
    case 'above':
      return memberAbove(use.member, project.follow(use.owner, module), model.set, project);
    case 'member':
      return lackOfMember(asGiven(use, module, project), module, model);
  }
}

function lackOfMember(use: MemberUse, module: ModuleSummary, model: Model): Lack | undefined {
  const { project } = model;
  const called = calledProperty(use, module, model.properties, project);
  if (called !== undefined) return called;
  const target = project.follow(use.owner, module);
  if (use.isProbe === true) return target.kind === 'class' ? lackOfClass(use, target, model) : undefined;
  if (use.isEntered !== undefined && !returnsSelf(use, target, module, project)) return undefined;
  const given = target.kind === 'unknown' ? resultWithout(use.owner, use.member, module, project) : undefined;
  if (given !== undefined) return given;
  if (target.kind === 'function') return functionWithout(use, target, model.set, project);
  return target.kind === 'object' || target.kind === 'class'
    ? lackOfClass(use, target, model)
    : lackOfModule(use, module, model);
}

function lackOfClass(
  { member, written }: MemberUse,
  target: Target & { kind: 'object' | 'class' },
  model: Model,
): Lack | undefined {
  const { project, set, made, back } = model;
  const { module, class: cls } = target;
  if (target.kind === 'class' && OF_CLASSES.has(member)) return undefined;
  const isEnum = target.kind === 'class' && enumLacks(member, target, project);
  const certain = isEnum ? [target] : familyWithout(member, target, project);
  const mapped = certain === undefined ? mappedFamilyWithout(member, target, back, project) : undefined;
  const family =
    certain ?? mapped?.family ?? (target.kind === 'object' ? modelFamilyWithout(member, target, project) : undefined);
  if (family === undefined || family.some((each) => set.find(each.class.qualifiedName, member) !== undefined))
    return undefined;
  const isModel = certain === undefined;
  const isUnmade = target.kind === 'object' && !isModel && !family.some((each) => made.has(each.class));
  const name = cls.qualifiedName.slice(module.module.length + 1);
  return {
    says: `\`${name}\` has no attribute \`${member}\``,
    of: cls.qualifiedName,
    related: [{ path: module.path, ...cls.place, message: `\`${name}\` and its bases define no \`${member}\`` }],
    doubt:
      mapped?.doubt ??
      (isModel && !family.every((each) => isClosedModel(each, project)) ? 'dynamic-binding' : undefined) ??
      doubtAbout(member, written, family, model) ??
      (isUnmade ? 'uncertain-dispatch' : undefined),
  };
}

function lackOfModule(
  { owner, member }: MemberUse,
  importer: ModuleSummary,
  { project, set }: Model,
): Lack | undefined {
  const holder = project.resolve(owner, importer);
  // A module that imports its own name means another one: that of a library.
  if (holder.kind !== 'module' || holder.module === importer) return undefined;
  if (set.find(holder.module.path, member) !== undefined) return undefined;
  if (isHiddenByPackage(owner, holder.module, importer, project)) return undefined;
  const found = project.resolve(`${owner}.${member}`, importer);
  if (found.kind !== 'missing' || found.isModule || found.module !== holder.module) return undefined;
  return {
    says: `\`${holder.module.path}\` defines no \`${member}\``,
    of: holder.module.module,
    doubt: isStub(holder.module)
      ? 'type-from-annotation'
      : mayMeanDistribution({ module: owner, relativeLevel: 0 }, importer, project)
        ? 'transitive-dependency'
        : undefined,
    related: [{ ...fileStart(holder.module), message: 'the module' }],
  };
}
