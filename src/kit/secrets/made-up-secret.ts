/** What the code around a literal says of it: that it is made up, that it is for the time being, that the program refuses it. */
import {
  ancestors,
  blockAround,
  type Call,
  type Constant,
  commentsWithin,
  type Dict,
  decoratorsOf,
  type Expression,
  holds,
  lastName,
  type Name,
  type Node,
  nameOfPlace,
  nodesOf,
  parametersOf,
  statementsBefore,
  stringConstant,
  wordsOfName,
} from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { memoizeByFile } from '../../semantics/by-file.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Words that say that a value stands for another one, beside it or in the name of what holds it; a guess. */
const MADE_UP = /(?<![a-z])(?:mocks?|mocked|dummy|dummies|fakes?|placeholders?|examples?|samples?|demo)(?![a-z])/i;
const FOR_TESTS = /(?<![a-z])(?:tests?|testing)(?![a-z])/i;

/** `test-secret` in `setup_test_env.py`: file and text both say that it is made up, or the file shows something with what it needs for it. */
export function isNamedMadeUp(path: string, text: string): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return NOT_MEANT.test(file) && (NOT_MEANT.test(text) || SHOWN.test(file));
}

const NOT_MEANT = /(?<![a-z])(?:demo|test|sample|mock|example)(?![a-z])/i;
const SHOWN = /(?<![a-z])(?:demo|example)s?(?![a-z])/i;

/** `postgres://user:the_password@host` */
const SAYS_PASSWORD = /:\/\/[^\s:/@]*:[a-z]+[-_]password@/i;

/** Whether a comment, an enclosing name, a part beside the literal, or an address itself calls it made up. */
export function isCalledMadeUp(literal: Constant, model: SemanticModel): boolean {
  if (SAYS_PASSWORD.test(stringConstant(literal) ?? '')) return true;
  if (commentsAt(literal, model).some((text) => MADE_UP.test(text))) return true;
  let inner: Node = literal;
  for (const around of ancestors(literal)) {
    if (namesOf(around, inner).some(saysMadeUp)) return true;
    if (isNearest(around, literal) && madeUpParts(around).some((part) => part !== inner && part.parent !== inner))
      return true;
    inner = around;
  }
  return false;
}

function saysMadeUp(name: string): boolean {
  const spaced = name.replace(/([a-z])(?=[A-Z])/g, '$1_');
  return MADE_UP.test(spaced) || FOR_TESTS.test(spaced);
}

/**
 * Whether the program looks for this text, as for a default that nobody replaced: a comparison names it, alone or with others
 * (`in KNOWN_DEFAULTS`), or compares what holds it and raises.
 */
export function isRefusedLater(literal: Constant, model: SemanticModel): boolean {
  const text = stringConstant(literal);
  const names = new Set(boundNames(literal));
  const { comparisons, held, calls, handed } = looksIn(model);
  const isHeld = held.has(literal);
  const isRefused = comparisons.some(({ node, sides, texts, named }) => {
    if (texts.some((each, index) => each === text && sides[index] !== literal)) return true;
    if (isHeld && sides.some((side) => holdsDefault(side, literal, sides, model))) return true;
    return (
      named.some((name) => names.has(name)) &&
      sides.some((side) => isText(side) || isLongerThan(side, text ?? '')) &&
      isBeforeRaise(node, model)
    );
  });
  if (isRefused || calls.some((call) => startsSo(call, names) && isBeforeRaise(call, model))) return true;
  return handed.some((elts) =>
    elts.some((side) => holdsDefault(side, literal, elts, model) || isBesideField(side, { text, names, elts })),
  );
}

/** Where a file may look for a text. Each of its secrets asks. */
const looksIn = memoizeByFile((model: SemanticModel) => {
  const { module } = model.source;
  const comparisons = nodesOf(module, 'Compare').map((node) => {
    const sides = [node.left, ...node.comparators].flatMap((side) => partsOfSide(side, model));
    return { node, sides, texts: sides.map(stringConstant), named: sides.flatMap(namesOfSide) };
  });
  const constants = comparisons.flatMap(({ sides }) =>
    sides.flatMap((side) => (side.kind === 'Name' ? (model.names.resolve(side) ?? []) : [])),
  );
  return {
    comparisons,
    /** Values of the constants that are compared. */
    held: new Set([...new Set(constants)].flatMap(({ definitions }) => definitions.map(({ value }) => value))),
    calls: nodesOf(module, 'Call').filter(({ func }) => func.kind === 'Attribute' && STARTS_OR_ENDS.test(func.attr)),
    handed: nodesOf(module, 'Tuple').flatMap(({ elts, parent }) => (isInValidator(parent) ? [elts] : [])),
  };
});

