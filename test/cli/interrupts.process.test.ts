/** Ctrl-C is answered whatever the program is at, also where that would never end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../program/program.ts';
import { FAULTY, makeProject } from './run-cli.ts';

/** Has a function of `node:fs` never end, once someone calls it as only the step does that is meant, and says so. */
const endless = (name: string, condition: string): string =>
  `import { syncBuiltinESMExports } from 'node:module';
   import fs, { writeSync } from 'node:fs';
   const before = fs.${name};
   fs.${name} = function (...given) {
     if (!(${condition})) return before.apply(this, given);
     writeSync(2, 'endless\\n');
     for (;;);
   };
   syncBuiltinESMExports();`;

/** The same of the decoder of texts, which all readers begin with. */
const endlessReader = (mark: string): string =>
  `import { writeSync } from 'node:fs';
   const before = TextDecoder.prototype.decode;
   TextDecoder.prototype.decode = function (...given) {
     const text = before.apply(this, given);
     if (!text.startsWith('# ${mark}')) return text;
     writeSync(2, 'endless\\n');
     for (;;);
   };`;

const DOCS =
  "{ summary: 'a', why: 'b', remedy: 'c', harm: 'hides-failures', severity: 'P1', precision: 'high', since: '1.0.0', cwe: [], origin: [], bad: 'f()', good: 'x' }";
const plugin = (rule: string): string =>
  `const docs = ${DOCS};\nconst endless = () => { console.error('endless'); for (;;); };\n` +
  `export default { kitVersion: 2, name: 'house', rules: { 'never-ends': ${rule} } };\n`;

const SOURCE = plugin("{ type: 'source', docs, visit: { Module: endless } }");
const ARTIFACT = plugin("{ type: 'artifact', docs, artifact: 'dockerfile', check: endless }");
const PROJECT = plugin("{ type: 'project', docs, check: endless }");

const MARK = 'of all files';
const MAIN = `# ${MARK}\n${FAULTY}`;
const FILES = { 'app/main.py': MAIN, 'app/inner/Dockerfile': '# of images\nFROM python:3.12\n' };

async function interrupted(
  words: readonly string[],
  { preload, files = {} }: { readonly preload?: string; readonly files?: Readonly<Record<string, string>> },
) {
  const cwd = makeProject({ ...FILES, ...files });
  const imports = preload === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
  const child = spawn(process.execPath, [...imports, commandLine(), ...words], { cwd });
  let stderr = '';
  const looping = new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (stderr.includes('endless')) resolve();
    });
    child.once('exit', () => reject(new Error(`it ended before: ${stderr}`)));
  });
  child.stdin.end(MAIN);
  await looping;
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr, left: readdirSync(cwd).sort() };
}

const OUTPUT = ['app', '-o', 'out.txt'];
const PLUGGED = [...OUTPUT, '--plugin', './house.mjs', '--select', 'house', '--profile', 'strict'];
const EXPECTED = /^endless\nauditlint: interrupted after \d of \d files; no report was written\n$/;

describe('an interrupt is answered', () => {
  it.each([
    ['files are looked for', OUTPUT, { preload: endless('readdirSync', "String(given[0]).endsWith('inner')") }],
    ['Python is read', OUTPUT, { preload: endlessReader(MARK) }],
    ['an artifact is read', OUTPUT, { preload: endlessReader('of images') }],
    ['standard input is scanned', ['-', '--stdin-filename', 'a.py'], { preload: endlessReader(MARK) }],
    ['a rule looks at a file', PLUGGED, { files: { 'house.mjs': SOURCE } }],
    ['a rule looks at an artifact', PLUGGED, { files: { 'house.mjs': ARTIFACT } }],
    ['a rule looks at the project', PLUGGED, { files: { 'house.mjs': PROJECT } }],
  ])('while %s', async (_, words, means) => {
    const { code, stderr, left } = await interrupted(words, means);
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringMatching(EXPECTED) });
    expect(left).toEqual(['app', ...Object.keys('files' in means ? (means.files ?? {}) : {})]);
  });

  it('while the report is written, of which nothing stays', async () => {
    const preload = endless('writeSync', "String(given[1]).includes('call-signature-mismatch')");
    const { code, stderr, left } = await interrupted(OUTPUT, { preload });
    expect({ code, stderr, left }).toEqual({
      code: 130,
      stderr: 'endless\nauditlint: interrupted; `out.txt` was not written\n',
      left: ['app'],
    });
  });

  it.each(['report', 'baseline', 'why'])('in `auditlint %s`', async (command) => {
    const words = {
      report: ['report', 'app', '-o', 'out.md'],
      baseline: ['baseline', 'app'],
      why: ['why', 'app/main.py:4'],
    };
    const { code, stderr, left } = await interrupted(words[command as keyof typeof words], {
      preload: endlessReader(MARK),
    });
    expect({ code, stderr, left }).toEqual({ code: 130, stderr: expect.stringMatching(EXPECTED), left: ['app'] });
  });

  it.each([['--fix'], ['--watch']])('with `%s`', async (option) => {
    const { code, stderr, left } = await interrupted(['app', option], { preload: endlessReader(MARK) });
    expect({ code, stderr, left }).toEqual({ code: 130, stderr: expect.stringMatching(EXPECTED), left: ['app'] });
  });
});
