/** A dict that functions hand on, each with a key more: keys that one of them reads and nothing in the file writes. */
import { type Def, defsOf, type Node, nodesOf, parametersOf, stringConstant } from '#ast';
import { groupBy } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';

export interface UnwrittenKey {
  readonly key: string;
  readonly function: string;
  readonly place: PackedPlace;
  /** Where another of the functions adds to the dict, and what they all add. */
  readonly written: PackedPlace;
  readonly keys: readonly string[];
  readonly isGet: boolean;
}

interface Taker {
  readonly fn: Def;
  readonly name: string;
  readonly reads: readonly { readonly key: string; readonly node: Node; readonly isGet: boolean }[];
  readonly writes: readonly { readonly key: string; readonly node: Node }[];
}

export function unwrittenKeysIn(file: FactsContext): readonly UnwrittenKey[] {
  const takers = defsOf(file.module).flatMap((fn) => takerOf(fn, file) ?? []);
  return [...groupBy(takers, ({ name }) => name).values()].flatMap((family) => {
    const adding = family.filter(({ writes }) => writes.length > 0);
    const reads = adding.length < 2 ? [] : family.flatMap((taker) => taker.reads.map((read) => ({ ...read, taker })));
    const keys = [...new Set(adding.flatMap(({ writes }) => writes.map(({ key }) => key)))];
    return reads.flatMap(({ key, node, isGet, taker }): UnwrittenKey[] => {
      const other = adding.find(({ fn }) => fn !== taker.fn)?.writes[0];
      if (other === undefined || isNamed(key, new Set(reads.map((read) => read.node)), file)) return [];
      return [
        {
          key,
          function: taker.fn.name,
          place: packPlace(file, node),
          written: packPlace(file, other.node),
          keys,
          isGet,
        },
      ];
    });
  });
}

/** The first parameter of a function, where it is a dict as far as is seen, and all keys are that are written to it. */
function takerOf(fn: Def, file: FactsContext): Taker | undefined {
  const [parameter] = parametersOf(fn).filter(({ name }) => name !== 'self' && name !== 'cls');
  const type = parameter?.annotation && file.types.annotatedClass(parameter.annotation);
  const isOpen = parameter?.annotation === undefined || type === 'builtins.dict';
  const binding = parameter === undefined || !isOpen ? undefined : file.names.scopeOf(fn)?.bindings.get(parameter.name);
  if (parameter === undefined || binding?.definitions.length !== 1) return undefined;
  const [reads, writes]: [Taker['reads'][number][], Taker['writes'][number][]] = [[], []];
  for (const reference of binding.references) {
    const { parent } = reference;
    if (parent?.kind === 'Subscript' && parent.value === reference) {
      const key = stringConstant(parent.slice);
      if (parent.ctx === 'Load') {
        if (key !== undefined && file.handlers.takerOf(parent, 'builtins.KeyError') === undefined)
          reads.push({ key, node: parent, isGet: false });
      } else if (key === undefined) return undefined;
      else writes.push({ key, node: parent });
    } else if (parent?.kind === 'Attribute') {
      const call = parent.parent?.kind === 'Call' && parent.parent.func === parent ? parent.parent : undefined;
      const key = stringConstant(call?.args[0]);
      if (call !== undefined && parent.attr === 'get' && key !== undefined) {
        // What replaces it has a name of its own: anyone who calls may give another.
        const otherwise = call.args[1]?.kind;
        if (otherwise !== 'Attribute' && otherwise !== 'Name') reads.push({ key, node: call, isGet: true });
      } else if (parent.attr !== 'copy' && parent.attr !== 'items' && parent.attr !== 'keys') return undefined;
    } else if (parent?.kind !== 'Return' && parent?.kind !== 'Dict') return undefined;
  }
  return { fn, name: parameter.name, reads, writes: [...writes, ...returnedKeys(fn, file)] };
}

/** `return {**state, "answer": text}`, `return {"answer": text}`. */
function returnedKeys(fn: Def, file: FactsContext): Taker['writes'] {
  return file.flow.returnValues(fn).flatMap((value) =>
    value?.kind === 'Dict'
      ? value.keys.flatMap((key) => {
          const text = stringConstant(key);
          return text === undefined ? [] : [{ key: text, node: value }];
        })
      : [],
  );
}

/** Something of the file writes the name, or may. */
function isNamed(key: string, reads: ReadonlySet<Node>, { module }: FactsContext): boolean {
  const isRead = (node: Node): boolean => {
    const { parent } = node;
    return parent !== undefined && reads.has(parent);
  };
  return (
    nodesOf(module, 'Constant').some(
      (node) => node.value.kind === 'str' && node.value.value === key && !isRead(node),
    ) ||
    nodesOf(module, 'keyword').some(({ arg }) => arg === key) ||
    nodesOf(module, 'AnnAssign').some(({ target }) => target.kind === 'Name' && target.id === key)
  );
}
