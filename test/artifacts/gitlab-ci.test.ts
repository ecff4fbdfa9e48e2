import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';

test('jobs with what comes before them, in one shell', () => {
  const written =
    'before_script: pip install .\n.shared: &shared\n  - cd tools\ntest:\n  script:\n    - *shared\n    - |\n      python a.py\n      python b.py\n  artifacts:\n    paths: [out/]\nremote:\n  variables: {GIT_STRATEGY: none}\n  script: [./start.sh]\n';
  const { artifact, problems } = readArtifact('gitlab-ci', new SourceText(written), '.gitlab-ci.yml');
  if (artifact?.kind !== 'gitlab-ci') throw new Error('not read');
  expect(problems).toEqual([]);
  const [job, ...others] = artifact.model.jobs;
  expect(others).toEqual([]);
  expect(job?.name.value).toBe('test');
  expect(job?.artifacts.map(({ value }) => value)).toEqual(['out/']);
  expect(job?.script.commands.map(({ words, folder }) => [words.map(({ text }) => text).join(' '), folder])).toEqual([
    ['pip install .', ''],
    ['cd tools', ''],
    ['python a.py', 'tools'],
    ['python b.py', 'tools'],
  ]);
  const last = job?.script.commands.at(-1)?.words[1];
  expect(written.slice(last?.span.start, last?.span.end)).toBe('b.py');
});
