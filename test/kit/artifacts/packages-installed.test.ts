import { expect, test } from 'vitest';
import { readDockerfile } from '../../../src/artifacts/dockerfile/read-dockerfile.ts';
import { installsUnknown } from '../../../src/kit/artifacts/built-image.ts';
import { installedPackages, removedPackages } from '../../../src/kit/artifacts/packages-installed.ts';
import { SourceText } from '../../../src/text/index.ts';

function instructions(run: string) {
  return readDockerfile(new SourceText(`FROM a\nRUN ${run}\n`)).artifact?.stages[0]?.instructions ?? [];
}

const installed = (run: string) => instructions(run).flatMap((each) => installedPackages(each).map(({ text }) => text));

test.each([
  ['apt-get update && apt-get install -y --no-install-recommends curl=7.* vim', ['curl', 'vim']],
  ['sudo apt install git', ['git']],
  ['apk add --no-cache bash>5', ['bash']],
  ['apk add --virtual .build gcc', []],
  ['dnf -y install gcc-c++', ['gcc-c++']],
  ['apt-get install -y $PACKAGES', []],
  ['apt-get remove -y gcc', []],
  ['pip install curl', []],
])('%s installs %j', (run, expected) => {
  expect(installed(run)).toEqual(expected);
});

test('what is installed under a condition is not certain', () => {
  const [run] = instructions('if [ "$DEBUG" ]; then apt-get install -y gdb; fi; apt-get install -y libpq5');
  expect(run && installedPackages(run, 'certain').map(({ text }) => text)).toEqual(['libpq5']);
});

test('what is taken away again', () => {
  expect(instructions('apt-get install -y gcc && apt-get purge -y gcc').flatMap(removedPackages)).toContain('gcc');
});

test.each([
  ['./setup.sh', true],
  ['apt-get install -y $PACKAGES', true],
  ['cat packages | xargs apt-get install -y', true],
  ['$INSTALL curl', true],
  ['apt-get install -y curl=7.* git=$VERSION', false],
  ['pip install -r requirements.txt', false],
])('%s may install anything: %s', (run, expected) => {
  expect(installsUnknown(instructions(run))).toBe(expected);
});
