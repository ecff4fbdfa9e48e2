/** Every command and every configuration in the documentation is run. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { parseTOML } from 'toml-eslint-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../tools/project-root.ts';
import { actionInputsIn, commandsOf } from './ci-scripts.ts';
import { type CodeBlock, codeBlocksOf, linksOf } from './code-blocks.ts';
import { layTools, openWorkshop, type Workshop } from './workshop.ts';

const action = parse(readFileSync(join(projectRoot, 'src/action/action.yml'), 'utf8')) as { readonly inputs: object };

const pages = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'));

let tools = '';
beforeAll(() => {
  tools = layTools();
});
afterAll(() => {
  rmSync(tools, { recursive: true });
});

describe.each(pages)('docs/%s', (page) => {
  const blocks = codeBlocksOf(readFileSync(join(projectRoot, 'docs', page), 'utf8'));
  let workshop: Workshop;
  beforeAll(() => {
    workshop = openWorkshop(tools);
  });
  afterAll(() => {
    rmSync(workshop.repository, { recursive: true });
  });

  if (blocks.length === 0) it('has nothing to run', () => expect(blocks).toEqual([]));
  // In their order: a page's blocks build on one another.
  for (const block of blocks) it(`line ${block.line}: ${block.language}`, () => tryBlock(block, workshop));
});

function tryBlock({ language, attributes, code }: CodeBlock, workshop: Workshop): void {
  const { file, exit = '0' } = attributes;
  if (file !== undefined) {
    workshop.write(file, `${code}\n`);
    tryFile(file, code, workshop);
  } else if (language === 'sh') {
    const { code: status, stdout, stderr } = workshop.run(code);
    expect({ status, stderr: status === Number(exit) ? '' : `${stdout}${stderr}` }).toEqual({
      status: Number(exit),
      stderr: '',
    });
  } else if (language === 'console') {
    tryDialogue(code, workshop);
  } else {
    // A picture of a format, in which nothing looks like a command.
    expect(language, 'a block that nothing runs is `text`; others name the file that they are').toBe('text');
    expect(code).not.toMatch(/^\$? ?(npx )?auditlint\b/m);
  }
}

/** A configuration of ours is read; a CI system's commands are run, and may find something. */
function tryFile(file: string, text: string, workshop: Workshop): void {
  if (file === 'auditlint.toml' || file === 'pyproject.toml') {
    expect(workshop.run('auditlint config src/service/app.py')).toMatchObject({ code: 0, stderr: '' });
  }
  const read = PARSERS[extname(file)];
  if (read !== undefined) expect(() => read(text), file).not.toThrow();
  expect(
    actionInputsIn(file, text).filter((input) => !(input in action.inputs)),
    'inputs that the action does not have',
  ).toEqual([]);
  for (const command of commandsOf(file, text) ?? []) {
    const { code, stderr } = workshop.run(command);
    expect([0, 1], `${command}\n${stderr}`).toContain(code);
    expect(stderr).not.toMatch(/^auditlint: /m);
  }
}

/** What people copy into a file of settings has to be one. */
const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  '.json': JSON.parse,
  '.toml': parseTOML,
  '.yaml': parse,
  '.yml': parse,
};

/** `$ command` and, up to the next one, exactly what it prints. */
function tryDialogue(code: string, workshop: Workshop): void {
  for (const part of code.split(/^\$ /m).filter((text) => text !== '')) {
    const [command = '', ...output] = part.trimEnd().split('\n');
    const { stdout, stderr } = workshop.run(`${command} || true`);
    expect(`${stdout}${stderr}`.trimEnd(), command).toBe(output.join('\n').trimEnd());
  }
}

const linking = ['docs', 'docs/internals', 'measurements'].flatMap((folder) =>
  readdirSync(join(projectRoot, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`),
);

describe.each(['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...linking])('%s', (path) => {
  it('links to files that are there', () => {
    const text = readFileSync(join(projectRoot, path), 'utf8');
    const targets = linksOf(text).filter((url) => !/^[a-z]+:|^#/.test(url));
    const missing = targets.filter((url) => !existsSync(join(projectRoot, dirname(path), url.replace(/#.*/, ''))));
    expect(missing).toEqual([]);
  });
});
