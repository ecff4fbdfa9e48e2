import { expect, test } from 'vitest';
import { type Artifact, readArtifact } from '../../src/artifacts/index.ts';
import { fileKindOf } from '../../src/discover/file-kind.ts';
import { Artifacts } from '../../src/project/artifacts.ts';
import { ImageBuilds } from '../../src/project/builds.ts';
import { allCommands } from '../../src/project/commands.ts';
import { RepositoryTree } from '../../src/project/repository-tree.ts';
import { SourceText } from '../../src/text/index.ts';

function buildsOf(files: Readonly<Record<string, string>>): ImageBuilds {
  const mapped = Object.entries(files).flatMap(([path, content]) => {
    const text = new SourceText(content);
    const kind = fileKindOf(path);
    const artifact: Artifact | undefined = kind && readArtifact(kind, text, path).artifact;
    return artifact === undefined ? [] : [{ path, lineStarts: text.lines.starts, artifact }];
  });
  const artifacts = new Artifacts(mapped);
  const tree = new RepositoryTree(new Set(Object.keys(files)), (path) => path.endsWith('.whl'));
  return new ImageBuilds({ artifacts, commands: allCommands(artifacts, []), tree });
}

const FROM = 'FROM python:3.12\n';

function reported(builds: ImageBuilds, dockerfile: string): string[] {
  return builds.of(dockerfile).map(({ context, target, service, at }) => {
    const what = [service?.name.value, target].filter((each) => each !== undefined).join(' ');
    return `${at.path}:${at.line} ${context ?? '?'} ${what}`.trim();
  });
}

test('compose, commands and workflows tell what is built from a Dockerfile, and with which context', () => {
  const builds = buildsOf({
    'api/Dockerfile': FROM,
    'docker/worker.dockerfile': FROM,
    'deploy/compose.yml':
      'services:\n  api:\n    build: ../api\n  worker:\n    image: acme/worker:1\n    build:\n      context: ..\n      dockerfile: docker/worker.dockerfile\n      target: Slim\n',
    Makefile:
      'SOURCES ?= api\nimage:\n\tdocker build -t acme/api:$(VERSION) --build-arg A=1 $(SOURCES)\n\tcd docker && docker buildx build --file=worker.dockerfile --push ..\n',
    '.github/workflows/ci.yml':
      'on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          file: docker/worker.dockerfile\n          tags: |\n            ghcr.io/acme/jobs:latest\n            ${{ env.REGISTRY }}/jobs-gpu:1\n',
  });
  expect(reported(builds, 'api/Dockerfile')).toEqual(['deploy/compose.yml:3 api api', 'Makefile:3 api']);
  expect(reported(builds, 'docker/worker.dockerfile')).toEqual([
    'deploy/compose.yml:7  worker slim',
    'Makefile:4',
    '.github/workflows/ci.yml:6',
  ]);
  const names = ['acme/worker', 'acme/api', 'ghcr.io/acme/jobs', 'ghcr.io/acme/jobs-gpu', 'python'];
  expect(names.map((name) => builds.isBuiltHere(name))).toEqual([true, true, true, true, false]);
});

test('a Dockerfile that nothing builds may mean the folders above it; one that variables build may mean any', () => {
  const plain = buildsOf({ 'a/b/Dockerfile': FROM });
  expect(plain.contextsOf('a/b/Dockerfile')?.map(({ folder }) => folder)).toEqual(['a/b', 'a', '']);
  const variable = buildsOf({ 'a/Dockerfile': FROM, 'build.sh': 'docker build -f a/Dockerfile -t x "$CONTEXT"\n' });
  expect(variable.contextsOf('a/Dockerfile')).toBeUndefined();
  const doubtful = buildsOf({
    'a/Dockerfile': FROM,
    'b/Dockerfile': FROM,
    'compose.yml': 'services:\n  a:\n    build: a\n',
    'build.sh': 'docker build -f $IMAGE/Dockerfile -t x $CONTEXT\n',
  });
  expect(doubtful.contextsOf('a/Dockerfile')?.map(({ folder }) => folder)).toEqual(['a']);
  expect(doubtful.contextsOf('b/Dockerfile')?.map(({ folder }) => folder)).toEqual(['b', '']);
});