/** `("secret_key", self.secret_key, "change-me")`: what a validator of the settings hands to anyone who compares it. */
const isBesideField = (
  side: Expression,
  { text, names, elts }: { text: string | undefined; names: ReadonlySet<string>; elts: readonly Expression[] },
): boolean =>
  stringConstant(side) === text && elts.some((other) => other.kind === 'Attribute' && isNamed(other, names));

/** Pydantic raises there what refuses the settings. */
function isInValidator(node: Node | undefined): boolean {
  const fn = node === undefined ? undefined : [node, ...ancestors(node)].find(({ kind }) => kind === 'FunctionDef');
  return fn?.kind === 'FunctionDef' && decoratorsOf(fn).some(({ callee }) => VALIDATOR.test(lastName(callee) ?? ''));
}

const VALIDATOR = /^(?:(?:model|field|root)_)?validator$/;

/** `self.secret in {"", DEFAULT_SECRET}`: the name of the literal, compared with what has it as its default. */
function holdsDefault(
  side: Expression,
  literal: Constant,
  others: readonly Expression[],
  { names }: SemanticModel,
): boolean {
  const constant = side.kind === 'Name' ? names.resolve(side) : undefined;
  if (constant?.definitions.some(({ value }) => value === literal) !== true) return false;
  const holders = new Set(constant.references.flatMap(boundNames));
  return others.some((other) => other !== side && isNamed(other, holders));
}

/** What a value is bound to, also as the default of a call or of an `or`. */
function boundNames(literal: Expression): readonly string[] {
  for (const around of ancestors(literal)) {
    if (around.kind === 'Assign' || around.kind === 'AnnAssign')
      return (around.kind === 'Assign' ? around.targets : [around.target]).flatMap((each) => nameOfPlace(each) ?? []);
    if (!['Call', 'keyword', 'BoolOp', 'IfExp'].includes(around.kind)) return [];
  }
  return [];
}

const isNamed = (side: Expression, names: ReadonlySet<string>): boolean =>
  namesOfSide(side).some((name) => names.has(name));

/** What is compared: the place itself, what a method makes of it (`key.strip()`), its length, or the parameter of a validator that names it. */
function namesOfSide(side: Expression): readonly string[] {
  if (side.kind === 'BoolOp') return side.values.flatMap(namesOfSide);
  if (side.kind !== 'Call') return [nameOfPlace(side) ?? '', ...(side.kind === 'Name' ? validatedBeside(side) : [])];
  const { func } = side;
  const subject = func.kind === 'Attribute' ? func.value : nameOfPlace(func) === 'len' ? side.args[0] : undefined;
  return subject === undefined ? [] : namesOfSide(subject);
}

/** The fields that the function around a name checks: `@field_validator("secret_key")`. */
function validatedBeside(name: Name): readonly string[] {
  const fn = [...ancestors(name)].find(({ kind }) => kind === 'FunctionDef');
  if (fn?.kind !== 'FunctionDef' || !parametersOf(fn).some((parameter) => parameter.name === name.id)) return [];
  return decoratorsOf(fn).flatMap(({ node }) =>
    node.kind === 'Call' ? node.args.flatMap((each) => stringConstant(each) ?? []) : [],
  );
}

const isLongerThan = (side: Expression, { length }: string): boolean =>
  side.kind === 'Constant' && side.value.kind === 'int' && side.value.value > length;

const startsSo = ({ func, args }: Call, names: ReadonlySet<string>): boolean =>
  func.kind === 'Attribute' && isNamed(func.value, names) && args.some((each) => isText(each) || each.kind === 'Tuple');

