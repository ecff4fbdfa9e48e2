/** What a failed `import` raises: https://docs.python.org/3/library/exceptions.html#ImportError. */
export const IMPORT_ERRORS: ReadonlySet<string> = new Set(['builtins.ImportError', 'builtins.ModuleNotFoundError']);
