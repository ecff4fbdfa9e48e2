/**
 * Names of modules that are in no repository because something writes them: setuptools_scm, hatch-vcs and versioneer
 * (versions), protoc, parser generators, compilers of extensions, or the person who installs (local settings, secrets).
 */

/** Whether a dotted name is usually that of a module which a tool or the installer writes, or a compiler makes. */
export function isBuiltLater(dotted: string): boolean {
  return WRITTEN.test(dotted) || hasCompiledName(dotted);
}

/** Whether a name says that it is of a fast twin that is compiled: `reader_c`, `mask_cython`. */
function hasCompiledName(name: string): boolean {
  return /cython|_c$|speedups?$|_ext$/i.test(name);
}

const WRITTEN =
  /(^|\.)(_?_?version(_?_|_info|info)?|_?version\w*|__about__|_?build(_?info|_?config|_?version)?|_?git(_?version|_?info|_?hash)|_?commit\w*|\w*_pb2(_grpc)?|_?generated\w*|\w*_generated|\w*_autogen|parsetab|\w*(lextab|yacctab)|\w*local_?settings|settings_?local|local_?config|secrets?)(\.|$)/i;
