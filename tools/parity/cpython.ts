import { loadPyodide, type PyodideAPI } from 'pyodide';

/** CPython's reading of one file: its `ast.dump`, or why it rejects the text. */
export type CPythonDump =
  | { readonly kind: 'dump'; readonly text: string }
  | { readonly kind: 'rejected'; readonly reason: string };

/** CPython 3.14 inside this process. */
export interface CPython {
  readonly version: string;
  dump(content: string): CPythonDump;
  /** Every .py file of its own standard library, by path. */
  standardLibrary(): ReadonlyMap<string, Uint8Array>;
}

/** Loads CPython from the npm package pyodide; about two seconds, no network. */
export async function loadCPython(): Promise<CPython> {
  const pyodide = await loadPyodide();
  pyodide.runPython(DEFINITIONS);
  // The Python functions defined below; pyodide types every global as any.
  const dump = pyodide.globals.get('dump') as (content: string) => string;
  return {
    version: String(pyodide.runPython('sys.version.split()[0]')),
    dump(content) {
      const answer = dump(content);
      const text = answer.slice(1);
      return answer.startsWith('+') ? { kind: 'dump', text } : { kind: 'rejected', reason: text };
    },
    standardLibrary: () => readStandardLibrary(pyodide),
  };
}

const DEFINITIONS = `
import ast, sys, warnings, zipfile
warnings.simplefilter('ignore')
sys.setrecursionlimit(20000)

def dump(content):
    try:
        text = ast.dump(ast.parse(content), include_attributes=True)
        # Which characters repr() escapes depends on the version of Unicode: all but ASCII, then.
        return '+' + text.encode('ascii', 'backslashreplace').decode()
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return '-' + type(error).__name__ + ': ' + str(error)

def standard_library():
    [archive] = [path for path in sys.path if path.endswith('.zip')]
    with zipfile.ZipFile(archive) as files:
        return {name: files.read(name) for name in files.namelist() if name.endswith('.py')}
`;

function readStandardLibrary(pyodide: PyodideAPI): ReadonlyMap<string, Uint8Array> {
  const files = pyodide.runPython('standard_library()');
  try {
    const toMap = (entries: Iterable<[string, Uint8Array]>): Map<string, Uint8Array> => new Map(entries);
    return files.toJs({ dict_converter: toMap });
  } finally {
    files.destroy();
  }
}
