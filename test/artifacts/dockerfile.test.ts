import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDockerfile } from '../../src/artifacts/dockerfile/read-dockerfile.ts';
import type { DockerInstruction } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { projectRoot } from '../../tools/project-root.ts';

const text = new SourceText(
  readFileSync(join(projectRoot, 'fixtures/artifacts/dockerfile/service.dockerfile'), 'utf8'),
);
const { artifact, problems, comments } = readDockerfile(text);
const stages = artifact?.stages ?? [];

/** One line an instruction, as a person would tell it. */
function shown(instruction: DockerInstruction): string {
  const { kind, workdir } = instruction;
  const where = workdir === undefined ? '' : ` in ${workdir}`;
  if ('script' in instruction) {
    const commands = instruction.script.commands.map(({ words }) => words.map((word) => word.text).join(' '));
    return `${kind} ${instruction.form}: ${commands.join(' / ')}${where}`;
  }
  if ('sources' in instruction) {
    const from = instruction.from === undefined ? '' : ` from ${instruction.from.value}`;
    return `${kind}${from}: ${instruction.sources.map(({ value }) => value).join(' ')} to ${instruction.destination?.value}${where}`;
  }
  if ('variables' in instruction)
    return `${kind} ${instruction.variables.map(({ name, value }) => `${name}=${value}`).join(' ')}${where}`;
  if ('value' in instruction) return `${kind} ${instruction.value.value}${where}`;
  return `${kind}${where}`;
}

describe('a Dockerfile', () => {
  test('has stages, with names and bases', () => {
    expect(
      stages.map(({ name, base }) => `${name?.value ?? '-'} on ${JSON.stringify({ ...base, span: undefined })}`),
    ).toEqual([
      'builder on {"kind":"image","name":"python","tag":"3.12-slim","written":"python:${PYTHON}-slim"}',
      `- on {"kind":"image","name":"registry.example.org:5000/base/runtime","digest":"sha256:${'0'.repeat(64)}","written":"registry.example.org:5000/base/runtime@sha256:${'0'.repeat(64)}"}`,
      '- on {"kind":"stage","index":0,"written":"builder"}',
      '- on {"kind":"unknown","written":"image:${FLAVOUR}"}',
    ]);
  });

  test('has remarks: comments, those on lines one below the other as one', () => {
    const written = new SourceText('FROM a\n# the words are\n  ## fetched first\nCOPY b .\n# kept\n\n# apart\n');
    expect(readDockerfile(written).artifact?.remarks.map(({ value }) => value)).toEqual([
      'the words are fetched first',
      'kept',
      'apart',
    ]);
  });

  test('has instructions, with arguments filled in and commands taken apart', () => {
    expect(stages.flatMap(({ instructions }) => instructions.map(shown))).toEqual([
      'arg WHEELS=/wheels',
      'workdir /build',
      'run shell: pip wheel -r requirements.txt -w $WHEELS / cd tools / make in /build',
      'copy: pyproject.toml src/ to ./ in /build',
      'copy from builder: /wheels to /wheels',
      'env PORT=8000 MODE=blue green',
      'env LEGACY=old style',
      'run shell: set -e / pip install /wheels/*.whl',
      'user app',
      'healthcheck exec: curl -f http://localhost:$PORT/health',
      'cmd exec: python -m service',
      'no-healthcheck',
      'entrypoint shell: exec python -m service --port $PORT',
      'expose',
    ]);
  });

  test('knows the place of every word', () => {
    const run = stages[0]?.instructions.find(({ kind }) => kind === 'run');
    const words = run !== undefined && 'script' in run ? run.script.commands.flatMap(({ words: all }) => all) : [];
    expect(words.map(({ span }) => text.slice(span))).toEqual(words.map((word) => word.text));
    const copy = stages[0]?.instructions.find(({ kind }) => kind === 'copy');
    const sources = copy !== undefined && 'sources' in copy ? copy.sources : [];
    expect(sources.map(({ span }) => text.slice(span))).toEqual(['pyproject.toml', 'src/']);
  });

  test('keeps its comments', () => {
    expect(comments.map(({ value }) => value)).toContain('# the lock comes first');
    expect(problems).toEqual([]);
  });
});

test.each([
  ['', ['is not a Dockerfile: it has no FROM']],
  ['RUN ls\n', ['is not a Dockerfile: it has no FROM']],
  ['FROM a\nRUNN ls\n', ['has a line that is not an instruction: `RUNN`']],
  ['FROM\n', []],
  ['FROM a\nCOPY\nADD\nENV\nARG\nUSER\nRUN\nCMD\nHEALTHCHECK\nSHELL [\n', []],
  ['FROM a\nRUN echo "open\nCMD ["a", b]\n', []],
  ['FROM a\nRUN <<EOF\nnever closed\n', []],
  [`FROM a\nRUN ${'('.repeat(2_000)}\n`, []],
  [`FROM a\nRUN echo \\\n${'# no\n'.repeat(5_000)}  done\n`, []],
])('broken input is told, never thrown (%#)', (content, expected) => {
  expect(readDockerfile(new SourceText(content)).problems.map(({ message }) => message)).toEqual(expected);
});

test('a template of a Dockerfile is none', () => {
  expect(readDockerfile(new SourceText('FROM {{ base }}\n')).artifact).toBeUndefined();
});

test('what is read is plain JSON', () => {
  expect(JSON.parse(JSON.stringify(artifact))).toEqual(artifact);
});

test('a RUN tells what is mounted while it runs', () => {
  const content =
    'ARG FILE=uv.lock\nFROM a\nARG FILE\nRUN --mount=type=cache,target=/root/.cache --mount=source=$FILE,dst=uv.lock --mount=type=bind,from=b,src=/w uv sync\n';
  const run = readDockerfile(new SourceText(content)).artifact?.stages[0]?.instructions.at(-1);
  const mounts = run?.kind === 'run' ? run.mounts : [];
  expect(mounts.map(({ span: { start, end }, ...rest }) => ({ ...rest, at: content.slice(start, end) }))).toEqual([
    { type: 'cache', target: '/root/.cache', at: '--mount=type=cache,target=/root/.cache' },
    { type: 'bind', source: 'uv.lock', target: 'uv.lock', at: '--mount=source=$FILE,dst=uv.lock' },
    { type: 'bind', from: 'b', source: '/w', at: '--mount=type=bind,from=b,src=/w' },
  ]);
});

test('the text of a here-document is no source of a COPY', () => {
  const content =
    'FROM a\nCOPY --chown=1:1 <<A <<"B" x.txt /app/\ndebug = false\nA\nmore text\nB\nCOPY <<EOF /b\nEOF\n';
  const copies = readDockerfile(new SourceText(content)).artifact?.stages[0]?.instructions.map(shown);
  expect(copies).toEqual(['copy: x.txt to /app/', 'copy:  to /b']);
});

test.each([
  ['FROM a\nRUN b \\\n && c\n', undefined],
  ['FROM a\nRUN b \\\n\n# c\n && d\n', undefined],
  ['FROM a\nRUN <<EOF\n&& b\nEOF\n', undefined],
  ['FROM a\nRUN b\n && c\n', true],
])('whether Docker can read %j', (content, expected) => {
  expect(readDockerfile(new SourceText(content)).artifact?.cannotBeBuilt).toBe(expected);
});
