import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { readFixture } from './fixture.ts';

test('packages of conda and lines of pip', () => {
  const { model, problems, lineOf } = readFixture('conda-environment', 'conda-environment/environment.yml');
  expect(problems).toEqual([]);
  expect(model.name?.value).toBe('training');
  expect(model.channels.map(({ value }) => value)).toEqual(['conda-forge', 'nodefaults']);
  expect(model.packages.map(({ value: { channel, name, version, build } }) => [channel, name, version, build])).toEqual(
    [
      [undefined, 'python', '=3.11', undefined],
      ['pytorch', 'torchvision', '==0.17.0', undefined],
      [undefined, 'numpy', '>=1.24,<2', undefined],
      [undefined, 'openblas', '=0.3.21', 'pthreads_h1'],
      [undefined, 'scipy', '==1.11.*', undefined],
      [undefined, 'pillow', '', undefined],
      [undefined, 'pip', '', undefined],
    ],
  );
  expect(model.pip.map(({ value, span }) => [value, lineOf(span)])).toEqual([
    ['transformers>=4.40', 12],
    ['-r requirements.txt', 13],
  ]);
});

test('a file of that name that is something else', () => {
  const read = (content: string) => readArtifact('conda-environment', new SourceText(content), 'k8s/environment.yml');
  expect(read('stage: production\n').artifact).toBeUndefined();
  expect(read('apiVersion: v1\nkind: ConfigMap\ndata: {A: b}\n').artifact?.kind).toBe('kubernetes');
});
