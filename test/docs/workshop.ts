/** A small repository, and a shell in which the documentation's commands mean the auditlint of this checkout. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { programFolder } from '../program/program.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a page's commands are run in; one for each page, because its blocks build on one another. */
export interface Workshop {
  readonly repository: string;
  write(path: string, text: string): void;
  /** By `bash`, which stops at the first command that fails. */
  run(script: string): Ran;
}

/** The command line of this checkout in a folder, with what `npx auditlint` would start. */
export function layTools(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-docs-')));
  symlinkSync(join(programFolder(), 'dist'), join(folder, 'dist'));
  const start = `exec "${process.execPath}" "${join(folder, 'dist/cli.js')}" "$@"`;
  writeTool(join(folder, 'bin/auditlint'), start);
  writeTool(join(folder, 'bin/npx'), `${NPX}\n${start}`);
  // What plug-ins import.
  const exports = { './kit': './dist/kit.js', './testing': './dist/testing.js' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'auditlint', type: 'module', exports }));
  writeTool(join(folder, 'bin/npm'), npmInstalling(folder));
  return folder;
}

/** `npm install` without a registry brings the auditlint of this checkout; whatever else npm does it does itself. */
const npmInstalling = (folder: string): string => `if [ "$1" != install ]; then PATH="\${PATH#*:}" exec npm "$@"; fi
mkdir -p node_modules && ln -sfn "${folder}" node_modules/auditlint`;

/** Stands in for npx without a registry: takes what npx takes, and refuses packages and versions that are not ours. */
const NPX = `while [ "$1" = --yes ] || [ "$1" = --ignore-scripts ]; do shift; done
package=$1; shift
case "$package" in
  auditlint|auditlint@${packageJson.version}) ;;
  *) echo "the documentation runs \\\`$package\\\`, and this is auditlint ${packageJson.version}" >&2; exit 127 ;;
esac`;

function writeTool(file: string, script: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/bash\n${script}\n`);
  chmodSync(file, 0o755);
}

/** A repository with a service of three modules, a branch that is under review, and the main branch on the other side. */
export function openWorkshop(tools: string): Workshop {
  const repository = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-page-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  };
  const git = (...words: string[]): void => {
    execFileSync('git', words, { cwd: repository, env: { ...process.env, ...GIT }, stdio: 'ignore' });
  };
  git('init', '--quiet', '--initial-branch=main');
  for (const [path, text] of Object.entries(SERVICE)) write(path, text);
  git('add', '--all');
  git('commit', '--quiet', '--message=Service');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  git('switch', '--quiet', '--create=feature');
  write('src/service/jobs.py', NEW_CODE);
  git('add', '--all');
  git('commit', '--quiet', '--message=Jobs');
  const run = (script: string): Ran => {
    const env = {
      ...{ ...process.env, ...GIT, ...CI },
      PATH: `${join(tools, 'bin')}:${process.env.PATH}`,
      XDG_CACHE_HOME: join(tools, 'cache'),
    };
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: repository,
      env,
      encoding: 'utf8',
    });
    return { code: status ?? -1, stdout, stderr };
  };
  return { repository, write, run };
}

const GIT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** Variables that CI systems set and the pages' jobs read. */
const CI = {
  CI_MERGE_REQUEST_DIFF_BASE_SHA: 'origin/main',
  SYSTEM_PULLREQUEST_TARGETBRANCHNAME: 'main',
  CHANGE_TARGET: 'main',
};

const SERVICE = {
  'pyproject.toml': '[project]\nname = "service"\nversion = "1.0.0"\n',
  '.gitignore': '.venv/\n',
  'src/service/__init__.py': '',
  'src/service/app.py':
    'def read(path):\n    return parse(path, "csv")\n\n\ndef parse(path):\n    return path\n\n\ndef serve():\n    while True:\n        read("orders.csv")\n\n\nif __name__ == "__main__":\n    serve()\n',
  'src/service/billing.py': 'def connect(client):\n    client.login(password="qK7pZr4TqW7xLm2VbN8s")\n',
  'src/service/discounts.py':
    'from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get("/discount")\ndef discount():\n    return str(eval(request.args["rule"]))\n',
};

const NEW_CODE =
  'def load(path):\n    return unpack(path, "zip")\n\n\ndef unpack(path):\n    return path\n\n\ndef work():\n    while True:\n        load("jobs.bin")\n\n\nif __name__ == "__main__":\n    work()\n';
