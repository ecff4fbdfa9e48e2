import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { installCheckJsonSchema, installJobReader } from './tools.ts';

/**
 * Holds the ready files of docs/ci against what their systems publish: GitLab's own JSON schema, and the types of Kubernetes, which
 * know every member that may be there. Those for GitHub are read with the other workflows. Returns problems,
 * one line each.
 */
export function verifyCiFiles(workspace: string): string[] {
  return [...verifyGitLab(workspace), ...verifyKubernetes()];
}

const GITLAB = 'docs/ci/gitlab-parallel.yml';
const KUBERNETES = 'docs/ci/kubernetes-indexed-job.yaml';

const readCiFile = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

function verifyGitLab(workspace: string): string[] {
  const program = installCheckJsonSchema();
  const check = (text: string) => {
    const file = join(workspace, '.gitlab-ci.yml');
    writeFileSync(file, text);
    return spawnSync(program, ['--builtin-schema', 'vendor.gitlab-ci', '--data-transform', 'gitlab-ci', file], {
      encoding: 'utf8',
    });
  };
  const text = readCiFile(GITLAB);
  // A reader that finds no fault in this has not read it.
  if (check(text.replace('parallel: 4', 'parallel: many')).status === 0)
    return [`${GITLAB}: its schema finds no fault`];
  const { status, stdout, stderr } = check(text);
  if (status !== 0) return [`${GITLAB} is not what GitLab reads:\n${stdout}${stderr}`];
  console.log('GitLab: its schema has nothing to say of the example');
  return [];
}

function verifyKubernetes(): string[] {
  const program = installJobReader();
  const check = (text: string) => spawnSync(program, { encoding: 'utf8', input: text });
  const text = readCiFile(KUBERNETES);
  if (check(text.replace('completionMode:', 'completionsMode:')).status === 0) {
    return [`${KUBERNETES}: the types of Kubernetes find no fault`];
  }
  const { status, stderr } = check(text);
  if (status !== 0) return [`${KUBERNETES} is not what Kubernetes reads: ${stderr}`];
  console.log('Kubernetes: its types have nothing to say of the example');
  return [];
}
