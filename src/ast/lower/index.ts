import type { ParsedModule } from '../parsed-module.ts';

/** Turns Python text into the typed tree. Synchronous once loaded; one instance serves any number of files. */
export interface PythonParser {
  /** `content` decoded, without byte order mark. Never throws on bad Python: what cannot be read is in `gaps`. */
  parse(content: string): ParsedModule;
}

/** Loads the grammar (once per process). */
export function loadPythonParser(): Promise<PythonParser> {
  return Promise.reject(new Error('ast/lower is not built yet'));
}
