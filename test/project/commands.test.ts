import { expect, test } from 'vitest';
import { type Artifact, readArtifact } from '../../src/artifacts/index.ts';
import { Artifacts } from '../../src/project/artifacts.ts';
import { allCommands } from '../../src/project/commands.ts';
import { SourceText } from '../../src/text/index.ts';

function commandsOf(files: Readonly<Record<string, [kind: string, content: string]>>): string[] {
  const mapped = Object.entries(files).map(([path, [kind, content]]) => {
    const text = new SourceText(content);
    const artifact: Artifact | undefined = readArtifact(kind, text, path).artifact;
    if (artifact === undefined) throw new Error(`${path} was not read`);
    return { path, lineStarts: text.lines.starts, artifact };
  });
  return allCommands(new Artifacts(mapped), []).map(({ command, path, folders, isInImage, isService, placeOf }) => {
    const words = command.words.map(({ text }) => text).join(' ');
    const flags = `${isInImage ? ' in an image' : ''}${isService ? ' as a service' : ''}`;
    return `${path}:${placeOf(command.span).line} ${words} from [${folders.join(', ')}]${flags}`;
  });
}

test('every kind of file that holds commands gives them, with the folders that their paths start from', () => {
  const found = commandsOf({
    'deploy/Dockerfile': ['dockerfile', 'FROM a\nRUN make all\nCMD ["python", "-m", "app"]\n'],
    'deploy/compose.yml': ['compose', 'services:\n  api:\n    build: ../api\n    command: gunicorn app:app\n'],
    '.github/workflows/ci.yml': [
      'workflow',
      'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          cd web\n          npm test\n      - run: pytest\n        working-directory: api\n',
    ],
    'ml/dvc.yaml': ['dvc', 'stages:\n  train:\n    cmd: python train.py --epochs ${epochs}\n    wdir: src\n'],
    Makefile: ['makefile', 'test:\n\tpytest\n'],
    Procfile: ['platform', 'web: serve\n'],
    'docs/run.md': ['markdown', 'Run it:\n\n```sh\npython -m app\n```\n'],
    'api/tox.ini': [
      'ini',
      '[testenv]\ncommands = pytest tests\n[testenv:docs]\nchangedir = {toxinidir}/docs\ncommands = make html\n',
    ],
    'setup.cfg': ['setup-cfg', '[testenv]\nchangedir = {envtmpdir}\ncommands = python -m app\n'],
    'app.ini': ['ini', '[testenv]\ncommands = pytest\n'],
    'pyproject.toml': ['pyproject', '[tool.tox.env.lint]\ncommands = [["never", "read"]]\n'],
    'web/tox.toml': ['tool-toml', '[env.lint]\nchange_dir = "src"\ncommands = [["ruff", "check"]]\n'],
    'scripts/run.sh': ['shell-script', 'cd /srv\npython a.py\n'],
  });
  expect(found).toEqual([
    'deploy/compose.yml:4 gunicorn app:app from [api, deploy, ] in an image as a service',
    'deploy/Dockerfile:2 make all from [deploy, ] in an image',
    'deploy/Dockerfile:3 python -m app from [deploy, ] in an image as a service',
    'ml/dvc.yaml:3 python train.py --epochs ${epochs} from [ml/src]',
    'Makefile:2 pytest from []',
    'Procfile:1 serve from [] as a service',
    'scripts/run.sh:1 cd /srv from [, scripts]',
    'scripts/run.sh:2 python a.py from []',
    'api/tox.ini:2 pytest tests from [api]',
    'api/tox.ini:5 make html from [api/docs]',
    'setup.cfg:3 python -m app from []',
    'web/tox.toml:3 ruff check from [web/src]',
    '.github/workflows/ci.yml:7 cd web from []',
    '.github/workflows/ci.yml:8 npm test from [web]',
    '.github/workflows/ci.yml:9 pytest from [api]',
    'docs/run.md:4 python -m app from [docs, ]',
  ]);
});