const STARTS_OR_ENDS = /^(?:starts|ends)with$/;

/**
 * Whether a fallback for `name` is only reached where a statement before it, or the branch that it is the other one of, did not
 * raise. A refusal within another branch (`if not DEBUG: if not KEY: raise`) has to ask for the name.
 */
export function isBehindRefusal(literal: Constant, name: string, { flow, source }: SemanticModel): boolean {
  // `if STAGE == "production" and not os.getenv("SIGNING_KEY"): raise`, wherever it stands.
  const tests = (test: Expression): boolean =>
    holds(test, (node) => node.kind === 'Constant' && stringConstant(node) === name);
  if (nodesOf(source.module, 'If').some(({ test, body }) => tests(test) && flow.alwaysRaises(body))) return true;
  const refuses = (each: Node): boolean =>
    each.kind === 'If' &&
    (flow.alwaysRaises(each.body) ||
      each.body.some((inner) => inner.kind === 'If' && flow.alwaysRaises(inner.body) && mentions(inner.test, name)));
  let inner: Node = literal;
  for (const around of ancestors(literal)) {
    if (around.kind === 'FunctionDef' || around.kind === 'AsyncFunctionDef' || around.kind === 'Lambda') return false;
    const before = statementsBefore(around);
    if (before.some(refuses)) return true;
    if (around.kind === 'If') {
      const isElse = around.orelse.some((each) => each === inner);
      const other = isElse ? around.body : around.orelse;
      if (inner !== around.test && other.length > 0 && flow.alwaysRaises(other)) return true;
    }
    inner = around;
  }
  return false;
}

const mentions = (test: Expression, name: string): boolean =>
  holds(test, (node) => node.kind === 'Name' && node.id === name);

/** Whether the comparison is (a part of) the test of a branch that ends in `raise`. */
function isBeforeRaise(comparison: Node, { flow }: SemanticModel): boolean {
  let inner = comparison;
  for (const around of ancestors(comparison)) {
    if (around.kind === 'If') return around.test === inner && flow.alwaysRaises(around.body);
    if (around.kind !== 'BoolOp' && around.kind !== 'UnaryOp') return false;
    inner = around;
  }
  return false;
}

/** The parts of a tuple, list or set, written in place, wrapped (`frozenset({…})`) or under the name of a constant. */
function partsOfSide(side: Expression, model: SemanticModel): readonly Expression[] {
  const all = side.kind === 'Name' ? [side, ...model.flow.origins(side)] : [side];
  return all.flatMap((each) => {
    const held = each.kind === 'Call' && COLLECTING.has(nameOfPlace(each.func) ?? '') ? (each.args[0] ?? each) : each;
    return held.kind === 'Tuple' || held.kind === 'List' || held.kind === 'Set' ? held.elts : [each];
  });
}

const COLLECTING: ReadonlySet<string> = new Set(['frozenset', 'set', 'tuple', 'list']);

/** A text that is not empty: a test for emptiness refuses no default. */
const isText = (side: Expression): boolean => (stringConstant(side) ?? '') !== '';

/** Whether the same call or dict names a host that is not this machine, nor a service beside it. */
export const isForRemoteHost = (literal: Constant): boolean =>
  hostsBeside(literal).some((host) => isRemoteHost(stringConstant(host)));

/** Whether the same call or dict names a host at all: it is a connection that the password opens. */
export const isForHost = (literal: Constant): boolean => hostsBeside(literal).length > 0;

function hostsBeside(literal: Constant): readonly Expression[] {
  let inner: Node = literal;
  for (const around of ancestors(literal)) {
    if (around.kind === 'Dict' || (around.kind === 'Call' && inner.kind === 'keyword')) return hostsOf(around);
    inner = around;
  }
  return [];
}

const hostsOf = memoize((around: Dict | Call) =>
  namedParts(around).flatMap(([name, value]) => (HOST.test(name) ? [value] : [])),
);

