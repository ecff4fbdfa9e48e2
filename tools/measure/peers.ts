/** What ruff and bandit say near the rows: how often by chance, and among how much. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { groupBy } from '../../src/collections/index.ts';
import { GitRepository } from '../../src/git/index.ts';
import type { ComparedTool } from '../compare/tools.ts';
import { KeptFiles } from './kept-files.ts';
import type { SubjectJob, SubjectPlace } from './scan-subject.ts';
import { digestOf } from './scan-subjects.ts';
import { REACH, type SeenPlace } from './seen-place.ts';

/** What a program says of a subject. */
export interface PeerMessages {
  readonly messages: number;
  /** The lines that it names, by path. */
  readonly lines: Readonly<Record<string, readonly number[]>>;
}

/** The messages of a program about a subject; throws an Error with one sentence where it does not run. */
export type PeerRunner = (tool: ComparedTool, subject: SubjectJob) => PeerMessages;

export function isNamedNear({ lines }: PeerMessages, { path, line }: SeenPlace): boolean {
  return (lines[path] ?? []).some((named) => Math.abs(named - line) <= REACH);
}

/** Runs a program unless an earlier run of its version has kept what it says. */
export function peerRunner(cache: string, log: (text: string) => void): PeerRunner {
  const kept = new KeptFiles<PeerMessages>(join(cache, 'peers'));
  return (tool, { name, place }) => {
    const key = [tool.name, digestOf(place)];
    const known = kept.find(key);
    if (known !== undefined) return known;
    log(`${name}: ${tool.name}`);
    const messages = withFolder(place, (folder, scratch) => messagesOf(tool, folder, scratch));
    kept.keep(key, messages);
    return messages;
  };
}

function messagesOf(tool: ComparedTool, folder: string, scratch: string): PeerMessages {
  const reported = tool.findingsOf(folder, scratch);
  const lines = [...groupBy(reported, ({ path }) => path)].map(([path, own]) => [
    path,
    [...new Set(own.map(({ line }) => line))].sort((a, b) => a - b),
  ]);
  return { messages: reported.length, lines: Object.fromEntries(lines) };
}

/** Lends a folder of the Python files of a subject. */
function withFolder<T>(place: SubjectPlace, work: (folder: string, scratch: string) => T): T {
  const scratch = mkdtempSync(join(tmpdir(), 'auditlint-peers-'));
  try {
    if (place.kind === 'folder') return work(place.folder, scratch);
    const folder = join(scratch, 'code');
    mkdirSync(folder);
    layOut(place, folder);
    return work(folder, scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const MOST_BYTES = 2 ** 24;

function layOut({ gitDirectory, commit }: Extract<SubjectPlace, { kind: 'commit' }>, folder: string): void {
  const tree = GitRepository.ofGitDirectory(gitDirectory, folder, process.env).treeOf(commit);
  const visit = (parent: string): void => {
    const entries = tree.list(parent);
    if (!('length' in entries)) return;
    for (const { name, type } of entries) {
      const path = parent === '' ? name : `${parent}/${name}`;
      if (type === 'folder') visit(path);
      if (type !== 'file' || !name.endsWith('.py')) continue;
      const content = tree.read(path, MOST_BYTES);
      if (content.kind !== 'content') continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content.bytes);
    }
  };
  visit('');
}
