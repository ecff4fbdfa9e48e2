import { expect, test } from 'vitest';
import { UntrustedTexts } from '../../src/project/workflows/untrusted-texts.ts';
import { deliveryOf } from './read-project.ts';

/** What a hole in the last step of the first job may hold: the untrusted values, with a mark where secrets are beside them. */
function textsIn(
  expression: string,
  { on = 'issues', job = '', steps = '', others = {} as Record<string, string> } = {},
) {
  const path = '.github/workflows/a.yml';
  const content = `on: ${on}\njobs:\n  one:\n    runs-on: x\n${job}    steps:\n${steps}      - run: echo\n`;
  const { artifacts } = deliveryOf(new Map([[path, content], ...Object.entries(others)]));
  const file = artifacts.at('workflow', path);
  if (file === undefined) throw new Error('no workflow');
  const one = file.model.jobs.find(({ id }) => id.value === 'one');
  const found = new UntrustedTexts(artifacts).in(expression, { file, job: one, step: one?.steps.at(-1) });
  return found.map(({ name, isWithSecrets }) => `${name}${isWithSecrets ? ' with secrets' : ''}`);
}

const TITLE = 'github.event.issue.title with secrets';

test.each([
  ['github.event.issue.title', {}, [TITLE]],
  ['github.event.pull_request.title', { on: 'pull_request' }, ['github.event.pull_request.title']],
  ['github.event.pull_request.title', {}, []],
  ['github.head_ref', {}, []],
  ['toJSON(github.event)', {}, ['github.event with secrets']],
  ['toJSON(github.event)', { on: 'schedule' }, []],
  ['github.event.issue', {}, []],
  ["github.event.issue.title == 'x'", {}, []],
  ['env.T', { job: '    env: {T: "${{ github.event.issue.title }}"}\n' }, [TITLE]],
  ['env.T', { job: '    env: {T: "${{ env.T }}"}\n' }, []],
  ['env.T', { steps: '      - env: {T: "${{ github.event.issue.title }}"}\n        run: ls\n' }, []],
  [
    'steps.a.outputs.t',
    {
      steps:
        '      - id: a\n        env: {T: "${{ github.event.issue.title }}"}\n        run: echo "t=$T" >> $GITHUB_OUTPUT\n',
    },
    [TITLE],
  ],
  [
    'steps.a.outputs.t',
    {
      steps:
        '      - id: a\n        env: {T: "${{ github.event.issue.title }}"}\n        run: echo "t=${#T}" >> $GITHUB_OUTPUT\n',
    },
    [],
  ],
  ['needs.two.outputs.t', {}, []],
  ['matrix.t', { job: '    strategy: {matrix: {t: ["${{ github.event.issue.title }}"]}}\n' }, [TITLE]],
  ['github.event.issue.title', { job: "    if: github.event_name == 'push'\n" }, []],
] as const)('%s (%#)', (expression, given, expected) => {
  expect(textsIn(expression, given)).toEqual(expected);
});

test('workflows that call one another end', () => {
  const call = (path: string) =>
    `on: workflow_call\njobs:\n  two:\n    uses: ./.github/workflows/${path}\n    with: {t: "\${{ inputs.t }}"}\n`;
  const others = { '.github/workflows/b.yml': call('a.yml'), '.github/workflows/c.yml': call('b.yml') };
  expect(textsIn('inputs.t', { on: 'workflow_call', others })).toEqual([]);
  expect(textsIn('github.event.issue.title', { on: 'workflow_call', others })).toEqual([TITLE]);
});