export const HOST = /^(?:.*_)?(?:host|hostname|server|address|endpoint|url)$/i;
/** Whether the host is one of the internet by its name: not this machine, nor a service beside it. */
export const isRemoteHost = (host: string | undefined): boolean =>
  host !== undefined &&
  /^[^\s/@]+\.[^\s/@]+|:\/\/[^\s/]*\./.test(host) &&
  !/localhost|127\.0\.0\.1|0\.0\.0\.0|\.(?:local|test|example|invalid|localhost)\b|example\.|docker\.internal/i.test(
    host,
  );

/** Words of the texts beside a literal in its call or dict: of an account, a database. */
export function wordsBeside(literal: Constant): readonly string[] {
  const inner = literal.parent?.kind === 'keyword' ? literal.parent : literal;
  const around = inner.parent;
  if (around?.kind !== 'Call' && around?.kind !== 'Dict') return [];
  const at = placesOf(around).get(literal) ?? 0;
  return namedParts(around)
    .slice(Math.max(0, at - MOST_BESIDE), at + MOST_BESIDE)
    .flatMap(([, value]) => (value === literal ? [] : wordsOfText(value)));
}

/** Of a table without end, those far away say nothing of it. */
const MOST_BESIDE = 50;

/** Each of the others there asks. */
const wordsOfText = memoize((value: Expression) => wordsOfName(stringConstant(value) ?? ''));

/** The comments on the lines of a literal, and those right above it or above its statement. */
function commentsAt(literal: Constant, { source }: SemanticModel): readonly string[] {
  const { text, comments } = source;
  if (comments.length === 0) return [];
  const statement = [literal, ...ancestors(literal)].find((each) => blockAround(each).length > 0) ?? literal;
  const found = commentsWithin(source, { start: text.lineStart(text.lineAt(literal.start)), end: literal.end });
  const lastOfStatement = commentsWithin(source, { start: statement.end, end: statement.end });
  return [...found, ...lastOfStatement, ...above(literal, source), ...above(statement, source)].map(
    (each) => each.text,
  );
}

/** Comments that are on their own on their lines. */
const commentsByLine = memoize(({ text, comments }: SemanticModel['source']) => {
  const isAlone = (end: number): boolean => text.slice({ start: text.lineStart(text.lineAt(end)), end }).trim() === '';
  return new Map(comments.filter((each) => isAlone(each.start)).map((each) => [text.lineAt(each.start), each]));
});

function above({ start }: Node, source: SemanticModel['source']): SemanticModel['source']['comments'] {
  const { text } = source;
  const lines = commentsByLine(source);
  const found: SemanticModel['source']['comments'][number][] = [];
  for (let line = text.lineAt(start) - 1; ; line--) {
    const comment = lines.get(line);
    if (comment === undefined) return found;
    found.push(comment);
  }
}

/** What holds the part is called so: variable, keyword, key, function, class. */
function namesOf(around: Node, part: Node): readonly string[] {
  switch (around.kind) {
    case 'keyword':
      return around.arg === undefined ? [] : [around.arg];
    case 'Dict':
      return [namedParts(around)[placesOf(around).get(part) ?? -1]?.[0] ?? ''];
    case 'Assign':
      return around.targets.map((target) => nameOfPlace(target) ?? '');
    case 'AnnAssign':
      return [nameOfPlace(around.target) ?? ''];
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      return [around.name];
    default:
      return [];
  }
}

/** The call or dict that the literal is a part of, not those around that. */
const isNearest = (around: Node, { parent }: Constant): boolean =>
  around === parent || (around.kind === 'Call' && parent?.kind === 'keyword' && parent.parent === around);

/** The parts of a call or dict whose name or text says that they are made up. */
const madeUpParts = memoize((around: Node) =>
  namedParts(around).flatMap(([name, value]) =>
    MADE_UP.test(name) || MADE_UP.test(stringConstant(value) ?? '') ? [value] : [],
  ),
);

const namedParts = memoize((around: Node): readonly (readonly [name: string, value: Expression])[] => {
  if (around.kind === 'Dict')
    return around.values.map((value, at) => [stringConstant(around.keys[at]) ?? '', value] as const);
  if (around.kind !== 'Call') return [];
  return around.keywords.map(({ arg = '', value }) => [arg, value] as const);
});

const placesOf = memoize(
  (around: Node): ReadonlyMap<Node, number> => new Map(namedParts(around).map(([, value], at) => [value, at])),
);
