/** Fixes as suggestions in a pull request: reviewdog posts what the rdjson report says to something that answers as GitHub's API does. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { installReviewdog } from './tools.ts';

const BEFORE = 'import os\n\nprint(os.sep)\n';
const AFTER = 'import json\nimport os\n\nprint(os.sep)\nprint(f"done")\n';
/** Lines in the place of which GitHub offers to write others. */
const WANTED = ['a.py:1-2 import os', 'a.py:5-5 print("done")'];

interface Comment {
  readonly path: string;
  readonly body: string;
  readonly start_line?: number;
  readonly line: number;
}

/** Returns problems, one line each. */
export async function verifySuggestions(tree: string, workspace: string): Promise<string[]> {
  const folder = join(workspace, 'pull-request');
  mkdirSync(folder);
  const git = (...words: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
  git('init', '--quiet', '--initial-branch=main');
  for (const content of [BEFORE, AFTER]) {
    writeFileSync(join(folder, 'a.py'), content);
    git('add', '--all');
    git('commit', '--quiet', '--message=a');
  }
  const words = ['--profile', 'strict', '--format', 'rdjson', '--diff', 'HEAD~1', '--no-cache', '--fail-on', 'never'];
  const report = execFileSync(process.execPath, [join(tree, 'bin/auditlint.js'), ...words], { cwd: folder });
  const comments = await commentsOf(report, git('diff', 'HEAD~1'), git('rev-parse', 'HEAD').trim(), folder);
  const reported = comments.map(({ path, body, start_line, line }) => {
    const suggested = /```suggestion\n([\s\S]*?)\n```/.exec(body)?.[1] ?? 'no suggestion';
    return `${path}:${start_line ?? line}-${line} ${suggested}`;
  });
  if (reported.join('\n') !== WANTED.join('\n')) return [`reviewdog suggests on GitHub:\n${reported.join('\n')}`];
  console.log(`reviewdog: ${reported.length} fixes become suggestions in a pull request`);
  return [];
}

/** What reviewdog posts for a report of a pull request. */
async function commentsOf(report: Buffer, diff: string, commit: string, folder: string): Promise<readonly Comment[]> {
  const comments: Comment[] = [];
  const server = createServer(async (request, response) => {
    const body = request.method === 'POST' ? JSON.parse(await text(request)) : {};
    comments.push(...(body.comments ?? []));
    const isDiff = request.headers.accept?.includes('diff') === true;
    response.writeHead(200, { 'content-type': isDiff ? 'text/plain' : 'application/json' });
    response.end(isDiff ? diff : answerTo(request));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const event = join(folder, '..', 'pull-request.json');
  const repo = { owner: { id: 1 }, full_name: 'o/r', name: 'r' };
  const pull = { number: 1, head: { sha: commit, ref: 'pr', repo }, base: { ref: 'main', repo } };
  writeFileSync(event, JSON.stringify({ pull_request: pull, repository: { owner: { login: 'o' }, name: 'r' } }));
  const env = {
    ...process.env,
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_PATH: event,
    GITHUB_API: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    REVIEWDOG_GITHUB_API_TOKEN: 'none',
  };
  const child = spawn(installReviewdog().program, ['-f=rdjson', '-name=auditlint', '-reporter=github-pr-review'], {
    cwd: folder,
    env,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(report);
  await once(child, 'close');
  server.close();
  return comments;
}

/** A repository, or no comments yet. */
const answerTo = ({ url = '', method }: IncomingMessage): string =>
  JSON.stringify(
    method === 'POST' ? { id: 1 } : /\/repos\/o\/r$/.test(url) ? { html_url: 'https://github.com/o/r' } : [],
  );
