/** Tests that ask which version of a library is installed. */
import type { Call, Expression } from '../../ast/index.ts';
import { lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

export interface VersionTest {
  /** Its import name. */
  readonly library: string;
  /** The version compared with; undefined where it is written elsewhere. */
  readonly version: string | undefined;
  /** What the test says when it is true. */
  readonly says: 'at-least' | 'below';
}

/** `version.parse(torch.__version__) >= version.parse("2.6")`, `is_torch_version("<", "2.6")`, `compare_versions("torch", "<", "2.6")`, with any number of `not`. */
export function versionTest(test: Expression, model: SemanticModel): VersionTest | undefined {
  if (test.kind === 'UnaryOp' && test.op === 'Not') {
    const inner = versionTest(test.operand, model);
    return inner && { ...inner, says: inner.says === 'below' ? 'at-least' : 'below' };
  }
  if (test.kind === 'Call') return testByCall(test, model);
  if (test.kind !== 'Compare' || test.ops.length !== 1) return undefined;
  const [right] = test.comparators;
  const says = SAYS.get(test.ops[0] ?? '');
  if (right === undefined || says === undefined) return undefined;
  const library = libraryTested(test.left, model);
  if (library !== undefined) return { library, version: versionWritten(right, model), says };
  const other = libraryTested(right, model);
  return other === undefined
    ? undefined
    : { library: other, version: versionWritten(test.left, model), says: OPPOSITE[says] };
}

const SAYS: ReadonlyMap<string, VersionTest['says']> = new Map([
  ['GtE', 'at-least'],
  ['Gt', 'at-least'],
  ['Lt', 'below'],
  ['LtE', 'below'],
]);
const OPPOSITE = { 'at-least': 'below', below: 'at-least' } as const;
const WRITTEN: ReadonlyMap<string, VersionTest['says']> = new Map([
  ['>=', 'at-least'],
  ['>', 'at-least'],
  ['==', 'at-least'],
  ['<', 'below'],
  ['<=', 'below'],
]);

/** By what the function is given: an operator, and the library unless its own name says it. */
function testByCall({ func, args }: Call, model: SemanticModel): VersionTest | undefined {
  const texts = args.map((arg) => model.values.string(arg));
  const at = texts.findIndex((text) => text !== undefined && WRITTEN.has(text));
  const says = WRITTEN.get(texts[at] ?? '');
  const compared = args[at + 1];
  const named = /(?:^|\.)_*is_(\w+?)_version$/.exec(model.names.qualifiedName(func) ?? lastName(func) ?? '')?.[1];
  const library = at > 0 ? texts[0] : named;
  if (says === undefined || compared === undefined || library === undefined) return undefined;
  return { library, version: versionWritten(compared, model), says };
}

/** `torch.__version__`, `importlib.metadata.version("torch")`, wrapped in what parses it. */
function libraryTested(side: Expression, model: SemanticModel): string | undefined {
  const name = side.kind === 'Attribute' || side.kind === 'Name' ? model.names.qualifiedName(side) : undefined;
  if (name?.endsWith('.__version__') === true) return name.slice(0, name.indexOf('.'));
  if (side.kind === 'Name') {
    const [only, second] = model.names.resolve(side)?.definitions ?? [];
    return only?.value === undefined || second !== undefined ? undefined : libraryTested(only.value, model);
  }
  const held = side.kind === 'Attribute' ? model.flow.whole(side) : side;
  if (held !== side) return libraryTested(held, model);
  if (side.kind === 'Subscript' || side.kind === 'Attribute') return libraryTested(side.value, model);
  if (side.kind !== 'Call') return undefined;
  const [first] = side.args;
  if (METADATA.has(model.names.qualifiedName(side.func) ?? ''))
    return first === undefined ? undefined : model.values.string(first);
  // `tuple(map(int, torch.__version__.split(".")[:2]))`, `Version(torch.__version__)`
  const parts = side.func.kind === 'Attribute' ? [side.func.value, ...side.args] : side.args;
  return parts.map((part) => libraryTested(part, model)).find((found) => found !== undefined);
}

const METADATA: ReadonlySet<string> = new Set(['importlib.metadata.version', 'importlib_metadata.version']);

/** `"2.6"`, `Version("2.6")`, `(2, 6)`. */
function versionWritten(side: Expression, model: SemanticModel): string | undefined {
  if (side.kind === 'Call') return side.args[0] === undefined ? undefined : versionWritten(side.args[0], model);
  const value = model.values.fold(side);
  if (value?.kind === 'str') return /^\d+(?:\.\d+)*/.exec(value.value)?.[0];
  if (value?.kind !== 'tuple') return undefined;
  const numbers = value.elements.map((element) => (element.kind === 'int' ? String(element.value) : '?'));
  return numbers.length === 0 || numbers.includes('?') ? undefined : numbers.join('.');
}
