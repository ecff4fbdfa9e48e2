import { escapeCommands, escapeControls } from '../../reporters/escape.ts';
import type { ReplayDocument, ToldClaim } from './replay-document.ts';
import { placeOf, summary, totalText, VERDICT_WORDS } from './verdict-words.ts';

/** One page without scripts, pictures or anything from elsewhere; what documents and code say is text in it, nothing else. */
export function replayHtml(replay: ReplayDocument): string {
  const { document, commit, claims, totals, unread, complete, root } = replay;
  const title = `Replay of ${document.title === '' ? document.path : document.title}`;
  const at = commit === undefined ? '' : ` at <code>${html(commit.slice(0, 12))}</code>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${html(title)}</h1>
<p><code>${html(document.path)}</code> against <code>${html(root)}</code>${at}: ${claims.length} claims, ${html(summary(replay))}.</p>
${complete ? '' : '<p><strong>The scan is not complete</strong>, so that silence closes nothing.</p>'}
<table>
<thead><tr><th scope="col">Claim</th><th scope="col">Verdict</th><th scope="col">Where</th><th scope="col">Why</th></tr></thead>
<tbody>
${claims.map(row).join('\n')}
</tbody>
</table>
${list('Totals that do not add up', totals.map(totalText))}
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
.present,.fixed-in-name-only{color:#a40000;font-weight:600}.fixed,.gone{color:#00601b}.contradicted,.moved{font-weight:600}
@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}th,td{border-color:#444}
.present,.fixed-in-name-only{color:#ff9b9b}.fixed,.gone{color:#7fdc97}}
`;

function row(claim: ToldClaim): string {
  const { id, title, severity, verdict } = claim;
  const place = placeOf(claim);
  const where = place === undefined ? '' : `<code>${html(`${place.path}:${place.line}`)}</code>`;
  const stated = severity === undefined ? '' : ` (${severity})`;
  const cells = [
    `<code>${html(id)}</code>${stated} ${html(title === id ? '' : title)}`,
    `<span class="${verdict.kind}">${html(VERDICT_WORDS[verdict.kind])}</span>`,
    where,
    `${html(verdict.because)}${details(claim)}`,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function details({ anchors, verdict }: ToldClaim): string {
  const lines = [
    ...verdict.evidence.map(({ message, path, line }) => {
      const place = path === undefined ? '' : line === undefined ? `${path}: ` : `${path}:${line}: `;
      return `${place}${message}`;
    }),
    ...anchors.map(({ path, line, endLine, confidence, because }) => {
      const range = line === endLine ? `${line}` : `${line}–${endLine}`;
      return `${path}:${range} (${confidence}): ${because}`;
    }),
    ...(verdict.fixedIn === undefined ? [] : [`went away in ${verdict.fixedIn}`]),
  ];
  if (lines.length === 0) return '';
  return `<details><summary>Evidence and places</summary><ul>${lines.map((line) => `<li>${html(line)}</li>`).join('')}</ul></details>`;
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
