import { expect, it } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { listCases } from './artifact-cases.ts';

it.each(listCases().map(({ name, files }) => [name, files] as const))('%s: are read', (name, files) => {
  const [kind = ''] = name.split(':', 1);
  const [[path, content] = ['', '']] = files(8);
  const { artifact, problems } = readArtifact(kind, new SourceText(content), path);
  expect(artifact?.kind).toBe(kind);
  // What cannot be read says nothing of how long reading takes.
  if (!name.endsWith('broken lines')) expect(problems).toEqual([]);
});
