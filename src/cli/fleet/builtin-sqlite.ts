/**
 * The module `node:sqlite` where this Node has it. Some versions write a warning that it may change to standard error, which
 * is for people who write programs.
 */
export function builtinSqlite(): unknown {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
