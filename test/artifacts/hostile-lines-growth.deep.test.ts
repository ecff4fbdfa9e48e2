import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

type Many = (piece: string) => string;
/** Ends a line for `.`, and for no reader of lines. */
const BREAK = '\u2028';

test.each([
  ['markdown', (many: Many) => `# a${many(' ')}b`],
  ['markdown', (many: Many) => `\`\`\`${many(' ')}${BREAK}x\n`],
  ['markdown', (many: Many) => `\`\`\`\n├─ a${many('/')}b\n└─ a${many('*')}b\n\`\`\``],
  ['makefile', (many: Many) => `a${many('\t')}=${BREAK}`],
  ['makefile', (many: Many) => `a = 1${many(' #')}${BREAK}`],
  ['env-file', (many: Many) => `A=${many(' #')}${BREAK}`],
  ['requirements', (many: Many) => `a${many('\t')}x`],
  ['requirements', (many: Many) => `https://a/${many('a-1-')}`],
  ['setup-cfg', (many: Many) => `[options.entry_points]\nconsole_scripts =\n  a${many(' ')}.`],
  ['pyproject', (many: Many) => `[tool.poetry.dependencies]\na = "1${many(' ')}x"`],
  ['dockerfile', (many: Many) => `FROM a\nENV A=${many('${B:-')}`],
  ['dockerfile', (many: Many) => `FROM a\nRUN --mount=${many('=')}${BREAK} <<A${many('\r')}\nb\nA\n`],
  ['dockerfile', (many: Many) => many('#')],
  ['shell-script', (many: Many) => many('cd a\n')],
  ['yaml', (many: Many) => `groups:\n${many('\n')}  rules`],
])('%s: a long line is read in a time that grows with its length (%#)', async (kind, contentOf) => {
  const growth = await growthOf(
    (size) => new SourceText(contentOf((piece) => piece.repeat(size / piece.length))),
    (source) => readArtifact(kind, source, 'file'),
    11_000,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});
