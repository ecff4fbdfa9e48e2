import { compareWithBaseline, configurableRules, leaveOutKnown } from '../../audit/index.ts';
import { type EditorHost, type EditorProcess, serveEditor } from '../../editor/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import { PARSER_CHOICES } from '../../syntax/index.ts';
import { findBaseline, readBaseline } from '../baseline-file.ts';
import { oneOf } from '../check-plan.ts';
import type { Io } from '../io.ts';
import { loadRules, type PluginOptions } from '../known-rules.ts';
import { withPages } from '../output/rule-pages.ts';
import { whyLines } from '../output/why-lines.ts';
import { planWorkers } from '../plan-workers.ts';
import { withMemory } from '../scan-memory.ts';
import { UsageError } from '../usage-error.ts';

/** `auditlint lsp`: serves an editor on the standard streams, until it leaves. */
export async function serveLanguage(options: PluginOptions, io: Io): Promise<never> {
  if (process.stdin.isTTY) {
    throw new UsageError(
      '`auditlint lsp` must be started by an editor, which uses its standard input; see docs/editors.md',
    );
  }
  // An editor that no longer reads has gone, though it may not have closed the other stream.
  process.stdout.on('error', () => process.exit(1));
  const code = await serveUntilItLeaves({ input: process.stdin, output: process.stdout, isRunning }, options, io);
  // A scan that is given up takes a while to end.
  process.exit(code);
}

/** Serves one editor, and gives the exit code that the protocol wants. */
export async function serveUntilItLeaves(editor: EditorProcess, options: PluginOptions, io: Io): Promise<0 | 1> {
  const isExpected = await serveEditor(editor, hostOf(await loadRules(options, undefined, io), io));
  return isExpected ? 0 : 1;
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/** A server runs over midnight. */
const today = (): string => new Date().toISOString().slice(0, 10);

function hostOf(rules: readonly RegisteredRule[], io: Io): EditorHost {
  return {
    rules,
    parser: oneOf('AUDITLINT_PARSER', io.env.AUDITLINT_PARSER ?? 'wasm', PARSER_CHOICES),
    workers: planWorkers(undefined, io),
    today,
    describedRules: (docsUrl) => withPages(configurableRules(rules), docsUrl, io.env),
    remember(prepared, profile) {
      const { root } = prepared.request;
      const options = { quiet: true, ...(profile !== undefined && { profile }) } as const;
      const { remembering, save } = withMemory(prepared, [root], options, { ...io, cwd: root, today: today() });
      const { shared, leftOut } = remembering.request;
      return shared && { reports: shared, leftOut, save };
    },
    withoutBaseline(report, prepared) {
      const baseline = findBaseline({}, prepared, io);
      if (baseline === undefined) return report;
      const comparison = compareWithBaseline(report, prepared, baseline.file, readBaseline(baseline));
      return leaveOutKnown(report, comparison.known);
    },
    whyText: (conclusion, inquiry, file) =>
      [...whyLines(conclusion, inquiry, { file, line: inquiry.place.line }, undefined)]
        .map((line) => line.map(({ text }) => text).join(''))
        .join('\n'),
  };
}
