/** Names that nothing in a file binds, because what runs or reads the file puts them there. */
import { words } from './words.ts';

/** What Python gives every module, beside its builtins: of a package also `__path__`. */
export const MODULE_NAMES: ReadonlySet<string> = new Set(
  words(`
    __annotations__ __builtins__ __cached__ __dict__ __doc__ __file__ __loader__ __name__ __package__ __path__ __spec__
    __warningregistry__ __conditional_annotations__ __annotate__
  `),
);

/** What Python gives the body of a class. */
export const CLASS_NAMES: ReadonlySet<string> = new Set(
  words('__module__ __qualname__ __firstlineno__ __static_attributes__ __classdict__'),
);

/** Builtins of Python 2 that Python 3 has no more. */
export const PYTHON2_BUILTINS: ReadonlySet<string> = new Set(
  words(`
    StandardError apply basestring buffer cmp coerce execfile file intern long raw_input reduce reload unichr unicode xrange
  `),
);

/**
 * By host, what it puts into the code that it runs: nothing in the file shows that it is run there. Sources: the documentation of
 * IPython, Databricks, Snakemake, SCons, Sphinx, gettext, line_profiler, mypy, Nuitka, PyInstaller, Ghidra, QGIS, Maya and Houdini (2025).
 */
const HOSTS: Readonly<Record<string, string>> = {
  'IPython or Jupyter': 'get_ipython display In Out __IPYTHON__',
  'a notebook of Databricks or Spark': 'dbutils spark sc sqlContext displayHTML table sqlcontext',
  Snakemake: 'snakemake',
  SCons:
    'Import Export Return ARGUMENTS SConscript Environment Default Glob Program DefaultEnvironment COMMAND_LINE_TARGETS GetOption env',
  'Jupyter or traitlets': 'get_config load_subconfig c',
  Sphinx: 'tags',
  gettext: '_ ngettext N_ __',
  'a profiler': 'profile',
  'a type checker': 'reveal_type reveal_locals',
  'a compiler of Python': '__compiled__ __pypy__ _MEIPASS SPECPATH Analysis PYZ EXE COLLECT BUNDLE',
  'a scripting host': 'currentProgram currentAddress monitor iface hou vrscene idaapi idc doc app workspace',
};

const HOST_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(HOSTS).flatMap(([host, names]) => words(names).map((name) => [name, host] as const)),
);

/** What may have put a name there; undefined for names that no known host gives. */
export const hostGiving = (name: string): string | undefined => HOST_OF.get(name);
