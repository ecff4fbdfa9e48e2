import {
  type Call,
  type Compare,
  type Constant,
  defineProjectRule,
  type Expression,
  type FactsContext,
  type Name,
  NOT_PRODUCTION,
  type Node,
  nameOfPlace,
  nodesOf,
  type ProjectProblem,
  type RelatedLocation,
  type Span,
  stringConstant,
} from '#kit';

/** A text that tells its own weight: `Error: …`, `[WARNING] …`, `error - …`. */
const TAG = /^\W{0,2}(error|errors|warning|warn|fatal|critical|failed|failure|fail|info|severe)\b\W*/i;
/** What is tested is the tag and no more: `Error reading` asks for one message. */
const BARE_TAG = new RegExp(`${TAG.source}$`, 'i');
const PRODUCING_METHODS: ReadonlySet<string> = new Set(['append', 'add', 'extend', 'insert', 'appendleft', 'put']);
const SHOWN = 3;

type Place = Omit<RelatedLocation, 'message'>;

type Fact =
  /** A text with a tag in front that a function returns or collects. */
  | { readonly kind: 'made'; readonly by: string; readonly text: string; readonly place: Place }
  /** A branch on the tag of a text that some function gave. */
  | {
      readonly kind: 'tested';
      readonly from: string;
      readonly tag: string;
      readonly code: string;
      readonly ignoresCase: boolean;
      readonly place: Place;
    };

type Made = Extract<Fact, { kind: 'made' }>;
type Tested = Extract<Fact, { kind: 'tested' }>;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'severity told by the first word of a message',
    why: 'Whether a problem stops the program hangs on the spelling of a text, so a reworded, translated or misspelled message turns an error into a warning and nobody notices.',
    remedy: 'Return the level beside the message (an enum, a class, two lists) and branch on that.',
    severity: 'P3',
    precision: 'medium',
    measured: { read: 6, right: 6, on: 'TenSafe, agno, swarms; none in khoj, metagpt, gpt_researcher, lagent' },
    since: '0.1.0',
    cwe: [1024],
    origin: [{ document: 'TenSafe System Audit', finding: 'P3-3' }],
    bad: 'def problems(order):\n    found = []\n    if not order.lines:\n        found.append("Error: the order is empty")\n    return found\n\ndef accept(order):\n    for problem in problems(order):\n        if problem.startswith("Error:"):\n            raise ValueError(problem)\n',
    good: 'def problems(order):\n    found = []\n    if not order.lines:\n        found.append((Level.ERROR, "the order is empty"))\n    return found\n\ndef accept(order):\n    for level, problem in problems(order):\n        if level is Level.ERROR:\n            raise ValueError(problem)\n',
  },
  skips: NOT_PRODUCTION,
  facts(file) {
    return [
      ...nodesOf(file.module, 'Call').flatMap((call) => prefixTest(call, file) ?? []),
      ...nodesOf(file.module, 'Compare').flatMap((compare) => wordTest(compare, file) ?? []),
      ...nodesOf(file.module, 'Constant').flatMap((text) => taggedText(text, file) ?? []),
    ];
  },
  check(_project, ctx) {
    const all = ctx.facts.map(({ fact }) => fact);
    const made = new Map<string, Made[]>();
    for (const fact of all) if (fact.kind === 'made') made.set(fact.by, [...(made.get(fact.by) ?? []), fact]);
    for (const fact of all) {
      const problem = fact.kind === 'tested' ? problemOf(fact, made.get(fact.from) ?? []) : undefined;
      if (problem !== undefined) ctx.report(problem);
    }
  },
});

function taggedText(text: Constant, file: FactsContext): Fact | undefined {
  return text.value.kind === 'str' && TAG.test(text.value.value) ? textMade(text, text.value.value, file) : undefined;
}

/** `issue.startswith("Error:")` as a condition. */
function prefixTest(call: Call, file: FactsContext): Fact | undefined {
  const { func } = call;
  const tag = stringConstant(call.args[0]);
  if (func.kind !== 'Attribute' || func.attr !== 'startswith' || tag === undefined || !BARE_TAG.test(tag))
    return undefined;
  const { text, ignoresCase } = folded(func.value);
  return text === undefined ? undefined : tested(call, text, tag, ignoresCase, file);
}

/** `"error" in issue.lower()` as a condition. */
function wordTest(compare: Compare, file: FactsContext): Fact | undefined {
  const tag = stringConstant(compare.left);
  const [container] = compare.comparators;
  if (compare.ops[0] !== 'In' || container === undefined || tag === undefined || !BARE_TAG.test(tag)) return undefined;
  const { text, ignoresCase } = folded(container);
  return text === undefined ? undefined : tested(compare, text, tag, ignoresCase, file);
}

