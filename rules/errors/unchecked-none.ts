import {
  defineProjectRule,
  type FactsContext,
  functionKey,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  targetKey,
  unpackPlace,
} from '#kit';
import { type EmptyResult, emptyResultOf, type UnguardedUse, unguardedUseOf } from '#kit/calls';
import {
  type Call,
  callsWithin,
  type Def,
  defsOf,
  type Effect,
  type Expression,
  holds,
  isGenerator,
  isNone,
  lastName,
  type Node,
  nodesOf,
  presenceTested,
  type Return,
  walk,
  withoutAwait,
} from '#kit/code';
import type { Target } from '#kit/project';

interface Use {
  readonly says: string;
  readonly callee: string;
  readonly place: PackedPlace;
  readonly within: string;
  readonly guess?: string;
}

type Fact =
  /** A function that gives something on one path and `None` on another. */
  | {
      readonly kind: 'giver';
      readonly fn: string;
      readonly at: PackedPlace;
      readonly isAfterFailure: boolean;
      /** What it is given decides, and nothing that it asks for elsewhere. */
      readonly isByArgument: boolean;
      readonly asks: readonly string[];
      /** Where it hands on what may be `None`: when that is. */
      readonly when?: string;
    }
  | ({ readonly kind: 'library' } & EmptyResult & Use)
  | ({
      readonly kind: 'project';
      readonly path: string;
      readonly isAwaited: boolean;
      readonly asks: readonly string[];
    } & Use);

export default defineProjectRule<Fact>({
  docs: {
    summary: 'result that may be `None`, used without a look',
    why: 'On the path where there is nothing to give, the next line raises an AttributeError or TypeError that says nothing of what was missing.',
    remedy: 'Ask whether there is a result first, and say what is missing where there is none.',
    harm: 'breaks',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [476],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'six rows in four systems: a result that can be None',
      },
    ],
    bad: 'import re\n\ndef year(title):\n    return re.search(r"\\d{4}", title).group()\n',
    good: 'import re\n\ndef year(title):\n    found = re.search(r"\\d{4}", title)\n    return found.group() if found else None\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => (file.context.isPython2 ? [] : [...giversIn(file), ...usesIn(file)]),
  check(project, ctx) {
    const givers = new Map(
      ctx.facts.flatMap(({ path, fact }) =>
        fact.kind === 'giver' ? [[functionKey(path, fact.fn), { path, ...fact }] as const] : [],
      ),
    );
    for (const { path, fact } of ctx.facts) {
      if (fact.kind === 'giver') continue;
      const problem = {
        at: { path, ...unpackPlace(fact.place) },
        ...heldBackBy(fact.guess),
        key: `${fact.within} ${fact.callee}`,
      };
      if (fact.kind === 'library') {
        ctx.report({
          ...problem,
          message: `\`${fact.callee}\` gives \`None\` ${fact.when}, and ${fact.says}`,
          // Whoever takes one element of a page, or one variable, for granted takes all of them so.
          cause: `${path} ${fact.source}`,
        });
        continue;
      }
      const from = project.moduleByPath(path);
      const target = from === undefined ? undefined : project.follow(fact.path, from);
      if (target?.kind !== 'function' || target.function.isAsync !== fact.isAwaited) continue;
      const giver = givers.get(targetKey(target) ?? '');
      const isGiver = (other: Target): boolean => givers.has(targetKey(other) ?? '');
      if (giver === undefined || !project.holdsForOverrides(target, isGiver)) continue;
      const guess = fact.guess ?? guessAbout(fact, giver);
      const when = giver.when ?? (giver.isAfterFailure ? 'after a failure' : 'on one of its paths');
      ctx.report({
        ...problem,
        ...heldBackBy(guess),
        message: `\`${fact.callee}\` gives \`None\` ${when}, and ${fact.says}`,
        cause: `${path} ${target.function.qualifiedName}`,
        related: [{ path: giver.path, ...unpackPlace(giver.at), message: 'it gives `None` here' }],
      });
    }
  },
});

function usesIn(file: FactsContext): Fact[] {
  return nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    if (file.context.isTestCode(call)) return [];
    const given: Expression = call.parent?.kind === 'Await' ? call.parent : call;
    if (!mayBeUsed(given)) return [];
    const empty = emptyResultOf(call, file);
    const path = empty === undefined ? file.effects.projectPath(call) : undefined;
    if (empty === undefined && path === undefined) return [];
    const use = unguardedUseOf(given, file);
    if (use === undefined || file.flow.isUnreachable(use.node)) return [];
    const told = { ...describe(call, use, file), place: packPlace(file, use.node) };
    if (empty !== undefined) return [{ kind: 'library', ...empty, ...told }];
    return path === undefined
      ? []
      : [{ kind: 'project', path, isAwaited: given !== call, asks: asksAround(use.node, file), ...told }];
  });
}