test('a build from elsewhere is none of the repository', () => {
  const builds = buildsOf({
    Dockerfile: FROM,
    'compose.yml': 'services:\n  a:\n    build: https://github.com/acme/a.git#main\n  b:\n    build: ${B:-.}\n',
    'x.sh': 'docker build - < other\ndocker build -f Dockerfile https://example.org/a.git\n',
  });
  expect(reported(builds, 'Dockerfile')).toEqual(['compose.yml:5  b']);
});

test('a context holds what its ignore file leaves in it', () => {
  const builds = buildsOf({
    Dockerfile: FROM,
    'gpu.dockerfile': FROM,
    '.dockerignore': '*\n!src\n!conf/app.yml\n',
    'gpu.dockerfile.dockerignore': 'src\n',
    'src/main.py': '',
    'conf/app.yml': '',
    'docs/a.md': '',
    link: '',
  });
  const context = builds.context('', 'Dockerfile');
  const kinds = [
    'src',
    'conf',
    'docs',
    'docs/*.md',
    '/src/../src/main.py',
    '.',
    'x',
    'dist/a.whl',
    'link/b',
    '$X',
    'https://x.org/a.sh',
  ];
  expect(kinds.map((source) => context.resolve(source).kind)).toEqual([
    'folder',
    'folder',
    'excluded',
    'excluded',
    'file',
    'folder',
    'missing',
    'ignored',
    'unknown',
    'unknown',
    'unknown',
  ]);
  expect(builds.context('', 'gpu.dockerfile').resolve('src')).toMatchObject({
    kind: 'excluded',
    ignoreFile: 'gpu.dockerfile.dockerignore',
    by: { value: 'src' },
  });
});

test('a source takes along what stands in the context, or may only stand on a disk', () => {
  const builds = buildsOf({
    'api/Dockerfile': FROM,
    'api/Dockerfile.dockerignore': 'conf/*.key\n',
    'api/.dockerignore': '*\n',
    'api/src/main.py': '',
  });
  const context = builds.context('api', 'api/Dockerfile');
  const taken = ['.', 'conf', './conf/', '.env', '.env*', '*', 'src', 'https://x.org/a.sh'];
  expect(taken.filter((source) => context.takesAlong(source, 'api/.env'))).toEqual(['.', '.env', '.env*', '*']);
  expect(taken.filter((source) => context.takesAlong(source, 'api/conf/a.txt'))).toEqual(['.', 'conf', './conf/', '*']);
  expect(taken.some((source) => context.takesAlong(source, 'api/conf/a.key'))).toBe(false);
  expect(taken.some((source) => context.takesAlong(source, '.env'))).toBe(false);
});

test('what a document tells to type does not close the question, nor does a Dockerfile that a variable names', () => {
  const inDocument = buildsOf({ 'a/Dockerfile': FROM, 'README.md': '```sh\ndocker build a -t a\n```\n' });
  expect(inDocument.contextsOf('a/Dockerfile')?.map(({ folder }) => folder)).toEqual(['a', '']);
  const byVariable = buildsOf({
    'a/Dockerfile.test': FROM,
    'a/scripts/build.sh': 'docker build -f $DOCKERFILE -t a .\n',
  });
  expect(byVariable.contextsOf('a/Dockerfile.test')?.map(({ folder }) => folder)).toContain('a');
});

test.each([
  ['shop_floor', true],
  ['ghcr.io/orchard/shop-floor', true],
  ['ghcr.io/shop-floor/worker', true],
  ['registry.example.com:5000/orchard/Shop_Floor-worker', true],
  ['shop-floor.example.com/redis', false],
  ['shop-floor.example.com/cache/redis', false],
  ['ghcr.io/shop-floor/mirror/redis', false],
  ['orchard/shop', false],
])('%s is an image of the project: %s', (image, isOwn) => {
  expect(buildsOf({ 'pyproject.toml': '[project]\nname = "Shop.Floor"\n' }).isOwn(image)).toBe(isOwn);
});
