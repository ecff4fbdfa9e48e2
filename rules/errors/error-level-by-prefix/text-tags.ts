/** Texts that tell their own weight by their first word, and the tests that read it again. */
import { type Call, type Compare, type Expression, type Name, type Node, nameOfPlace, stringConstant } from '#ast';
import type { SemanticModel } from '#semantics';

/** `Error: …`, `[WARNING] …`, `error - …`. */
const TAG = /^\W{0,2}(error|errors|warning|warn|fatal|critical|failed|failure|fail|info|severe)\b\W*/i;
/** What is tested is the tag and no more: `Error reading` asks for one message. */
const BARE_TAG = new RegExp(`${TAG.source}$`, 'i');

/** The word in front of a text, in lower case; undefined for a text that tells no weight. */
export function tagOf(text: string): string | undefined {
  return TAG.exec(text)?.[1]?.toLowerCase();
}

/** A condition on the tag of a text. */
export interface TagTest {
  readonly tag: string;
  /** The name of the function that gave the text. */
  readonly giver: string;
  readonly ignoresCase: boolean;
}

/** `issue.startswith("Error:")`, `"error" in issue.lower()`. */
export function tagTested(test: Call | Compare, model: SemanticModel): TagTest | undefined {
  const tagTest = test.kind === 'Call' ? prefixTested(test) : wordTested(test);
  if (tagTest === undefined || !BARE_TAG.test(tagTest.tag) || !isCondition(test)) return undefined;
  const { text, ignoresCase } = folded(tagTest.of);
  const giver = text === undefined ? undefined : giverOf(text, model);
  return giver === undefined ? undefined : { tag: tagTest.tag, giver, ignoresCase };
}

interface TagCheck {
  readonly tag: string;
  readonly of: Expression;
}

function prefixTested({ func, args }: Call): TagCheck | undefined {
  const tag = func.kind === 'Attribute' && func.attr === 'startswith' ? stringConstant(args[0]) : undefined;
  return func.kind === 'Attribute' && tag !== undefined ? { tag, of: func.value } : undefined;
}

function wordTested({ left, ops, comparators: [container] }: Compare): TagCheck | undefined {
  const tag = ops[0] === 'In' ? stringConstant(left) : undefined;
  return container !== undefined && tag !== undefined ? { tag, of: container } : undefined;
}

/** `issue` of `issue`, `issue.lower()`, `issue.strip().casefold()`. */
function folded(expression: Expression): { readonly text: Name | undefined; readonly ignoresCase: boolean } {
  let at = expression;
  let ignoresCase = false;
  while (at.kind === 'Call' && at.func.kind === 'Attribute') {
    ignoresCase ||= /^(?:lower|upper|casefold)$/.test(at.func.attr);
    at = at.func.value;
  }
  return { text: at.kind === 'Name' ? at : undefined, ignoresCase };
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
function giverOf(text: Name, model: SemanticModel): string | undefined {
  const definitions = model.names.resolve(text)?.definitions ?? [];
  for (const source of definitions.flatMap(({ value, partOf }) => value ?? partOf ?? [])) {
    for (const leaf of model.flow.origins(source)) {
      const call = leaf.kind === 'Await' ? leaf.value : leaf;
      const name = call.kind === 'Call' ? nameOfPlace(call.func) : undefined;
      if (name !== undefined) return name;
    }
  }
  return undefined;
}

const COLLECTING: ReadonlySet<string> = new Set(['append', 'add', 'extend', 'insert', 'appendleft', 'put']);

/** A text is returned, yielded, or put into a collection, whole or as the beginning of a longer text. */
export function isHandedOut(text: Node): boolean {
  let at = text;
  for (let { parent } = at; parent !== undefined; parent = at.parent) {
    const isBeginning =
      (parent.kind === 'JoinedStr' && parent.values[0] === at) || (parent.kind === 'BinOp' && parent.left === at);
    const isPart = ['IfExp', 'List', 'Tuple', 'Await', 'Attribute'].includes(parent.kind);
    const isFormatted = parent.kind === 'Call' && parent.func === at;
    if (!isBeginning && !isPart && !isFormatted) break;
    at = parent;
  }
  const { parent } = at;
  if (parent?.kind === 'Return' || parent?.kind === 'Yield') return true;
  return parent?.kind === 'Call' && parent.func.kind === 'Attribute' && COLLECTING.has(parent.func.attr);
}
