/** Editors themselves, with the settings of docs/editors.md as they stand there. Where one is not installed, its test is skipped. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTY, makeProject } from '../cli/run-cli.ts';
import { bundleCommand } from './editor-client.ts';

const page = readFileSync(new URL('../../docs/editors.md', import.meta.url), 'utf8');

let command: Awaited<ReturnType<typeof bundleCommand>>;
beforeAll(async () => {
  command = await bundleCommand();
});
afterAll(() => command.remove());

/** What a program prints in a repository with one mistake, where `auditlint` is on the PATH and these settings lie beside it. */
function saidIn(
  settings: string,
  program: string,
  argv: (folder: string) => readonly string[],
  script: string,
): string {
  const block = new RegExp(`\`\`\`\\w+ file=${settings.replaceAll('.', '\\.')}\n(.*?)\`\`\``, 's').exec(page)?.[1];
  const folder = makeProject({ 'app.py': FAULTY, [settings]: block ?? '', script });
  const bin = makeProject({});
  writeFileSync(join(bin, 'auditlint'), `#!/bin/sh\nexec '${process.execPath}' '${command.main}' "$@"\n`, {
    mode: 0o755,
  });
  spawnSync('git', ['init', '-q', folder]);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const { stdout, stderr } = spawnSync(program, argv(folder), { cwd: folder, env, encoding: 'utf8', timeout: 90_000 });
  return stdout + stderr;
}

const has = (program: string, ...argv: readonly string[]): boolean => spawnSync(program, argv).status === 0;

const NEOVIM = `
vim.cmd('edit app.py')
vim.cmd('set filetype=python')
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 100)
for _, each in ipairs(vim.diagnostic.get(0)) do print(each.lnum + 1 .. ': ' .. each.message) end
vim.cmd('qa!')
`;

const EMACS = `
(find-file "app.py")
(python-mode)
(apply #'eglot (eglot--guess-contact))
(flymake-mode 1)
(let ((tries 0))
  (while (and (< tries 300) (null (flymake-diagnostics)))
    (accept-process-output nil 0.2)
    (setq tries (1+ tries))
    (when (= (mod tries 10) 0) (flymake-start))))
(dolist (each (flymake-diagnostics))
  (message "%s: %s" (line-number-at-pos (flymake-diagnostic-beg each)) (flymake-diagnostic-text each)))
`;

const TOLD = /^4: .*takes/m;

describe('the settings of the page', () => {
  it.skipIf(!has('nvim', '--version'))('show findings in Neovim (skipped where `nvim` is not installed)', () => {
    const argv = ['--headless', '-u', 'NONE', '-c', 'luafile init-old.lua', '-c', 'luafile script'];
    expect(saidIn('init-old.lua', 'nvim', () => argv, NEOVIM)).toMatch(TOLD);
  });

  const EGLOT = ['--batch', '-f', 'package-initialize', '--eval', "(require 'eglot)"];
  it.skipIf(!has('emacs', ...EGLOT))('show findings in Emacs (skipped where there is no `emacs` with Eglot)', () => {
    const argv = (folder: string) => [...EGLOT, '-l', join(folder, 'init-eglot.el'), '-l', join(folder, 'script')];
    expect(saidIn('init-eglot.el', 'emacs', argv, EMACS)).toMatch(TOLD);
  });
});
