/** Names that a file uses in texts and comments, where no tree shows a use. */
import { ancestors, type Constant, type Expression, type Node, nodesOf } from '#ast';
import type { SemanticModel } from '#semantics';

/**
 * Those of the wanted names that a file lists in `__all__`, writes in annotations and other types that are texts, in type
 * comments, or in what the grammar could not read; in tests also parameters and whole texts, by which pytest finds fixtures.
 */
export function namesUsedAsText(wanted: ReadonlySet<string>, model: SemanticModel): ReadonlySet<string> {
  const { module } = model.source;
  const anyOf = [...wanted];
  const found = new Set<string>();
  const isTest = model.context.role === 'test';
  if (isTest) for (const { arg } of nodesOf(module, 'arg')) if (wanted.has(arg)) found.add(arg);
  for (const node of nodesOf(module, 'Constant')) {
    if (node.value.kind !== 'str') continue;
    const text = node.value.value;
    if (wanted.has(text) && (isTest || isListed(node))) found.add(text);
    // Most texts are long and hold none of them; where they are many, looking for each takes longer than reading the words.
    if ((anyOf.length <= FEW && !anyOf.some((name) => text.includes(name))) || !isType(node, model)) continue;
    for (const word of wantedWords(text, wanted)) found.add(word);
  }
  for (const text of unreadText(model)) for (const word of wantedWords(text, wanted)) found.add(word);
  return found;
}

const FEW = 20;

const wantedWords = (text: string, wanted: ReadonlySet<string>): readonly string[] =>
  text.match(/\w+/g)?.filter((word) => wanted.has(word)) ?? [];

/** Type comments, and what the grammar could not read. */
function unreadText({ source }: SemanticModel): string[] {
  const types = source.comments.flatMap(({ text }) => (/^#\s*type:(?!\s*ignore)/.test(text) ? [text] : []));
  return [...types, ...source.gaps.map(({ start, end }) => source.text.content.slice(start, end))];
}

/** An element of `__all__`. */
function isListed(text: Constant): boolean {
  let at: Node | undefined = text.parent;
  while (at?.kind === 'List' || at?.kind === 'Tuple' || at?.kind === 'BinOp' || at?.kind === 'Set') at = at.parent;
  if (at?.kind === 'Assign') return at.targets.some(isAll);
  if (at?.kind === 'AugAssign' || at?.kind === 'AnnAssign') return isAll(at.target);
  return at?.kind === 'Call' && at.func.kind === 'Attribute' && isAll(at.func.value);
}

const isAll = (node: Expression): boolean => node.kind === 'Name' && node.id === '__all__';

/** A text that stands for a type: an annotation or a part of one, a parameter of a generic, an argument of `cast`. */
function isType(text: Constant, { names }: SemanticModel): boolean {
  let below: Node = text;
  for (const at of ancestors(text)) {
    if (at.kind === 'arg' || (at.kind === 'AnnAssign' && at.annotation === below)) return true;
    if ((at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') && at.returns === below) return true;
    if (at.kind === 'Subscript' && at.slice === below) {
      const generic = names.qualifiedName(at.value) ?? '';
      if (/\bLiteral$/.test(generic)) return false;
      if (/^(?:typing|typing_extensions|collections|builtins)\./.test(generic)) return true;
    }
    if (at.kind === 'Call' && below !== at.func) return TYPE_MAKER.test(names.qualifiedName(at.func) ?? '');
    if (!TRANSPARENT.has(at.kind)) return false;
    below = at;
  }
  return false;
}

const TRANSPARENT: ReadonlySet<string> = new Set(['Subscript', 'Tuple', 'List', 'Dict', 'BinOp', 'Starred', 'keyword']);
const TYPE_MAKER = /^(?:typing|typing_extensions)\.(?:cast|TypeVar|NewType|NamedTuple|TypedDict|assert_type)$/;
