import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every .py and .pyi file below a folder, in a fixed order; what pip installed into a standard library is no part of it. */
export function findPythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.pyi?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.slice(folder.length).includes('site-packages'))
    .sort();
}
