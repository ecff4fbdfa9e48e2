/** Concrete syntax → typed tree. */
export { loadPythonParser, type PythonParser } from './python-parser.ts';
