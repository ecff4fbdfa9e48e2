import { expect, test } from 'vitest';
import { parseWorkflowExpression } from '../../src/artifacts/index.ts';
import { readWorkflow } from '../../src/artifacts/workflow/read-workflow.ts';
import { holdsForEvent } from '../../src/project/workflows/conditions.ts';
import { SourceText } from '../../src/text/index.ts';

const verdict = (on: string, condition: string) => {
  const text = new SourceText(`on:\n  ${on}\njobs: {one: {runs-on: x, steps: [{run: make}]}}\n`);
  return holdsForEvent(condition, readWorkflow(text).artifact?.events[0]);
};

test.each([
  ['push: {branches: [main]}', "github.ref == 'refs/heads/main'", true],
  ['push: {branches: [main]}', "GitHub.Ref == 'REFS/heads/Main'", true],
  ['push: {branches: [main]}', "github.ref == 'refs/heads/dev'", false],
  ['push: {branches: [main, dev]}', "github.ref == 'refs/heads/dev'", undefined],
  ['push: {branches: ["release/*"]}', "github.ref_name == 'release/1'", undefined],
  ['push: {branches: ["release/*"]}', "startsWith(github.ref, 'refs/heads/release/')", true],
  ['push: {branches: ["release/*"]}', "startsWith(github.ref_name, 'hotfix/')", false],
  ['push: {tags: [v1]}', "github.ref_type == 'tag'", true],
  ['push:', "github.ref_type == 'tag'", undefined],
  ['push: {paths: [a]}', "startsWith(github.ref, 'refs/tags/')", undefined],
  ['push: {branches-ignore: [main]}', "github.ref_name != 'main'", true],
  ['push: {branches-ignore: [main]}', "github.ref_name == 'main'", false],
  ['pull_request:', "github.ref == 'refs/heads/main'", false],
  ['pull_request: {types: [closed]}', "github.ref == 'refs/heads/main'", undefined],
  ['pull_request: {branches: [main]}', "github.base_ref == 'main'", true],
  ['pull_request: {types: [labeled]}', "github.event.action == 'opened'", false],
  ['pull_request:', "contains(github.event.pull_request.labels.*.name, 'a')", undefined],
  ['push:', "contains(github.event.pull_request.labels.*.name, 'a')", false],
  ['push:', 'github.event.pull_request', false],
  ['push:', 'github.event.pull_request.merged == false', true],
  ['issues:', "startsWith(github.ref, 'refs/tags/')", false],
  ['schedule: [{cron: "0 1 * * *"}]', "github.event.schedule == '0 2 * * *'", false],
  ['workflow_dispatch:', "github.ref == 'refs/heads/main'", undefined],
  ['push:', "inputs.level == 'high'", false],
  ['push:', "(github.head_ref || github.ref_name) == 'x'", undefined],
  ['push:', 'contains(fromJSON(\'["push"]\'), github.event_name)', true],
  ['push:', 'contains(fromJSON(\'["release"]\'), github.event_name)', false],
  ['push:', "github.event_name == 'push' &&", undefined],
  ['strange_event:', "github.event.action == 'opened'", undefined],
])('%s: %s', (on, condition, expected) => {
  expect(verdict(on, condition)).toBe(expected);
});

test.each(['a ==', '(a', "'open", 'a b', 'f(', 'a.', `${'('.repeat(5_000)}`, `${'!'.repeat(4_000)}a`])(
  '%j is no expression',
  (text) => {
    expect(parseWorkflowExpression(text)).toBeUndefined();
  },
);

test('names are told whatever their spelling', () => {
  const spellings = ["github.event.issue['title']", "GITHUB['Event'].issue.TITLE", 'github . event.issue . title'];
  for (const each of spellings)
    expect(parseWorkflowExpression(each)).toEqual({ kind: 'context', names: ['github', 'event', 'issue', 'title'] });
  expect(parseWorkflowExpression('github.event.commits[0].message')).toEqual(
    parseWorkflowExpression('github.event.commits.*.message'),
  );
});
