import { type Expression, type If, nodesOf, shortText, statementsBefore, stringConstant } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectProblem,
  packPlace,
  unpackPlace,
} from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { type Handed, handedTo } from '#semantics/effects/handed-on';
import { mayBePassedBy } from '#semantics/summary/passed-by';
import { type ComposedText, composedText, compositionsIn } from './composed-text.ts';
import { overridesOf } from './overrides.ts';
import { type RefusedText, refusedTexts, refusesAlways } from './refused-text.ts';

/** Parameters that name what is stored. */
const KEY_NAME = /(^|_)(key|name|id|path|filename|object|blob|uri|prefix|slug|topic|subject|bucket|segment|value)$/;
const MAX_OPEN = 4;
const MAX_KEY = 120;
const DEPTH = 3;

/** What a function refuses of a parameter. */
interface Refusal extends Pick<RefusedText, 'pattern' | 'how' | 'refusesMatch'> {
  readonly kind: 'refusal';
  readonly fn: string;
  readonly of: string;
  readonly place: PackedPlace;
}

/** A function passes its parameter on as it is. */
interface HandOn extends Handed {
  readonly kind: 'hand-on';
  readonly fn: string;
  readonly of: string;
}

/** A key that is put together of constant and open parts, and given to a function. */
interface BuiltKey extends Handed {
  readonly kind: 'key';
  readonly parts: ComposedText;
  readonly text: string;
  readonly place: PackedPlace;
  readonly given: PackedPlace;
}

type Fact = Refusal | HandOn | BuiltKey;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'storage key that its own storage code refuses',
    why: 'Every call with such a key raises, so nothing is ever stored under it.',
    remedy:
      'Let the validation accept the separator (check each segment by itself), or join the parts with a character that it accepts.',
    harm: 'breaks',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe Issue Register', finding: 'STORE-01' }],
    measured: { read: 1, right: 1, on: 'TenSafe; five other packages have none' },
    bad: 'import re\n\nclass Store:\n    def write(self, key, data):\n        if not re.fullmatch(r"[a-z0-9_]+", key):\n            raise ValueError(key)\n\ndef save(tenant, name, data):\n    store = Store()\n    store.write(f"{tenant}/{name}", data)\n',
    good: 'import re\n\nclass Store:\n    def write(self, key, data):\n        if not re.fullmatch(r"[a-z0-9_/]+", key):\n            raise ValueError(key)\n\ndef save(tenant, name, data):\n    store = Store()\n    store.write(f"{tenant}/{name}", data)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...refusals(file), ...handOns(file), ...builtKeys(file)],
  check(project, ctx) {
    const known = new Map<string, (Refusal | HandOn)[]>();
    for (const { fact } of ctx.facts) {
      if (fact.kind === 'key') continue;
      const at = `${fact.fn} ${fact.of}`;
      const facts = known.get(at);
      if (facts === undefined) known.set(at, [fact]);
      else facts.push(fact);
    }
    for (const { path, fact: key } of factsOfKind(ctx.facts, 'key')) {
      const from = project.moduleByPath(path);
      const met = from === undefined ? [] : refusalsOn(key, from, known, project, DEPTH);
      const refused = met.find(({ refusal }) => refusesAlways(key.parts, refusal));
      if (from !== undefined && refused !== undefined) ctx.report(problemOf(key, from, refused));
    }
  },
});

/** What the bodies of functions refuse of their parameters, whenever they run. */
function refusals(file: FactsContext): Refusal[] {
  return nodesOf(file.module, 'If').flatMap((branch) => {
    const fn = branch.parent;
    if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return [];
    // Most branches refuse nothing, and what stands before each is long where there are many.
    const refused = refusedTexts(branch, file);
    if (refused.length === 0 || mayEndBefore(branch)) return [];
    return refused.flatMap(({ subject, test, ...how }): Refusal[] => {
      const of = parameterNamed(subject, file);
      const place = packPlace(file, test);
      return of === undefined ? [] : [{ kind: 'refusal', fn: file.names.fullNameOf(fn), of, ...how, place }];
    });
  });
}

const mayEndBefore = (branch: If): boolean =>
  statementsBefore(branch).some((before) => before.kind === 'If' && before.body.at(-1)?.kind === 'Return');

