import type { Tree } from 'web-tree-sitter';
import { parseWithoutRuns } from './comment-runs.ts';
import { readWithCursor } from './cursor-reader.ts';
import { MemoryReader } from './memory-reader.ts';
import { readableText } from './readable-text.ts';
import type { SyntaxParser } from './syntax-parser.ts';
import type { SyntaxTree } from './syntax-tree.ts';
import { WasmBinding } from './wasm-binding.ts';

/** The parser in WebAssembly: installs everywhere without a compiler. */
export async function loadWasmParser(reader: 'fastest' | 'cursor' = 'fastest'): Promise<SyntaxParser> {
  const binding = await WasmBinding.load();
  const memory = new MemoryReader(binding.module);
  const isFast = reader === 'fastest' && agrees(binding, memory);
  const read = isFast ? (tree: Tree): SyntaxTree => memory.read(addressOf(tree)) : readSlowly;
  return {
    name: isFast ? 'wasm memory' : 'wasm cursor',
    parse: (content, isTooLate) =>
      parseWithoutRuns(readableText(content), (shown) => binding.parse(shown, read, isTooLate)),
  };
}

/** Small and large leaves, aliases, inherited fields, extras, missing tokens and errors. */
const PROBE = `# comment
async def f(a, *b: int, c=1, **d) -> list[int]:
    print(f"{a!r:>{c}}", *b, not in_, é)  # comment
    if a is not b: return x[1:2, ...]; pass
    with a as (b, c): del d
match x:
    case [1, {"k": _, **r}] | A.b(c=2) as e: type T[U] = V
try: a, b = yield
except* A as e: ${'long_'.repeat(60)}()
class C[T: int](B, metaclass=D): x: "str" = lambda: 'a' 'b'
f(a b; (
`;

/** True when both readers make the same tree of the probe. */
function agrees(binding: WasmBinding, memory: MemoryReader): boolean {
  return binding.parse(PROBE, (tree) => {
    try {
      return memory.read(addressOf(tree)).equals(readSlowly(tree));
    } catch {
      // The layouts are not those of this version: the cursor is always right.
      return false;
    }
  });
}

function readSlowly(tree: Tree): SyntaxTree {
  const cursor = tree.walk();
  try {
    return readWithCursor(cursor, tree.rootNode.descendantCount);
  } finally {
    cursor.delete();
  }
}

/** The binding keeps the address of its TSTree under the key 0, which its types do not show. */
function addressOf(tree: Tree): number {
  return (tree as Tree & { readonly 0: number })[0];
}
