import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** What package.json exports. */
const ENTRIES = ['src/index.d.ts', 'src/kit/public.d.ts', 'src/testing/index.d.ts'];
const SPECIFIER = /(?<=\bfrom '|\bimport\('|^import ')[^']+(?=')/gm;

/**
 * Writes the types of the public API into `outdir`: of what package.json exports and what its types reach, nothing else. They must stand
 * alone, so a package named in them is an error. Types are checked by `npm run check`, not here.
 */
export function writeDeclarations(outdir: string): void {
  const emitted = mkdtempSync(join(tmpdir(), 'auditlint-types-'));
  try {
    emit(emitted);
    for (const [path, text] of collectReachable(emitted)) {
      mkdirSync(dirname(join(outdir, path)), { recursive: true });
      writeFileSync(join(outdir, path), text);
    }
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

function emit(outdir: string): void {
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', 'false', '--emitDeclarationOnly', '--declaration', '--noCheck', '--outDir', outdir];
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.types.json', ...options], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
}

function collectReachable(folder: string): Map<string, string> {
  const texts = new Map<string, string>();
  const pending = [...ENTRIES];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const from = path;
    const text = readFileSync(join(folder, from), 'utf8').replace(SPECIFIER, (specifier) => {
      if (!specifier.startsWith('.'))
        throw new Error(`the public types name a package: ${from} imports '${specifier}'`);
      const target = posix.join(posix.dirname(from), specifier.replace(/\.ts$/, '.d.ts'));
      if (!texts.has(target)) pending.push(target);
      return specifier.replace(/\.ts$/, '.js');
    });
    texts.set(from, text);
  }
  return texts;
}
