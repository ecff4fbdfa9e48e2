/** `npm run parity -- [folders…]`: our trees against CPython's, over standard libraries and the folders given. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPythonParser } from '../../ast/lower/index.ts';
import { type Comparison, compareFile } from './compare.ts';
import { loadCPython } from './cpython.ts';