function parameterNamed(value: Expression, { names }: FactsContext): string | undefined {
  const parameter = value.kind === 'Name' && KEY_NAME.test(value.id) ? names.parameterOf(value) : undefined;
  return parameter?.arg;
}

/** Calls that take a parameter of the function around them, whenever it runs. */
function handOns(file: FactsContext): HandOn[] {
  const given = nodesOf(file.module, 'Name').filter(
    ({ parent }) => parent?.kind === 'Call' || parent?.kind === 'keyword',
  );
  return given.flatMap((use): HandOn[] => {
    const of = parameterNamed(use, file);
    const fn = of === undefined ? undefined : file.context.defAround(use);
    const handed = fn === undefined || mayBePassedBy(use) ? undefined : handedTo(use, file);
    if (of === undefined || fn === undefined || handed === undefined) return [];
    return [{ kind: 'hand-on', fn: file.names.fullNameOf(fn), of, ...handed }];
  });
}

/** Keys, and the calls that they are given to. */
function builtKeys(file: FactsContext): BuiltKey[] {
  return compositionsIn(file.module).flatMap((key) => {
    // By far most texts with open parts are messages, which shows before anything is folded.
    if (isProse(key) || isWithinText(key)) return [];
    const parts = composedText(key, file);
    if (parts === undefined || !isKey(parts)) return [];
    return file.flow.destinations(key).flatMap((use): BuiltKey[] => {
      const { node, carrier } = use;
      const isAsItIs = use.kind === 'argument' && (carrier === key || carrier.kind === 'Name');
      const handed = isAsItIs ? handedTo(carrier, file) : undefined;
      if (handed === undefined) return [];
      const places = { place: packPlace(file, key), given: packPlace(file, node) };
      return [{ kind: 'key', ...handed, parts, text: shortText(key, file.text), ...places }];
    });
  });
}

/** What becomes of it is another text, which is asked about itself: each of many within each other would be followed to the same places. */
const isWithinText = ({ parent }: Expression): boolean =>
  parent?.kind === 'FormattedValue' || parent?.kind === 'JoinedStr';

const isProse = (text: Expression): boolean =>
  text.kind === 'JoinedStr' && text.values.some((part) => /\s/.test(stringConstant(part) ?? ''));

/** Has a separator, no spaces, and little that is open. */
function isKey(parts: ComposedText): boolean {
  const constant = parts.filter((part) => part !== null).join('');
  const open = parts.filter((part) => part === null).length;
  return /[^\w]/.test(constant) && !/\s/.test(constant) && constant.length <= MAX_KEY && open > 0 && open <= MAX_OPEN;
}

interface Met {
  readonly refusal: Refusal;
  readonly by: ModuleSummary;
}

/** The validations that an argument meets, in what is called, in what overrides it, and in what these hand it to. */
function refusalsOn(
  { path, parameter }: Handed,
  from: ModuleSummary,
  known: ReadonlyMap<string, readonly (Refusal | HandOn)[]>,
  project: ProjectModel,
  depth: number,
): Met[] {
  const target = depth === 0 ? undefined : project.follow(path, from);
  if (target?.kind !== 'function') return [];
  return overridesOf(target, project).flatMap((each) => {
    const parameters = project.signatureOf(each)?.parameters ?? [];
    const name = typeof parameter === 'string' ? parameter : parameters[parameter]?.name;
    const facts = known.get(`${each.function.qualifiedName} ${name}`) ?? [];
    return facts.flatMap((fact): Met[] =>
      fact.kind === 'refusal'
        ? [{ refusal: fact, by: each.module }]
        : refusalsOn(fact, each.module, known, project, depth - 1),
    );
  });
}

function problemOf(key: BuiltKey, { path, module }: ModuleSummary, { refusal, by }: Met): ProjectProblem {
  const name = refusal.fn.slice(by.module.length + 1);
  return {
    at: { path, ...unpackPlace(key.place) },
    message: `\`${key.text}\` is a key that \`${name}\` refuses: it ${refusal.refusesMatch ? 'raises on' : 'accepts only'} \`${refusal.pattern}\``,
    related: [
      { path, ...unpackPlace(key.given), message: 'the key is passed on here' },
      { path: by.path, ...unpackPlace(refusal.place), message: 'it is refused here' },
    ],
    key: `${module} ${key.text} ${refusal.fn}`,
  };
}
