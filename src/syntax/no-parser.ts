/** Why there is no parser here, in a sentence for anyone who asked for one. */
export class NoParser extends Error {
  override readonly name = 'NoParser';
}

/** What V8 says where a process may not have as much address space as a memory of WebAssembly reserves. */
const NO_MEMORY = /could not allocate memory|out of memory/i;

/** Loads what runs in WebAssembly; throws `NoParser` where the system has no room for it. */
export async function withRoom<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if (!(cause instanceof RangeError && NO_MEMORY.test(cause.message))) throw cause;
    throw new NoParser(
      'there is too little address space for the parser, which reserves 10 GB of it and uses little: raise the limit of the process (`ulimit -v unlimited`)',
      { cause },
    );
  }
}
