import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { readFixture, wordsOf } from './fixture.ts';

const { model, problems, text, lineOf } = readFixture('workflow', 'workflow/checks.yml');
const [lint, windows, release] = model.jobs;
const run = (job: typeof lint, step: number) => job?.steps[step]?.run;

test('what starts it, and its jobs', () => {
  expect(problems).toEqual([]);
  expect(model.events.map(({ name }) => name.value)).toEqual(['push', 'schedule', 'workflow_dispatch']);
  expect(model.events[0]).toMatchObject({
    branches: [{ value: 'main' }],
    paths: [{ value: 'src/**' }, { value: '!docs/**' }],
  });
  expect(model.events[1]?.crons[0]?.value).toBe('0 3 * * *');
  expect(model.jobs.map(({ id, needs, uses }) => [id.value, needs.map(({ value }) => value), uses?.value])).toEqual([
    ['lint', [], undefined],
    ['windows', ['lint'], undefined],
    ['release', ['lint', 'windows'], './.github/workflows/release.yml'],
  ]);
  expect(lint?.matrix.map(({ name, values }) => [name.value, values.map(({ value }) => value)])).toEqual([
    ['python', ['3.11', '3.12']],
  ]);
  expect(lint?.continueOnError?.value).toBe('${{ matrix.experimental }}');
  expect(windows).toMatchObject({ container: { value: 'python:3.12' }, services: [{ image: { value: 'redis:7' } }] });
  expect(release?.inputs[0]?.value?.value).toBe('minor');
  expect(model.environment[0]?.name.value).toBe('PYTHONUNBUFFERED');
});

test('a step with all that is said of it', () => {
  const step = lint?.steps[2];
  expect(step).toMatchObject({
    name: { value: 'Lint' },
    id: { value: 'lint' },
    condition: { value: 'success()' },
    continueOnError: { value: 'true' },
    environment: [{ name: { value: 'STRICT' }, value: { value: '1' } }],
    run: { isShell: true, shell: undefined, workingDirectory: { value: 'service' } },
  });
  expect(step && lineOf(step.span)).toBe(26);
  expect(lint?.steps[1]).toMatchObject({ uses: { value: 'actions/setup-python@v5' }, run: undefined });
});

test('expressions are holes: their words are dynamic, everything keeps its place', () => {
  const template = run(lint, 2)?.template;
  expect(wordsOf(template?.script)).toEqual([
    'pip install -r requirements-${{ matrix.python }}.txt~',
    'ruff check ${{ inputs.folder }}~',
    'tee out.txt',
    'cd tools',
    "python -m check --only ${{ format('{0}', github.ref) }}~",
  ]);
  const check = template?.script.commands.at(-1);
  expect(check?.folder).toBe('tools');
  expect(check?.redirections[0]?.target?.text).toBe('${{ env.OUT }}');
  const word = check?.words.at(-1);
  expect(word && [text.slice(word.span), lineOf(word.span)]).toEqual(["${{ format('{0}', github.ref) }}", 33]);
  expect(template?.holes.map(({ expression }) => expression)).toEqual([
    'matrix.python',
    'inputs.folder',
    "format('{0}', github.ref)",
    'env.OUT',
  ]);
});

test('the shell decides what fails, and whether it is one', () => {
  const hidden = (step: number) => run(lint, step)?.template.script.commands.map((each) => each.failureHiddenBy?.kind);
  expect(hidden(2)?.[1]).toBe('pipe');
  expect(hidden(3)).toEqual([undefined, undefined]);
  expect(run(lint, 3)?.workingDirectory?.value).toBe('service/core');
  expect(run(lint, 4)).toMatchObject({ isShell: false, template: { script: { commands: [] } } });
  expect(run(windows, 0)?.isShell).toBe(false);
  expect(wordsOf(run(windows, 1)?.template.script)).toEqual(['ls']);
});

test('a composite action', () => {
  const { model: action } = readFixture('action', 'workflow/action.yml');
  expect(action).toMatchObject({
    using: { value: 'composite' },
    inputs: [{ value: 'python' }],
    outputs: [{ name: { value: 'cache' } }],
  });
  expect(wordsOf(action.steps[0]?.run?.template.script)).toEqual(['pip install ruff==${{ inputs.version }}~']);
});

test('what the token may do, and who gets all secrets', () => {
  const text = new SourceText(
    'on: push\npermissions:\n  contents: write\n  issues: read\njobs:\n  a:\n    permissions: write-all\n    uses: x/y/z.yml@main\n    secrets: inherit\n  b:\n    permissions: {}\n  c:\n    runs-on: x\n',
  );
  const { artifact } = readArtifact('workflow', text, '.github/workflows/a.yml');
  const read = artifact?.kind === 'workflow' ? artifact.model : undefined;
  expect(read?.permissions?.scopes.map(({ name, value }) => [name.value, value?.value])).toEqual([
    ['contents', 'write'],
    ['issues', 'read'],
  ]);
  expect(read?.jobs.map(({ permissions }) => permissions?.all?.value ?? permissions?.scopes.length)).toEqual([
    'write-all',
    0,
    undefined,
  ]);
  expect(read?.jobs.map(({ allSecrets }) => allSecrets?.value)).toEqual(['inherit', undefined, undefined]);
});
