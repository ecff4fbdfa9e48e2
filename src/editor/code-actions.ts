import type {
  CodeAction,
  CodeActionKind,
  Range,
  TextDocumentEdit,
  TextEdit,
} from 'vscode-languageserver-protocol/node';
import { groupBy } from '../collections/index.ts';
import type { Edit, Finding, Fix } from '../findings/index.ts';
import { type DiagnosticStyle, diagnosticsOf } from './diagnostics.ts';
import { meets, rangeOf } from './ranges.ts';

/** What the server does when it is told to; the arguments are those of `argumentsOf`. */
export const COMMANDS = { ignore: 'auditlint.ignore', why: 'auditlint.why', scan: 'auditlint.scan' } as const;

const QUICK_FIX: CodeActionKind = 'quickfix';

export interface ActionWish {
  readonly uri: string;
  readonly range: Range;
  readonly findings: readonly Finding[];
  /** Some of the file is not understood, and may need what a fix takes away. */
  readonly hasGaps: boolean;
  /** Someone asked, where an editor otherwise only wants to know whether to show that there is something. */
  readonly isInvoked: boolean;
}

/** How an edit names the file that it changes: an open one with the version that it fits. */
export interface EditStyle extends DiagnosticStyle {
  versionOf(uri: string): number | null;
}

/** What can be done where the cursor is: fix a finding, accept it, or ask what was concluded there. */
export function codeActionsOf(
  { uri, range, findings, hasGaps, isInvoked }: ActionWish,
  style: EditStyle,
): CodeAction[] {
  const here = findings.filter(({ location }) => location.cell === undefined && meets(rangeOf(location), range));
  const actions = here.flatMap((finding) => [
    ...(hasGaps ? [] : fixActions(finding, style)),
    ignore(finding, uri, style),
  ]);
  // It is asked of the line as a whole.
  const isFound = here.length > 0 || findings.some(({ location }) => rangeOf(location).start.line === range.start.line);
  return isInvoked ? [...actions, why(uri, range, isFound)] : actions;
}

function fixActions(finding: Finding, style: EditStyle): CodeAction[] {
  const { fix } = finding;
  if (fix === undefined) return [];
  const isSafe = fix.safety === 'safe';
  return [
    {
      title: isSafe ? fix.title : `${fix.title} (may change behavior: ${fix.because})`,
      kind: QUICK_FIX,
      isPreferred: isSafe,
      diagnostics: diagnosticsOf({ findings: [finding], notices: [] }, style),
      edit: { documentChanges: changesOf(fix, style) },
    },
  ];
}

function changesOf({ edits }: Fix, { uriOf, versionOf }: EditStyle): TextDocumentEdit[] {
  return [...groupBy(edits, ({ location }) => location.path)].map(([path, ofFile]) => {
    const uri = uriOf(path);
    return { textDocument: { uri, version: versionOf(uri) }, edits: ofFile.map(textEditOf) };
  });
}

const textEditOf = ({ location, text }: Edit): TextEdit => ({ range: rangeOf(location), newText: text });

function ignore(finding: Finding, uri: string, style: EditStyle): CodeAction {
  const title = `Suppress \`${finding.rule}\` on this line, with a reason`;
  return {
    title,
    kind: QUICK_FIX,
    diagnostics: diagnosticsOf({ findings: [finding], notices: [] }, style),
    command: { title, command: COMMANDS.ignore, arguments: [uri, finding.location.line - 1, finding.rule] },
  };
}

function why(uri: string, { start }: Range, isFound: boolean): CodeAction {
  const title = isFound
    ? 'Explain the auditlint findings on this line'
    : 'Explain why auditlint reports nothing on this line';
  return { title, command: { title, command: COMMANDS.why, arguments: [uri, start.line] } };
}
