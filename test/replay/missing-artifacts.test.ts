/** What a repository is said to have none of: looked for by its files, now and when the document was written. */
import { expect, it } from 'vitest';
import { claimsSince } from './replayed.ts';

type Files = Readonly<Record<string, string>>;

async function verdictOf(before: Files, after: Files, ...items: readonly string[]) {
  const told = items.map((item) => `- ${item}\n`).join('');
  const files = { 'kiln/__init__.py': '', 'kiln/fire.py': 'HEAT = 900\n', ...before };
  return (await claimsSince(files, after, `## Problems\n\n${told}`))[0]?.verdict.kind;
}

const CI = { '.github/workflows/checks.yml': 'on: push\njobs:\n  checks:\n    steps:\n      - run: pytest\n' };
const GREETING = {
  '.github/workflows/greet.yml': 'on: issues\njobs:\n  greet:\n    steps:\n      - run: echo hello\n',
};
const POD = { 'deploy/kiln.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: kiln\n' };
const VAULT = { 'kiln/keys.py': 'import hvac\n\nclient = hvac.Client()\n' };

it.each<[string, Files, Files, string]>([
  ['No CI/CD pipeline', {}, {}, 'present'],
  ['No CI/CD pipeline', GREETING, {}, 'present'],
  ['No CI/CD pipeline', {}, CI, 'fixed'],
  ['No CI/CD pipeline configured', CI, {}, 'contradicted'],
  ['Отсутствует CI/CD pipeline', CI, {}, 'contradicted'],
  ['CI/CD: not implemented', {}, {}, 'present'],
  // Not of all of it.
  ['No CI for the glaze of the kiln', {}, {}, 'not-decidable'],
  ['No look at the fire in CI', CI, {}, 'not-decidable'],
  ['Missing Kubernetes manifests', {}, {}, 'present'],
  ['Missing Kubernetes manifests', POD, {}, 'contradicted'],
  ['没有 Kubernetes', {}, POD, 'fixed'],
  ['No lock file', {}, {}, 'present'],
  ['No lock file', {}, { 'uv.lock': 'version = 1\n' }, 'fixed'],
  ['No pre-commit hooks', {}, {}, 'present'],
  ['No type checker', {}, { 'mypy.ini': '[mypy]\nstrict = true\n' }, 'fixed'],
  ['No secrets manager', VAULT, {}, 'contradicted'],
  ['No secrets manager', { 'kiln/keys.py': 'vault_of_clay = 3\n' }, {}, 'not-decidable'],
  ['No Prometheus / Grafana / Sentry in use', {}, {}, 'present'],
  ['No Prometheus / Grafana / Sentry in use', { 'kiln/watch.py': 'import sentry_sdk\n' }, {}, 'not-decidable'],
  // A heading writes any word large.
  ['No Validation', {}, {}, 'not-decidable'],
])('%s', async (title, before, after, kind) => {
  expect(await verdictOf(before, after, title, 'The fire is never looked at')).toBe(kind);
});
