import { describe, expect, it } from 'vitest';
import { generateOutputs, staleOutputs } from '../../tools/generate/outputs.ts';
import { projectRoot } from '../../tools/project-root.ts';

describe('generated files', () => {
  it('are what `npm run generate` writes now', async () => {
    const { files, failures } = await generateOutputs(projectRoot);
    expect(failures).toEqual([]);
    expect(staleOutputs(projectRoot, files).map((output) => output.path)).toEqual([]);
  });
});
