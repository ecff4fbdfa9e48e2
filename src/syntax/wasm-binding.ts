import { Language, Parser, type Tree } from 'web-tree-sitter';
import { chunkAt } from './chunks.ts';
import { readGrammarFiles } from './grammar-files.ts';
import type { BindingModule } from './memory-reader.ts';
import { withRoom } from './no-parser.ts';
import { ParseTimeout } from './parse-timeout.ts';

/**
 * The binding in WebAssembly with one parser for all texts. Where V8 stops it within a text (not even a `finally` runs then), or
 * it traps, its allocator may be half way through a change and its stack is never unwound: the next text would hang or trap as
 * well. So all that it has, its memory and its stack pointer, is put back as it was at the start before the next text.
 */
export class WasmBinding {
  readonly #parser: Parser;
  readonly #stack: WebAssembly.Global;
  readonly #image: { readonly memory: Uint8Array; readonly stack: number };
  #isWhole = true;
  /** Of texts that were not read to their end. Held, because a tree that is garbage frees an address that means something else by then. */
  readonly #trees: Tree[] = [];

  private constructor(
    readonly module: BindingModule,
    stack: WebAssembly.Global,
    readonly language: Language,
  ) {
    this.#parser = new Parser().setLanguage(language);
    this.#stack = stack;
    this.#image = { memory: usedPart(memoryOf(module)), stack: stack.value };
  }

  /** The one of this process, whose memory and parser everybody shares. Throws `NoParser` where there is no room for it. */
  static load(): Promise<WasmBinding> {
    WasmBinding.#loading ??= withRoom(WasmBinding.#start);
    return WasmBinding.#loading;
  }

  static #loading: Promise<WasmBinding> | undefined;

  /** A second start would leave our module without its memory. */
  static async #start(): Promise<WasmBinding> {
    const files = await readGrammarFiles();
    const compiled = await WebAssembly.compile(files.binding);
    let stack: WebAssembly.Global | undefined;
    const module: BindingModule & { readonly instantiateWasm: InstantiateWasm } = {
      instantiateWasm(imports, receive) {
        stack = imports.env.__stack_pointer;
        receive(new WebAssembly.Instance(compiled, imports), compiled);
      },
    };
    await Parser.init(module);
    if (stack === undefined) throw new Error('the tree-sitter binding was started by somebody else');
    return new WasmBinding(module, stack, await Language.load(files.grammar));
  }

  /** What `read` makes of the tree of `content`, which is gone afterwards. Throws `ParseTimeout` where `isTooLate` ends it. */
  parse<T>(content: string, read: (tree: Tree) => T, isTooLate?: () => boolean): T {
    if (!this.#isWhole) this.#restore();
    this.#isWhole = false;
    const options = isTooLate === undefined ? {} : { progressCallback: isTooLate };
    const tree = this.#parser.parse((offset) => chunkAt(content, offset), null, options);
    // What was begun of the text is dropped with the memory.
    if (tree === null) throw new ParseTimeout();
    this.#trees.push(tree);
    const result = read(tree);
    tree.delete();
    this.#trees.pop();
    this.#isWhole = true;
    return result;
  }

  #restore(): void {
    const memory = memoryOf(this.module);
    memory.set(this.#image.memory);
    memory.fill(0, this.#image.memory.length);
    this.#stack.value = this.#image.stack;
  }
}

/** A hook of Emscripten's modules (https://emscripten.org/docs/api_reference/module.html): makes the instance, whose imports the module does not show. */
type InstantiateWasm = (
  imports: { readonly env: { readonly __stack_pointer: WebAssembly.Global } },
  receive: (instance: WebAssembly.Instance, compiled: WebAssembly.Module) => void,
) => void;

declare global {
  /** What Node has of https://www.w3.org/TR/wasm-js-api-2/ and its types lack, as far as it is used here. */
  namespace WebAssembly {
    interface Global {
      value: number;
    }
    class Instance {
      constructor(compiled: Module, imports: object);
    }
    function compile(bytes: Uint8Array): Promise<Module>;
  }
}

function memoryOf({ HEAPU8 }: BindingModule): Uint8Array {
  if (HEAPU8 === undefined) throw new Error('the memory of the tree-sitter binding is out of reach');
  return HEAPU8;
}

/** A copy up to the last byte that is not zero: 32 MB are reserved, of which the start uses a fiftieth. */
function usedPart(memory: Uint8Array): Uint8Array {
  return memory.slice(0, memory.findLastIndex((byte) => byte !== 0) + 1);
}
