import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { configurableRules } from '../../audit/index.ts';
import { checkedOutCommit } from '../../audit/shards/tree-identity.ts';
import { readRegularFile } from '../../discover/index.ts';
import { parseReplay, sightingsOfReplay } from '../../register/index.ts';
import { relativePath } from '../../text/index.ts';
import type { Io } from '../io.ts';
import { loadRules, type PluginOptions } from '../known-rules.ts';
import { UsageError } from '../usage-error.ts';
import { committedFiles } from './committed-files.ts';
import type { Observed } from './observe-scan.ts';
import { folderOf, type RegisterFile } from './register-file.ts';

/** What `auditlint replay --format json` wrote, as the register is held against it. `root`: the folder that was replayed. */
export async function observeReplay(
  file: string,
  root: string,
  target: RegisterFile,
  options: PluginOptions,
  io: Io,
): Promise<Observed> {
  const parsed = parseReplay(readReplay(file, io));
  if ('problem' in parsed) throw new UsageError(`\`${file}\` ${parsed.problem}`);
  const rules = await loadRules(options, undefined, io);
  const toRegister = (path: string): string =>
    path.startsWith('/') ? path : relativePath(folderOf(target), join(root, path));
  return {
    sightings: sightingsOfReplay(parsed.claims, configurableRules(rules), toRegister),
    commit: checkedOutCommit(root, io.env),
    isCommitted: committedFiles(root, folderOf(target), io.env),
    // It speaks of its own claims, and of nothing else.
    wasJudged: () => false,
    isComplete: true,
    isEmpty: false,
    unread: [],
  };
}

function readReplay(file: string, { cwd }: Io): string {
  const absolute = resolve(cwd, file);
  if (file === '' || !existsSync(absolute)) throw new UsageError(`no such replay: \`${file}\``);
  if (statSync(absolute).isDirectory()) throw new UsageError(`\`${file}\` is a folder, not a replay`);
  const real = realpathSync(absolute);
  const content = readRegularFile(dirname(real), basename(real), MAX_BYTES);
  if (content.kind === 'content') return content.bytes.toString('utf8');
  throw new UsageError(`cannot read \`${file}\`: ${content.skipped.message}`);
}

const MAX_BYTES = 128 * 1024 * 1024;