/** `if self.mode == "remote"` around both: who calls it there knows which path it takes. */
function guessAbout(
  use: { readonly asks: readonly string[] },
  giver: { readonly isAfterFailure: boolean; readonly isByArgument: boolean; readonly asks: readonly string[] },
) {
  if (giver.isByArgument) return 'what it is given decides whether it gives `None`, and may never be such';
  if (giver.isAfterFailure) return undefined;
  const shared = use.asks.find((name) => giver.asks.includes(name));
  return shared === undefined ? undefined : `\`${shared}\`, by which it gives \`None\`, is asked around the call`;
}

/** The attributes that the tests around a node speak of. */
function asksAround(node: Node, file: FactsContext): string[] {
  const names: string[] = [];
  for (const test of file.context.testsAround(node))
    walk(test, (each) => {
      if (each.kind === 'Attribute') names.push(each.attr);
    });
  return names;
}

/** What is only run, compared or handed on is left out before anything dear is asked. */
function mayBeUsed({ parent }: Expression): boolean {
  const kind = parent?.kind;
  return kind === 'Attribute' || kind === 'Subscript' || kind === 'Assign' || kind === 'For' || kind === 'Call';
}

function describe(call: Call, { says, guess }: UnguardedUse, file: FactsContext): Omit<Use, 'place'> {
  const fn = file.context.defAround(call);
  return {
    says,
    callee: lastName(call.func) ?? 'the call',
    within: fn === undefined ? '' : file.names.qualnameOf(fn),
    ...(guess !== undefined && { guess }),
  };
}

function giversIn(file: FactsContext): Fact[] {
  return defsOf(file.module).flatMap((fn): Fact[] => {
    if (isGenerator(fn) || fn.decorator_list.some((each) => !HARMLESS.has(lastName(each) ?? ''))) return [];
    const returns = file.context.nodesOfFunction(fn, 'Return');
    const given = returns.filter(({ value }) => value !== undefined && !isNone(value));
    const empty = returns.filter((each) => !given.includes(each) && !isAskedFor(each, fn, file));
    const failed = empty.find((each) => file.context.handlerAround(each) !== undefined);
    const handedOn = empty.length > 0 ? [] : given.flatMap((each) => handingOn(each, file));
    const at = failed ?? empty[0] ?? handedOn[0]?.at;
    if (given.length === 0 || at === undefined || file.flow.isUnreachable(at)) return [];
    return [
      {
        kind: 'giver',
        fn: file.names.fullNameOf(fn),
        at: packPlace(file, at),
        isAfterFailure: failed !== undefined,
        isByArgument: isByArgument(at, file),
        asks: asksAround(at, file),
        ...(handedOn[0] !== undefined && { when: handedOn[0].when }),
      },
    ];
  });
}

/** `return session.scalar(…)`: who calls it gets what may be `None`. What a name holds may have been looked at before. */
function handingOn(at: Return, file: FactsContext): { readonly at: Return; readonly when: string }[] {
  const uses = at.value?.kind === 'Name' ? file.names.resolve(at.value)?.references.length : 1;
  const value = at.value === undefined || uses !== 1 ? undefined : withoutAwait(file.flow.whole(at.value));
  const empty = value?.kind === 'Call' ? emptyResultOf(value, file) : undefined;
  return empty?.source === 'rows' ? [{ at, when: empty.when }] : [];
}

/** `COLLECTORS.get(kind)` that finds nothing, a text that is no date: no row, page or answer is missing. */
function isByArgument(empty: Return, file: FactsContext): boolean {
  const handled = file.context.handlerAround(empty)?.parent;
  const asked = handled?.kind === 'Try' ? handled.body : decidedBy(empty, file);
  return (
    asked.some((each) => holds(each, (node) => isGiven(node, file))) &&
    callsWithin(asked).every((call) => WITHIN.has(file.effects.of(call)) || lastName(call.func) === 'get')
  );
}

/** A parameter that is no object of its own. */
const isGiven = (node: Node, { names }: FactsContext): boolean =>
  node.kind === 'Name' && node.id !== 'self' && node.id !== 'cls' && names.parameterOf(node) !== undefined;

/** The tests around a node, and what the names in them come from. */
function decidedBy(node: Node, file: FactsContext): readonly Node[] {
  return file.context.testsAround(node).flatMap((test) => {
    const asked: Node[] = [test];
    walk(test, (each) => {
      if (each.kind === 'Name') asked.push(...file.flow.origins(each));
    });
    return asked;
  });
}

/** What needs nothing but what it is given. */
const WITHIN: ReadonlySet<Effect> = new Set<Effect>(['pure', 'parse', 'introspection']);

const HARMLESS: ReadonlySet<string> = new Set('staticmethod classmethod lru_cache cache override'.split(' '));

/** `if text is None: return None`: who gives nothing, gets nothing. */
function isAskedFor(empty: Return, fn: Def, { context, names }: FactsContext): boolean {
  return context.testsAround(empty).some((test) => {
    const subject = presenceTested(test)?.subject;
    const parameter = subject?.kind === 'Name' ? names.parameterOf(subject) : undefined;
    return parameter !== undefined && parameter.parent?.parent === fn;
  });
}
