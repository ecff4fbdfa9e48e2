import { join } from 'node:path';
import { type PreparedScan, reportsToShare, suppressFinding } from '../../audit/index.ts';
import { HONOURED } from '../../config/choices.ts';
import type { ScanReport } from '../../engine/index.ts';
import type { SuppressedFinding } from '../../findings/index.ts';
import { shellWord } from '../../reporters/index.ts';
import { readReason } from '../acceptance.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { loadRules } from '../known-rules.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';
import { type CommentedFile, writeComment } from '../write-comment.ts';
import { prepareCheck } from './prepare-check.ts';
import { runScan } from './run-scan.ts';
import { allRules, type SuppressOptions } from './suppress.ts';

/** `auditlint suppress --from-noqa`: writes our comment for each finding that a `# noqa` or `# nosec` of its name accepts. */
export async function migrateComments(
  paths: readonly string[],
  { reason, until, config, plugin }: SuppressOptions,
  io: Io,
): Promise<ExitCode> {
  if (until !== undefined) throw new UsageError('`--from-noqa` and `--until` contradict each other');
  if (paths.includes('-')) throw new UsageError('comments are written to files, not to standard input');
  const said = reason === undefined ? undefined : readReason('suppress', reason);
  const named = { ...(config !== undefined && { config }), ...(plugin !== undefined && { plugin }) };
  const rules = await loadRules(named, undefined, io);
  const usual = await prepareCheck(paths, named, io, { honour: HONOURED }, rules);
  const found = await runScan(usual, {}, io);
  if (found === undefined) return EXIT.interrupted;
  const accepted = acceptedElsewhere(found);
  const all = await prepareCheck(paths, allRules(named, rules), io, { honour: [] }, rules);
  return new Migration(all, io).write(accepted, said);
}

/** From the last of a file to its first, so that no comment moves what comes after it. */
function acceptedElsewhere({ suppressed }: ScanReport): SuppressedFinding[] {
  return suppressed.filter(({ by }) => by !== undefined).reverse();
}

class Migration {
  readonly #stdout: Writer;
  /** Lines of new comments by file, each in the file as it was written with it. */
  readonly #inserted = new Map<string, readonly number[]>();

  constructor(
    readonly scan: PreparedScan,
    readonly io: Io,
  ) {
    this.#stdout = new Writer(io.stdout, io.env);
  }

  async write(accepted: readonly SuppressedFinding[], said: string | undefined): Promise<ExitCode> {
    const { request } = this.scan;
    const shared = reportsToShare();
    let written = 0;
    for (const { finding, reason: given } of accepted) {
      const { rule, location } = finding;
      const { path } = location;
      const line = this.#lineNow(path, location.line);
      const wish = { path, line, rule, reason: said ?? given, until: undefined };
      const outcome = await suppressFinding(request, wish, (one) => runScan({ request: one }, {}, this.io), shared);
      if (outcome.kind === 'interrupted') return EXIT.interrupted;
      const shown = `${shellWord(path)}:${line}`;
      if (outcome.kind === 'edit') {
        if (!(await this.#take(path, outcome))) {
          this.#stdout.line(`${shown}: \`${rule}\` was not changed: the file changed since it was scanned`);
          continue;
        }
        this.#stdout.line(`${shown}: suppressed \`${rule}\``);
        written++;
      } else if (outcome.kind !== 'already') {
        const why = outcome.kind === 'impossible' ? outcome.reason : 'without the other comment it is not reported';
        this.#stdout.line(`${shown}: \`${rule}\` was not changed: ${why}`);
      }
    }
    const comments = `${written} ${written === 1 ? 'comment' : 'comments'} written`;
    this.#stdout.line(accepted.length === 0 ? 'no `# noqa` or `# nosec` covers a finding here' : comments);
    return EXIT.clean;
  }

  async #take(path: string, edit: CommentedFile & { readonly line: number }): Promise<boolean> {
    const { root } = this.scan.request;
    const written = await writeComment(join(root, path), path, edit, [this.io.cwd, root], this.io);
    if (written !== 'written') return false;
    if (lineEnds(edit.bytes) > lineEnds(edit.before))
      this.#inserted.set(path, [...(this.#inserted.get(path) ?? []), edit.line]);
    return true;
  }

  /** Comments above statements have moved what is below them. */
  #lineNow(path: string, line: number): number {
    return (this.#inserted.get(path) ?? []).reduce((now, inserted) => (now >= inserted ? now + 1 : now), line);
  }
}

const lineEnds = (bytes: Uint8Array): number =>
  Buffer.from(bytes)
    .toString('latin1')
    .split(/\r\n|\n|\r/).length;
