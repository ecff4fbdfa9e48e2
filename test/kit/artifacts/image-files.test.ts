import { expect, test } from 'vitest';
import { readDockerfile } from '../../../src/artifacts/dockerfile/read-dockerfile.ts';
import { imagePath, originOf } from '../../../src/kit/artifacts/image-files.ts';
import { BuildContext } from '../../../src/project/build-context.ts';
import { RepositoryTree } from '../../../src/project/repository-tree.ts';
import { SourceText } from '../../../src/text/index.ts';

const files = new Set(['requirements.txt', 'src/run.py', 'conf/a.toml', 'site.tar.gz']);
const contexts = [new BuildContext('', new RepositoryTree(files, (path) => path.startsWith('local')))];

function origin(path: string, ...lines: readonly string[]) {
  const content = `FROM python:3.12\n${lines.join('\n')}\n`;
  return originOf(path, readDockerfile(new SourceText(content)).artifact?.stages[0]?.instructions ?? [], contexts);
}

test.each([
  ['/app/requirements.txt', 'COPY . /app', 'brought'],
  ['/app/requirements.txt', 'COPY requirements.txt /app/', 'brought'],
  ['/app/wanted.txt', 'COPY requirements.txt /app/wanted.txt', 'brought'],
  ['/app/a.toml', 'COPY conf/*.toml /app/', 'brought'],
  ['/app/run.py', 'COPY src /app', 'brought'],
  ['/app/src/run.py', 'COPY src /app', 'nowhere'],
  ['/app/x.txt', 'COPY requirements.txt /app/', 'nowhere'],
  ['/app/x.txt', 'RUN pip install flask', 'nowhere'],
  ['/app/x.txt', 'COPY --from=build /app /app', 'unknown'],
  ['/app/x.txt', 'COPY --from=build /opt /opt', 'nowhere'],
  ['/app/x.txt', 'COPY $SOURCES /app', 'unknown'],
  ['/app/x.txt', 'COPY src $PLACE', 'unknown'],
  ['/app/x.txt', 'ADD site.tar.gz /app', 'unknown'],
  ['/app/x.txt', 'RUN git clone https://example.org/a.git /app', 'unknown'],
  ['/app/x.txt', 'RUN pip freeze > /app/x.txt', 'unknown'],
  ['/app/x.txt', 'RUN ./configure.sh', 'unknown'],
  ['/app/x.txt', 'RUN python -m pip install flask', 'nowhere'],
  ['/app/local/x.txt', 'COPY . /app', 'unknown'],
  ['/dev/stdin', 'RUN true', 'unknown'],
])('%s after %s: %s', (path, line, kind) => {
  expect(origin(path, line).kind).toBe(kind);
});

test('what comes from nowhere would be a path of the repository', () => {
  expect(origin('/app/bin/x.sh', 'COPY src /app', 'COPY . /app')).toEqual({
    kind: 'nowhere',
    wanted: ['src/bin/x.sh', 'bin/x.sh'],
  });
});

test('a path in an image starts from the last absolute part', () => {
  expect(imagePath('/app', 'src', './x.py')).toBe('/app/src/x.py');
  expect(imagePath(undefined, 'x.py')).toBe('/x.py');
  expect(imagePath('/app', '', '/srv/x.py')).toBe('/srv/x.py');
  expect(imagePath('/app', '$HOME', 'x.py')).toBeUndefined();
});
