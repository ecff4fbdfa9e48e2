/**
 * Editors themselves, with the settings of docs/editors.md as they are there. Of Helix and Zed,
 * which no registry of this machine has, the settings are read as their documentation says and given to a language client.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { describe, expect, it } from 'vitest';
import { FAULTY, makeProject } from '../cli/run-cli.ts';
import { codeBlocksOf } from '../docs/code-blocks.ts';
import { commandLine } from '../program/program.ts';
import { EditorClient, uriOf } from './editor-client.ts';
import { ServerProcess } from './server-process.ts';

const page = readFileSync(new URL('../../docs/editors.md', import.meta.url), 'utf8');

/** The text of a file of settings as the page has it. */
const settingsOf = (file: string): string =>
  codeBlocksOf(page).find(({ attributes }) => attributes.file === file)?.code ?? '';

/** What a program prints in a repository with one mistake, where `auditlint` is on the PATH and these settings lie beside it. */
function saidIn(
  settings: string,
  program: string,
  argv: (folder: string) => readonly string[],
  script: string,
): string {
  const folder = makeProject({ 'app.py': FAULTY, [settings]: settingsOf(settings), script });
  const bin = makeProject({});
  writeFileSync(join(bin, 'auditlint'), `#!/bin/sh\nexec '${process.execPath}' '${commandLine()}' "$@"\n`, {
    mode: 0o755,
  });
  spawnSync('git', ['init', '-q', folder]);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const { stdout, stderr } = spawnSync(program, argv(folder), { cwd: folder, env, encoding: 'utf8', timeout: 90_000 });
  return stdout + stderr;
}

/** How an editor that cannot be had here starts the server, by its settings. */
interface Started {
  readonly argv: readonly string[];
  readonly initialization: unknown;
}

/** `[language-server.NAME]`, which a language has to name (https://docs.helix-editor.com/languages.html). */
function helixStarts(): Started {
  const value: unknown = getStaticTOMLValue(parseTOML(settingsOf('.helix/languages.toml')));
  const read = value as {
    readonly 'language-server': Readonly<Record<string, { command: string; args: string[]; config: unknown }>>;
    readonly language: readonly { name: string; 'language-servers': string[] }[];
  };
  const [[name, server] = ['', undefined]] = Object.entries(read['language-server']);
  expect(read.language).toEqual([{ name: 'python', 'language-servers': expect.arrayContaining([name]) }]);
  return { argv: [server?.command ?? '', ...(server?.args ?? [])], initialization: server?.config };
}

/** `lsp.NAME.binary` and `initialization_options` (https://zed.dev/docs/configuring-languages). */
function zedStarts(): Started {
  const read = JSON.parse(settingsOf('.zed/settings.json')) as {
    readonly lsp: Readonly<
      Record<string, { binary: { path: string; arguments: string[] }; initialization_options: unknown }>
    >;
    readonly languages: { readonly Python: { readonly language_servers: readonly string[] } };
  };
  const [[name, server] = ['', undefined]] = Object.entries(read.lsp);
  expect(read.languages.Python.language_servers).toContain(name);
  return {
    argv: [server?.binary.path ?? '', ...(server?.binary.arguments ?? [])],
    initialization: server?.initialization_options,
  };
}

function expectInstalled(what: string, program: string, ...argv: readonly string[]): void {
  if (spawnSync(program, argv).status !== 0) throw new Error(`${what} is not installed`);
}

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

const EXPECTED = /^4: .*takes/m;

describe('the settings of the page', () => {
  it('show findings in Neovim', () => {
    expectInstalled('Neovim', 'nvim', '--version');
    const argv = ['--headless', '-u', 'NONE', '-c', 'luafile init-old.lua', '-c', 'luafile script'];
    expect(saidIn('init-old.lua', 'nvim', () => argv, NEOVIM)).toMatch(EXPECTED);
  });

  const EGLOT = ['--batch', '-f', 'package-initialize', '--eval', "(require 'eglot)"];
  it('show findings in Emacs', () => {
    expectInstalled('Emacs with Eglot', 'emacs', ...EGLOT);
    const argv = (folder: string) => [...EGLOT, '-l', join(folder, 'init-eglot.el'), '-l', join(folder, 'script')];
    expect(saidIn('init-eglot.el', 'emacs', argv, EMACS)).toMatch(EXPECTED);
  });

  it.each([
    ['Helix', helixStarts],
    ['Zed', zedStarts],
  ])('of %s start a server that takes them and shows findings', async (_, starts) => {
    const { argv, initialization } = starts();
    expect(argv).toEqual(['auditlint', 'lsp']);
    const folder = makeProject({ 'app.py': FAULTY });
    const client = new EditorClient(new ServerProcess(folder));
    await client.initialize([folder], initialization);
    const uri = uriOf(folder, 'app.py');
    await client.open(uri, FAULTY);
    const [found] = await client.diagnostics(uri, (reported) => reported.length > 0);
    expect(found?.message).toMatch(/takes/);
    expect(client.messages.all.filter(({ message }) => /initializationOptions/.test(message))).toEqual([]);
    expect(await client.leave()).toBe(0);
  });
});
