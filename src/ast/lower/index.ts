/** Concrete syntax → typed tree. */
export { createPythonParser, loadPythonParser, type PythonParser } from './python-parser.ts';
