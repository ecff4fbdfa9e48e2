import { defineProjectRule, type ProjectProblem, type RelatedLocation } from '#kit';
import { RECORD_BASES, RECORD_DECORATORS } from '#knowledge/record-classes';
import type { ProjectModel } from '#project';
import type { ModuleSummary, SummaryClass } from '#semantics';
import { counted } from '#text/wording';

/** Modules that every package has. */
const COMMON_FILES =
  /^(?:__init__|base|common|config|constants|core|main|models?|routes|schemas?|settings|types|utils)\.py$/;
const SUFFIX = /_[^_]+\.py$/;
const LEAST_FIELDS = 3;
/** Two records are of one thing when they share this part of their fields; fewer are homonyms. */
const OVERLAP = 0.3;
/** Messages of two interfaces share names like `input` and `name`. */
const OVERLAP_OF_MESSAGES = 0.4;
const SHOWN_FIELDS = 2;

type RecordFamily = 'data class' | 'model' | 'typed';

interface Definition {
  readonly module: ModuleSummary;
  readonly class: SummaryClass;
  readonly name: string;
  readonly fields: ReadonlySet<string>;
  readonly family: RecordFamily;
}

export default defineProjectRule({
  docs: {
    summary: 'duplicate class: one name defined in several modules with different fields',
    why: 'Which class an import gets depends on the module. A setting that one class accepts can be missing from the other, and a field added to one is easily forgotten in the other.',
    remedy: 'Keep one definition and import it everywhere, or rename one if they are meant to differ',
    harm: 'dead-code',
    severity: 'P3',
    precision: 'medium',
    measured: {
      read: 20,
      right: 18,
      on: 'TenSafe, dbgpt, open_webui, sglang, langchain-core, litellm, agno, gpt_researcher, langchain_community',
    },
    since: '0.1.0',
    cwe: [1041],
    origin: [{ document: 'TenSafe System Audit', finding: 'P3-1' }],
    bad: '# path: shop/orders.py\nfrom dataclasses import dataclass\n\n@dataclass\nclass Retry:\n    attempts: int\n    delay: float\n    jitter: bool\n\n# path: shop/mail.py\nfrom dataclasses import dataclass\n\n@dataclass\nclass Retry:\n    attempts: int\n    delay: float\n    factor: float\n',
    good: '# path: shop/orders.py\nfrom dataclasses import dataclass\n\n@dataclass\nclass Retry:\n    attempts: int\n    delay: float\n    jitter: bool\n\n# path: shop/mail.py\nfrom shop.orders import Retry\n\nprint(Retry(1, 2.0, True))\n',
  },
  check(project, ctx) {
    const modules = project.modules.filter(({ role }) => role === 'library' || role === 'entry-point');
    const byName = new Map<string, Definition[]>();
    for (const module of modules) {
      for (const definition of definitionsIn(module)) {
        const problem = fallbackProblem(definition, project);
        if (problem !== undefined) ctx.report(problem);
        else if (isGuarded(definition)) continue;
        else byName.set(definition.name, [...(byName.get(definition.name) ?? []), definition]);
      }
    }
    for (const definitions of byName.values()) {
      const known = definitions.filter(({ fields }) => fields.size >= LEAST_FIELDS);
      if (known.length > 1) for (const problem of groupProblems(known, project)) ctx.report(problem);
    }
  },
});

/** Records at the top of a module. */
function definitionsIn(module: ModuleSummary): Definition[] {
  return module.classes.flatMap((each) => {
    const name = each.qualifiedName.slice(module.module === '' ? 0 : module.module.length + 1);
    if (name.includes('.')) return [];
    const family = familyOf(each);
    if (family === undefined) return [];
    return [{ module, class: each, name, fields: new Set(each.fields?.map((field) => field.name)), family }];
  });
}

/** What an interface sends beside what the code works with is two things on purpose, so each kind is on its own. */
function familyOf({ decorators, bases }: SummaryClass): RecordFamily | undefined {
  if (decorators.some((decorator) => RECORD_DECORATORS.has(decorator))) return 'data class';
  const kinds = bases.flatMap((base) => RECORD_BASES.get(base) ?? []);
  if (kinds.some((kind) => kind === 'model' || kind === 'settings')) return 'model';
  return kinds.length > 0 ? 'typed' : undefined;
}

/** Stands in for an import of its name that may fail. */
const isGuarded = ({ module, name, class: { isConditional } }: Definition): boolean =>
  isConditional === true && module.imports.some(({ boundAs, guarded }) => guarded && boundAs === name);

/** `except ImportError:` defines a class of the project once more, with other fields. */
function fallbackProblem(definition: Definition, project: ProjectModel): ProjectProblem | undefined {
  const { module, name } = definition;
  const imported = module.imports.find(({ boundAs, guarded }) => guarded && boundAs === name);
  if (imported === undefined || definition.class.isConditional !== true) return undefined;
  const original = project.resolveImport(imported, module);
  if (original.kind !== 'class') return undefined;
  const other = { ...definition, module: original.module, class: original.class, fields: namesOf(original.class) };
  if (isSame(definition.fields, other.fields)) return undefined;
  return {
    at: placeOf(definition),
    message: `duplicate class: if \`${project.importNameOf(other.module)}\` cannot be imported, \`${name}\` is a different class: ${difference(definition, other)}`,
    remedy: `Import \`${name}\` without a fallback: both modules belong to this project`,
    related: [relatedTo(other)],
    key: `${module.module} ${name} fallback`,
  };
}

