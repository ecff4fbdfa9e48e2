import { expect, test } from 'vitest';
import { ImageFiles } from '../../../../rules/containers/docker-copy-source-missing/image-files.ts';
import { readDockerfile } from '../../../../src/artifacts/dockerfile/read-dockerfile.ts';
import { imagePath } from '../../../../src/artifacts/index.ts';
import { BuildContext } from '../../../../src/project/build-context.ts';
import { RepositoryTree } from '../../../../src/project/repository-tree.ts';
import { SourceText } from '../../../../src/text/index.ts';

const files = new Set(['requirements.txt', 'src/run.py', 'conf/a.toml', 'site.tar.gz']);
const contexts = [new BuildContext('', new RepositoryTree(files, (path) => path.startsWith('local')))];

function wanted(path: string, ...lines: readonly string[]) {
  const content = `FROM python:3.12\n${lines.join('\n')}\n`;
  const instructions = readDockerfile(new SourceText(content)).artifact?.stages[0]?.instructions ?? [];
  return new ImageFiles(instructions, contexts).wanted(path);
}

test.each([
  ['/app/requirements.txt', 'COPY . /app', 'may be there'],
  ['/app/requirements.txt', 'COPY requirements.txt /app/', 'may be there'],
  ['/app/wanted.txt', 'COPY requirements.txt /app/wanted.txt', 'may be there'],
  ['/app/a.toml', 'COPY conf/*.toml /app/', 'may be there'],
  ['/app/run.py', 'COPY src /app', 'may be there'],
  ['/app/src/run.py', 'COPY src /app', 'is lacking'],
  ['/app/x.txt', 'COPY requirements.txt /app/', 'is lacking'],
  ['/app/x.txt', 'RUN pip install flask', 'is lacking'],
  ['/app/x.txt', 'COPY --from=build /app /app', 'may be there'],
  ['/app/x.txt', 'COPY --from=build /opt /opt', 'is lacking'],
  ['/app/x.txt', 'COPY $SOURCES /app', 'may be there'],
  ['/app/x.txt', 'COPY src $PLACE', 'may be there'],
  ['/app/x.txt', 'ADD site.tar.gz /app', 'may be there'],
  ['/app/x.txt', 'RUN git clone https://example.org/a.git /app', 'may be there'],
  ['/app/x.txt', 'RUN pip freeze > /app/x.txt', 'may be there'],
  ['/app/x.txt', 'RUN ./configure.sh', 'may be there'],
  ['/app/x.txt', 'RUN python -m pip install flask', 'is lacking'],
  ['/app/local/x.txt', 'COPY . /app', 'may be there'],
  ['/dev/stdin', 'RUN true', 'may be there'],
])('%s after %s: %s', (path, line, kind) => {
  expect(wanted(path, line) === undefined ? 'may be there' : 'is lacking').toBe(kind);
});

test('what comes from nowhere would be a path of the repository', () => {
  expect(wanted('/app/bin/x.sh', 'COPY src /app', 'COPY . /app')).toEqual(['src/bin/x.sh', 'bin/x.sh']);
});

test('only what comes before a command brings a file to it', () => {
  const text = 'FROM python:3.12\nCOPY conf /app\nRUN true && touch /app/x.txt && true\nCOPY . /app/\nRUN true\n';
  const [stage] = readDockerfile(new SourceText(text)).artifact?.stages ?? [];
  const image = new ImageFiles(stage?.instructions ?? [], contexts);
  expect([0, 1, 2].map((command) => image.wanted('/app/x.txt', 1, command))).toEqual([
    ['conf/x.txt'],
    ['conf/x.txt'],
    undefined,
  ]);
  expect(image.wanted('/app/src/run.py', 2)).toEqual(['conf/src/run.py']);
  expect(image.wanted('/app/src/run.py', 3)).toBeUndefined();
});

test('a path in an image starts from the last absolute part', () => {
  expect(imagePath('/app', 'src', './x.py')).toBe('/app/src/x.py');
  expect(imagePath(undefined, 'x.py')).toBe('/x.py');
  expect(imagePath('/app', '', '/srv/x.py')).toBe('/srv/x.py');
  expect(imagePath('/app', '$HOME', 'x.py')).toBeUndefined();
});
