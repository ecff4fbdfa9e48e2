import { SEVERITIES } from '../../findings/index.ts';
import { escapeCommands, escapeControls } from '../../reporters/escape.ts';
import { VERDICTS } from '../replayed-claim.ts';
import type { ReplayDocument, ReportedClaim } from './replay-document.ts';
import { countText, placeText, summary, wordsOf } from './verdict-words.ts';

/**
 * One page without scripts, pictures or anything from elsewhere; what documents and code say is text in it, nothing else. The boxes of the filter
 * hide rows by style alone.
 */
export function replayHtml(replay: ReplayDocument): string {
  const { document, commit, claims, unread, root } = replay;
  const title = `Replay of ${document.title === '' ? document.path : document.title}`;
  const at = commit === undefined ? '' : ` at <code>${html(commit.slice(0, 12))}</code>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title>
<style>${STYLE}${HIDING}</style>
</head>
<body>
<h1>${html(title)}</h1>
<p><code>${html(document.path)}</code> against <code>${html(root)}</code>${at}: ${countText(claims.length)}, ${html(summary(replay))}.</p>
${filter(replay)}
<table>
<thead><tr><th scope="col">Severity</th><th scope="col">Claim</th><th scope="col">Verdict</th><th scope="col">Where</th><th scope="col">Why</th></tr></thead>
<tbody>
${claims.map(row).join('\n')}
</tbody>
</table>
${list(
  'Not read as claims',
  unread.map(({ line, text, why }) => `line ${line}: ${text} (${why})`),
)}
</body>
</html>
`;
}

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem;border-bottom:1px solid #ccc}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}details{margin-top:.25rem}summary{cursor:pointer}
fieldset{border:1px solid #ccc;display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0 0 .5rem}
.kind{font-weight:600}.stands-as-quoted .kind,.moved .kind{color:#a40000}.fixed-as-proposed .kind,.gone .kind{color:#00601b}
@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}th,td,fieldset{border-color:#444}
.stands-as-quoted .kind,.moved .kind{color:#ff9b9b}.fixed-as-proposed .kind,.gone .kind{color:#7fdc97}}
@media print{fieldset{display:none}}
`;

const NO_SEVERITY = 'none';
const LEVELS = [...SEVERITIES, NO_SEVERITY];

/** A box that is not ticked hides the rows of its class. */
const HIDING = [...VERDICTS, ...LEVELS]
  .map((name) => `body:has(#show-${name}:not(:checked)) tr.${name}{display:none}`)
  .join('\n');

const levelOf = ({ severity }: ReportedClaim): string => severity ?? NO_SEVERITY;

function filter({ claims, verdicts }: ReplayDocument): string {
  const levels = LEVELS.flatMap((level) => {
    const count = claims.filter((claim) => levelOf(claim) === level).length;
    return count === 0 ? [] : box(level, level === NO_SEVERITY ? 'no severity' : level, count);
  });
  const kinds = VERDICTS.flatMap((kind) => (verdicts[kind] === 0 ? [] : box(kind, wordsOf(kind), verdicts[kind])));
  return [['Severity', levels] as const, ['Verdict', kinds] as const]
    .map(([legend, boxes]) => `<fieldset><legend>${legend}</legend>${boxes.join('')}</fieldset>`)
    .join('\n');
}

const box = (name: string, label: string, count: number): string =>
  `<label><input type="checkbox" id="show-${name}" checked> ${html(label)} (${count})</label>`;

function row(claim: ReportedClaim): string {
  const { id, title, severity, verdict } = claim;
  const cells = [
    severity ?? '',
    `<code>${html(id)}</code> ${html(title === id ? '' : title)}`,
    `<span class="kind">${wordsOf(verdict.kind)}</span>`,
    verdict.place === undefined ? '' : `<code>${html(placeText(verdict.place))}</code>`,
    `${html(verdict.because)}${details(claim)}`,
  ];
  return `<tr class="${verdict.kind} ${levelOf(claim)}">${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function details({ places, seeAlso }: ReportedClaim): string {
  const lines = [
    ...places.map(
      ({ stated, kind, because, place }) =>
        `<code>${html(stated)}</code> ${wordsOf(kind)}${place === undefined ? '' : ` at <code>${html(placeText(place))}</code>`}: ${html(because)}`,
    ),
    ...seeAlso.map(
      ({ rule, path, line }) => `see also <code>${html(rule)}</code> at <code>${html(`${path}:${line}`)}</code>`,
    ),
  ];
  if (lines.length === 0) return '';
  return `<details><summary>All places</summary><ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul></details>`;
}

function list(title: string, entries: readonly string[]): string {
  if (entries.length === 0) return '';
  return `<h2>${html(title)}</h2>\n<ul>${entries.map((entry) => `<li>${html(entry)}</li>`).join('')}</ul>`;
}

/** Text, and nothing that a browser could take for more. */
function html(text: string): string {
  const written = escapeControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  return escapeCommands(written, (character) => `&#${character.charCodeAt(0)};`);
}