/** `issue`, `issue.lower()`, `issue.strip().casefold()`. */
function folded(expression: Expression): { readonly text: Name | undefined; readonly ignoresCase: boolean } {
  let at = expression;
  let ignoresCase = false;
  while (at.kind === 'Call' && at.func.kind === 'Attribute') {
    ignoresCase ||= /^(?:lower|upper|casefold)$/.test(at.func.attr);
    at = at.func.value;
  }
  return { text: at.kind === 'Name' ? at : undefined, ignoresCase };
}

function tested(
  test: Call | Compare,
  text: Name,
  tag: string,
  ignoresCase: boolean,
  file: FactsContext,
): Fact | undefined {
  const from = isCondition(test) ? giverOf(text, file) : undefined;
  if (from === undefined) return undefined;
  const code = file.text.slice(test).replaceAll(/\s+/g, ' ');
  return { kind: 'tested', from, tag, code, ignoresCase, place: placeOf(test, file) };
}

function isCondition(test: Node): boolean {
  let at = test;
  while (at.parent?.kind === 'BoolOp' || at.parent?.kind === 'UnaryOp') at = at.parent;
  const { parent } = at;
  if (parent?.kind === 'comprehension') return parent.ifs.some((each) => each === at);
  if (parent?.kind === 'GeneratorExp') return parent.elt === at;
  return (parent?.kind === 'If' || parent?.kind === 'IfExp' || parent?.kind === 'While') && parent.test === at;
}

/** The function whose result the text is, or is an element of. */
function giverOf(text: Name, file: FactsContext): string | undefined {
  const definitions = file.names.resolve(text)?.definitions ?? [];
  const sources = definitions.flatMap(({ value, partOf }) => value ?? partOf ?? []);
  for (const source of sources) {
    for (const leaf of file.flow.origins(source)) {
      const call = leaf.kind === 'Await' ? leaf.value : leaf;
      if (call.kind !== 'Call') continue;
      const name = nameOfPlace(call.func);
      if (name !== undefined) return name;
    }
  }
  return undefined;
}

function textMade(text: Expression, value: string, file: FactsContext): Fact | undefined {
  const fn = file.context.defAround(text);
  if (fn === undefined || !isHandedOut(text)) return undefined;
  return { kind: 'made', by: fn.name, text: value.slice(0, 30), place: placeOf(text, file) };
}

/** Returned, yielded, or put into a collection, whole or as the beginning of a longer text. */
function isHandedOut(text: Node): boolean {
  let at = text;
  for (let { parent } = at; parent !== undefined; parent = at.parent) {
    const isBeginning =
      (parent.kind === 'JoinedStr' && parent.values[0] === at) || (parent.kind === 'BinOp' && parent.left === at);
    const isPart =
      parent.kind === 'IfExp' || parent.kind === 'List' || parent.kind === 'Tuple' || parent.kind === 'Await';
    const isFormatted = parent.kind === 'Attribute' || (parent.kind === 'Call' && parent.func === at);
    if (!isBeginning && !isPart && !isFormatted) break;
    at = parent;
  }
  const { parent } = at;
  if (parent?.kind === 'Return' || parent?.kind === 'Yield') return true;
  return parent?.kind === 'Call' && parent.func.kind === 'Attribute' && PRODUCING_METHODS.has(parent.func.attr);
}

function placeOf(span: Span, file: FactsContext): Place {
  const start = file.text.positionAt(span.start);
  const end = file.text.positionAt(span.end);
  return { path: file.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Texts of this tag are made: the level hangs on them. Only texts of another spelling are: the test never holds. */
function problemOf(test: Tested, made: readonly Made[]): ProjectProblem | undefined {
  const { tag, code, from, place, ignoresCase } = test;
  const fold = (text: string): string => text.toLowerCase();
  const matching = made.filter(({ text }) => (ignoresCase ? fold(text).includes(fold(tag)) : text.startsWith(tag)));
  const [first] = matching;
  const key = `${place.path} ${code}`;
  if (first !== undefined) {
    const message = `\`${code}\` tells errors from the rest by the first word of what \`${from}\` writes`;
    return { at: place, message, related: evidence(matching, 'a text that it decides on'), key };
  }
  const similar = made.filter(({ text }) => wordOf(text) === wordOf(tag));
  const [other] = similar;
  if (other === undefined || ignoresCase || code.includes(' in ')) return undefined;
  return {
    at: place,
    severity: 'P1',
    message: `\`${code}\` never holds: \`${from}\` writes \`${other.text.slice(0, tag.length)}\``,
    remedy: `Test what \`${from}\` writes, and better let it return the level beside the message`,
    related: evidence(similar, 'written like this'),
    key,
  };
}

const wordOf = (text: string): string => TAG.exec(text)?.[1]?.toLowerCase() ?? text;

const evidence = (made: readonly Made[], message: string): RelatedLocation[] =>
  made.slice(0, SHOWN).map(({ place }) => ({ ...place, message }));
