import { Language, Parser, type Tree } from 'web-tree-sitter';
import { chunkAt } from './chunks.ts';
import { parseWithoutRuns } from './comment-runs.ts';
import { readWithCursor } from './cursor-reader.ts';
import { readGrammarFiles } from './grammar-files.ts';
import { type BindingModule, MemoryReader } from './memory-reader.ts';
import { withRoom } from './no-parser.ts';
import { ParseTimeout } from './parse-timeout.ts';
import { readableText } from './readable-text.ts';
import type { SyntaxParser } from './syntax-parser.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/** The parser in WebAssembly: installs everywhere without a compiler. */
export async function loadWasmParser(reader: 'fastest' | 'cursor' = 'fastest'): Promise<SyntaxParser> {
  loading ??= withRoom(loadBinding);
  const { module, language } = await loading;
  const parsers = new WholeParsers(language);
  const memory = new MemoryReader(module);
  const isFast = reader === 'fastest' && parsers.use((parser) => agrees(parser, memory));
  const read = isFast ? (tree: Tree): SyntaxTree => memory.read(addressOf(tree)) : readSlowly;
  return {
    name: isFast ? 'wasm memory' : 'wasm cursor',
    parse: (content, isTooLate) =>
      parseWithoutRuns(readableText(content), (shown) =>
        parsers.use((parser) => parseWith(parser, shown, read, isTooLate)),
      ),
  };
}

/** One parser for all texts. One that V8 stopped within a text (not even a `finally` runs then) is let go of as it is. */
class WholeParsers {
  #parser: Parser | undefined;

  constructor(readonly language: Language) {}

  use<T>(work: (parser: Parser) => T): T {
    const parser = this.#parser ?? new Parser().setLanguage(this.language);
    this.#parser = undefined;
    try {
      return work(parser);
    } finally {
      this.#parser = parser;
    }
  }
}

interface Binding {
  readonly module: BindingModule;
  readonly language: Language;
}

/** The binding is one per process: a second start would leave our module without its memory. */
let loading: Promise<Binding> | undefined;

async function loadBinding(): Promise<Binding> {
  const files = await readGrammarFiles();
  const module: BindingModule & { readonly wasmBinary: Uint8Array } = { wasmBinary: files.binding };
  await Parser.init(module);
  return { module, language: await Language.load(files.grammar) };
}

function parseWith<T>(parser: Parser, content: string, read: (tree: Tree) => T, isTooLate?: () => boolean): T {
  const options = isTooLate === undefined ? {} : { progressCallback: isTooLate };
  const tree = parser.parse((offset) => chunkAt(content, offset), null, options);
  if (tree === null) {
    // Or the next parse would go on with this text.
    parser.reset();
    throw new ParseTimeout();
  }
  try {
    return read(tree);
  } finally {
    tree.delete();
  }
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
function agrees(parser: Parser, memory: MemoryReader): boolean {
  return parseWith(parser, PROBE, (tree) => {
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
