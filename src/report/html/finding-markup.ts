import { sentence } from '../../reporters/sentence.ts';
import type { QuotedLines, RelatedPlace, ReportedFinding } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { shownPlace } from '../reported-findings.ts';
import { counted } from '../words.ts';
import { html, inline, type Markup, NOTHING, when } from './markup.ts';
import { pathMarkup, placeMarkup, severityMark } from './place-markup.ts';

/** One finding, folded but for its first line; `isOpen` where it is shown at once. */
export function findingMarkup(finding: ReportedFinding, links: ReportLinks, isOpen: boolean): Markup {
  const { id, severity, rule, category, component, path, message, since } = finding;
  const open = isOpen ? html` open` : NOTHING;
  return html`<details class="finding" id="finding-${id}" data-severity="${severity}" data-category="${category}" data-component="${component}" data-rule="${rule}" data-path="${path}" data-since="${since}"${open}>
<summary>${severityMark(severity)}<span class="message">${inline(sentence(message))}</span><span class="where">${since === 'new' ? html`<span class="new">new</span> ` : NOTHING}${pathMarkup(shownPlace(finding))}<span class="rule">${rule}</span></span></summary>
<div class="body">${finding.code === undefined ? NOTHING : codeMarkup(finding.code)}<dl>
${fact('Why it matters', inline(finding.why))}
${fact('Fix', inline(sentence(finding.remedy)))}
${fact('Effort', html`${finding.effort}`)}
${fact(`Why ${severity}`, inline(sentence(finding.reasons.join('; '))))}
${when(finding.doubts.length > 0, () => fact('Confidence', inline(`${finding.confidence}. ${finding.doubts.join(' ')}`)))}
${relatedMarkup('Evidence', finding.related, links)}
${relatedMarkup('Steps', finding.steps, links)}
${samePlaces(finding, links)}
${fact('Place', html`${placeMarkup(finding, links)} in <a href="#component=${encoded(component)}">${component}</a>, rule <a href="#rule=${rule}"><code>${rule}</code></a>${cwe(finding)}`)}
</dl><a class="anchor" href="#finding-${id}">Link to this finding</a></div></details>`;
}

const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));

const fact = (title: string, text: Markup): Markup => html`<div><dt>${title}</dt><dd>${text}</dd></div>`;

const cwe = ({ cwe: numbers }: ReportedFinding): string =>
  numbers.length === 0 ? '' : `, ${numbers.map((number) => `CWE-${number}`).join(', ')}`;

function relatedMarkup(title: string, related: readonly RelatedPlace[], links: ReportLinks): Markup {
  if (related.length === 0) return NOTHING;
  return fact(
    title,
    html`<ul>${related.map((each) => html`<li>${placeMarkup(each, links)} ${inline(each.message)}</li>`)}</ul>`,
  );
}

function samePlaces({ places, morePlaces }: ReportedFinding, links: ReportLinks): Markup {
  if (places.length === 0) return NOTHING;
  const more = morePlaces === 0 ? NOTHING : html`<li>and ${counted(morePlaces, 'more place')}</li>`;
  return fact(
    'The same cause',
    html`<ul class="places">${places.map((each) => html`<li>${placeMarkup(each, links)}</li>`)}${more}</ul>`,
  );
}

function codeMarkup({ first, lines, left }: QuotedLines): Markup {
  const more =
    left === 0 ? NOTHING : html`<span class="line more"><span class="no"></span>… ${counted(left, 'more line')}</span>`;
  return html`<pre class="code" tabindex="0"><code>${lines.map(({ text, isMarked }, index) => {
    return html`<span class="line${isMarked ? ' marked' : ''}"><span class="no">${first + index}</span>${text}
</span>`;
  })}${more}</code></pre>`;
}
