import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';

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