const namesOf = ({ fields }: SummaryClass): ReadonlySet<string> => new Set(fields?.map(({ name }) => name));

/** The definition that most modules import is the one to keep; each other one of the same thing is a finding. */
function* groupProblems(definitions: readonly Definition[], project: ProjectModel): Generator<ProjectProblem> {
  const users = new Map(definitions.map((each) => [each, importersOf(each, project)]));
  const left = new Set(definitions.toSorted((a, b) => (users.get(b) ?? 0) - (users.get(a) ?? 0)));
  for (const main of left) {
    const group = groupOf(main, left);
    for (const [other, like] of group) {
      left.delete(other);
      // Two distributions that are imported by one name are never there together.
      if (other === main || project.importNameOf(other.module) === project.importNameOf(like.module)) continue;
      yield {
        at: placeOf(other),
        message: `duplicate class: \`${other.name}\` is also defined in \`${project.importNameOf(like.module)}\` with different fields: ${difference(other, like)}`,
        related: [...group.keys()].filter((each) => each !== other).map(relatedTo),
        key: `${other.module.module} ${other.name} ${like.module.module}`,
        cause: `${main.module.module} ${main.name}`,
      };
    }
  }
}

/** What is the same thing as the first, or as one that is; each with the one that it is like. */
function groupOf(main: Definition, among: Iterable<Definition>): ReadonlyMap<Definition, Definition> {
  const group = new Map([[main, main]]);
  for (const member of group.keys()) {
    for (const other of among) if (!group.has(other) && isSameThing(member, other)) group.set(other, member);
  }
  return group;
}

function importersOf({ module, name }: Definition, project: ProjectModel): number {
  return project.importersOf(module).filter(({ imported }) => imported.name === name).length;
}

function isSameThing(main: Definition, other: Definition): boolean {
  if (main.family !== other.family || main.module === other.module || isSame(main.fields, other.fields)) return false;
  if (areSisters(main.module.path, other.module.path) || areOfFamilies(main, other)) return false;
  if (derivesFrom(main, other) || derivesFrom(other, main) || isMessage(main) !== isMessage(other)) return false;
  const shared = [...main.fields].filter((field) => other.fields.has(field)).length;
  return (
    shared / (main.fields.size + other.fields.size - shared) >=
    (main.family === 'typed' ? OVERLAP_OF_MESSAGES : OVERLAP)
  );
}

/** It says by a tag which message of a protocol it is, which no other model has to. */
const isMessage = ({ class: { fields } }: Definition): boolean => fields?.some(({ isTag }) => isTag) === true;

/** One interface implemented several times: `amd/spec.py` and `nvidia/spec.py`, `wave_backend.py` and `triton_backend.py`. */
function areSisters(one: string, other: string): boolean {
  const [file = '', folder = '', ...above] = one.split('/').reverse();
  const [otherFile = '', otherFolder = '', ...otherAbove] = other.split('/').reverse();
  if (above.join('/') !== otherAbove.join('/')) return false;
  if (folder === otherFolder) return SUFFIX.exec(file)?.[0] === (SUFFIX.exec(otherFile)?.[0] ?? '');
  return file === otherFile && !COMMON_FILES.test(file);
}

/** Each of a family of records that its module builds up: `RunDone(TeamEvent)` beside `RunDone(AgentEvent)`. */
function areOfFamilies(one: Definition, other: Definition): boolean {
  const [bases, others] = [one, other].map(ownBases);
  return bases?.[0] !== undefined && others?.[0] !== undefined && !bases.some((base) => others.includes(base));
}

const ownBases = ({ module, class: { bases } }: Definition): readonly string[] =>
  bases.flatMap((base) => (base.startsWith(`${module.module}.`) ? [base.slice(module.module.length)] : []));

const derivesFrom = (one: Definition, { name }: Definition): boolean =>
  one.class.bases.some((base) => base === name || base.endsWith(`.${name}`));

const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((field) => other.has(field));

function difference(here: Definition, there: Definition): string {
  const only = [
    ...fieldsOnlyIn(here, there).map((field) => `\`${field}\` only here`),
    ...fieldsOnlyIn(there, here).map((field) => `\`${field}\` only in \`${there.module.path}\``),
  ];
  return only.join(', ');
}

const fieldsOnlyIn = (one: Definition, other: Definition): string[] =>
  [...one.fields].filter((field) => !other.fields.has(field)).slice(0, SHOWN_FIELDS);

const placeOf = (definition: Definition) => ({ path: definition.module.path, ...definition.class.place });

const relatedTo = (definition: Definition): RelatedLocation => ({
  ...placeOf(definition),
  message: `\`${definition.name}\` with ${counted(definition.fields.size, 'field')}`,
});
