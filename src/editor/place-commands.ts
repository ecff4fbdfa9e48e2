import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { conclude, suppressFinding } from '../audit/index.ts';
import { Inquiry } from '../engine/index.ts';
import type { EditorHost } from './editor-host.ts';
import type { OpenTexts, ScanControl } from './project-root.ts';
import { bytesOf } from './text-bytes.ts';
import type { PlacedFile } from './workspace.ts';

/** A line, from 1, of a file as the editor has it. */
export interface RequestedLine extends PlacedFile {
  readonly line: number;
  readonly texts: OpenTexts;
}

/** What the rules concluded at a line, as `auditlint why` tells it. Undefined when it was given up. */
export async function whyAt(
  { root, path, line, texts }: RequestedLine,
  host: EditorHost,
  control: ScanControl,
): Promise<string | undefined> {
  const strict = root.prepare({ profile: 'strict', paths: [path] });
  const inquiry = new Inquiry({ path, line });
  const shared = root.known('why').without(path);
  const report = await root.run({ ...strict.request, tree: root.treeOf(texts), inquiry, shared }, control);
  if (report === undefined) return undefined;
  const { content } = inquiry;
  if (content !== 'code') {
    return content === undefined
      ? `\`${path}\` is not scanned: ${report.notices[0]?.message ?? 'the configuration or an ignore rule excludes it'}`
      : `line ${line} of \`${path}\` is ${content === 'comment' ? 'a comment' : content}: choose a line with code`;
  }
  const conclusion = conclude(report, inquiry, strict.request.rules, {
    shown: root.prepared.resolution.optionsFor(path).rules,
    strict: strict.resolution.optionsFor(path).rules,
  });
  return host.whyText(conclusion, inquiry, path);
}

/** The text of the file with the comment that accepts a finding, beside the text that it was made for. Undefined when it was given up. */
export async function ignoredAt(
  { root, path, line, texts }: RequestedLine,
  wish: { readonly rule: string; readonly reason: string },
  control: ScanControl,
): Promise<{ readonly before: string; readonly after: string } | undefined> {
  const { request } = root.prepared;
  const rescan = { ...request, tree: root.treeOf(texts), shared: root.known('check') };
  const outcome = await suppressFinding(rescan, { ...wish, path, line, until: undefined }, (each) =>
    root.run(each, control),
  );
  switch (outcome.kind) {
    case 'interrupted':
      return undefined;
    case 'edit':
      return { before: bytesOf(texts.get(path) ?? '').toString(), after: outcome.bytes.toString() };
    case 'already':
      throw refusal(`\`${wish.rule}\` is already suppressed on line ${outcome.line}`);
    case 'no-finding':
      throw refusal(`no \`${wish.rule}\` finding on line ${line} of \`${path}\``);
    case 'impossible':
      throw refusal(`\`${path}\` was not changed: ${outcome.reason}`);
  }
}

/** A wish that cannot be met, in one sentence. */
export const refusal = (sentence: string): ResponseError<void> => new ResponseError(ErrorCodes.InvalidParams, sentence);
