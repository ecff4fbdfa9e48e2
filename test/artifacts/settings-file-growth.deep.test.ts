import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

function modelOf(content: string, path: string) {
  const { artifact } = readArtifact('yaml', new SourceText(content), path);
  return artifact?.kind === 'settings' ? artifact.model : undefined;
}

test('one long word is read in a time that grows with its length', async () => {
  const growth = await growthOf(
    (size) => 'a'.repeat(size),
    (word) => expect(modelOf(word, 'conf/long.yaml')).toEqual({ files: [], variables: [] }),
    250_000,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});
