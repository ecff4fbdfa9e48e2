import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';

const many = (piece: string): string => piece.repeat(200_000 / piece.length);
/** Ends a line for `.`, and for no reader of lines. */
const BREAK = '\u2028';

test.each([
  ['markdown', `# a${many(' ')}b`],
  ['markdown', `\`\`\`${many(' ')}${BREAK}x\n`],
  ['markdown', `\`\`\`\n├─ a${many('/')}b\n└─ a${many('*')}b\n\`\`\``],
  ['makefile', `a${many('\t')}=${BREAK}`],
  ['makefile', `a = 1${many(' #')}${BREAK}`],
  ['env-file', `A=${many(' #')}${BREAK}`],
  ['requirements', `a${many('\t')}x`],
  ['requirements', `https://a/${many('a-1-')}`],
  ['setup-cfg', `[options.entry_points]\nconsole_scripts =\n  a${many(' ')}.`],
  ['pyproject', `[tool.poetry.dependencies]\na = "1${many(' ')}x"`],
  ['dockerfile', `FROM a\nENV A=${many('${B:-')}`],
  ['dockerfile', `FROM a\nRUN --mount=${many('=')}${BREAK} <<A${many('\r')}\nb\nA\n`],
  ['dockerfile', '#'.repeat(90_000)],
  ['shell-script', many('cd a\n')],
  ['yaml', `groups:\n${many('\n')}  rules`],
])(
  '%s: a line of 200,000 characters is read in a few seconds (%#)',
  (kind, content) => {
    const start = performance.now();
    readArtifact(kind, new SourceText(content), 'file');
    expect(performance.now() - start).toBeLessThan(8_000);
  },
  120_000,
);

test('arguments that double arguments do not fill the memory', () => {
  const doubled = Array.from({ length: 60 }, (_, index) => `ARG A${index + 1}=$A${index}$A${index}\n`).join('');
  const { artifact } = readArtifact('dockerfile', new SourceText(`ARG A0=python\n${doubled}FROM $A60\n`), 'Dockerfile');
  expect(artifact).toMatchObject({ model: { stages: [{ base: { kind: 'unknown' } }] } });
  const { artifact: short } = readArtifact(
    'dockerfile',
    new SourceText('ARG A=py\nARG B=${A}thon\nFROM $B\n'),
    'Dockerfile',
  );
  expect(short).toMatchObject({ model: { stages: [{ base: { kind: 'image', name: 'python' } }] } });
});
