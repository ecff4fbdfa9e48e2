import type { FoldedValue } from '../values.ts';

/** A folded value as JSON, boxed so that `null` (None) differs from "not representable"; big ints, bytes and sets are not. */
export function jsonOf(value: FoldedValue): { readonly value: unknown } | undefined {
  switch (value.kind) {
    case 'none':
      return { value: null };
    case 'bool':
    case 'str':
    case 'float':
      return { value: value.value };
    case 'int':
      return Number.isSafeInteger(Number(value.value)) ? { value: Number(value.value) } : undefined;
    case 'tuple':
    case 'list': {
      const elements = value.elements.map(jsonOf);
      return elements.every((element) => element !== undefined)
        ? { value: elements.map((element) => element.value) }
        : undefined;
    }
    case 'bytes':
    case 'set':
    case 'mapping':
      return undefined;
  }
}
