import { escapeControls, escapeWorkflowCommands } from '../../reporters/index.ts';
import { codeSpan, inlineMarkdown } from '../../reporters/markdown/inline-markdown.ts';
import { pathToUri } from '../../reporters/path-to-uri.ts';
import { sentence } from '../../reporters/sentence.ts';
import type { PlaceInReport, QuotedLines, RelatedPlace, ReportedFinding } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { shownPlace } from '../reported-findings.ts';
import { counted } from '../words.ts';

/** One finding as a section of its own, with an anchor that links name. */
export function findingMarkdown(finding: ReportedFinding, links: ReportLinks): string[] {
  const { id, severity, rule, message, why, remedy, effort, reasons, confidence, doubts, since } = finding;
  const facts = [
    `- **Where:** ${placeLink(finding, links)} in ${codeSpan(finding.component)}${since === 'new' ? ', new' : ''}`,
    `- **Why it matters:** ${inlineMarkdown(why)}`,
    `- **Fix:** ${inlineMarkdown(sentence(remedy))} Effort: ${effort}.`,
    `- **Why ${severity}:** ${inlineMarkdown(reasons.join('; '))}.`,
    ...(doubts.length === 0 ? [] : [`- **Confidence:** ${confidence}. ${inlineMarkdown(doubts.join(' '))}`]),
    ...relatedLines('Evidence', finding.related, links),
    ...relatedLines('Steps', finding.steps, links),
    ...samePlaces(finding, links),
  ];
  return [
    `<a id="finding-${id}"></a>`,
    '',
    `#### ${severity} ${inlineMarkdown(sentence(message))}`,
    '',
    `${codeSpan(rule)}`,
    '',
    ...(finding.code === undefined ? [] : [...fence(finding.code, finding.path), '']),
    ...facts,
    '',
  ];
}

export function placeLink(place: PlaceInReport, { sourceUrl, pathInCheckout }: ReportLinks): string {
  const shown = codeSpan(shownPlace(place));
  if (sourceUrl === undefined) return shown;
  const uri = pathToUri(`${pathInCheckout}${place.path}`).replaceAll('(', '%28').replaceAll(')', '%29');
  return `[${shown}](${sourceUrl}${uri}${place.cell === undefined ? `#L${place.line}` : ''})`;
}

function relatedLines(title: string, related: readonly RelatedPlace[], links: ReportLinks): string[] {
  if (related.length === 0) return [];
  return [
    `- **${title}:**`,
    ...related.map((each) => `  - ${placeLink(each, links)}: ${inlineMarkdown(each.message)}`),
  ];
}

function samePlaces({ places, morePlaces }: ReportedFinding, links: ReportLinks): string[] {
  if (places.length === 0) return [];
  const more = morePlaces === 0 ? '' : `, and ${counted(morePlaces, 'more place', 'more places')}`;
  return [`- **The same cause:** ${places.map((each) => placeLink(each, links)).join(', ')}${more}`];
}

/** Quoted lines with their numbers, in a fence that nothing in them ends. */
function fence({ first, lines, left }: QuotedLines, path: string): string[] {
  const width = String(first + lines.length - 1).length;
  const shown = lines.map(({ text, isMarked }, index) => {
    const content = escapeControls(text);
    return `${isMarked ? '>' : ' '} ${String(first + index).padStart(width)} | ${escapeWorkflowCommands(content)}`;
  });
  const longest = Math.max(2, ...shown.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const ticks = '`'.repeat(longest + 1);
  const language = path.endsWith('.py') ? 'python' : 'text';
  return [`${ticks}${language}`, ...shown, ...(left > 0 ? [`  … ${counted(left, 'more line')}`] : []), ticks];
}
