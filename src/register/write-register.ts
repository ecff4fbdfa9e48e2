/** The document of a register. */
import { agreedWords } from './agreement.ts';
import { entriesOf, type Markdown, type Register, type RegisterEntry, type RegisterItem } from './entry.ts';
import { fieldText } from './field-list.ts';
import { placeText } from './place-text.ts';
import { codeOfName } from './plain-markdown.ts';
import { FORMAT_COMMENT, RESOLUTION_HEADING, SEVERITY_HEADINGS } from './register-words.ts';
import { resolutionTable, rowDigest } from './resolution-table.ts';

export function writeRegister(register: Register): string {
  const { front, title, updated, commit, ownFields, items } = register;
  const header = [
    fieldText('Last updated', updated ?? ''),
    fieldText('Commit', commit === undefined ? '' : codeOfName(commit)),
    ...ownFields,
  ];
  const entries = entriesOf(register);
  const blocks = [front, headingText(1, title), header.join('\n'), FORMAT_COMMENT];
  for (const item of items) blocks.push(...itemBlocks(item, entries));
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function itemBlocks(item: RegisterItem, entries: readonly RegisterEntry[]): Markdown[] {
  switch (item.kind) {
    case 'own':
      return [item.text];
    case 'severity':
      return [headingText(2, SEVERITY_HEADINGS[item.severity])];
    case 'resolution':
      return [headingText(2, RESOLUTION_HEADING), resolutionTable(entries)];
    case 'entry':
      return entryBlocks(item.entry);
  }
}

function entryBlocks(entry: RegisterEntry): Markdown[] {
  const { id, title, agreed, lead, sections } = entry;
  const words = [...agreedWords(agreed), `row=${rowDigest(entry)}`];
  return [
    headingText(3, title === '' ? `${id}:` : `${id}: ${title}`),
    entryFields(entry).join('\n'),
    `<!-- auditlint: ${words.join(' ')} -->`,
    lead,
    ...sections.flatMap((section) => [headingText(4, section.title), section.text]),
  ];
}

function entryFields(entry: RegisterEntry): Markdown[] {
  const { severity, status, owner, rule, claim, firstSeen, lastSeen, fixedIn, reason, until, places } = entry;
  const claimed = claim === undefined ? [] : [fieldText('Claim', `${codeOfName(claim.id)} \`${claim.key}\``)];
  return [
    fieldText('Severity', severity),
    fieldText('Status', status),
    fieldText('Owner', owner),
    fieldText('Rule', rule === undefined ? '' : `\`${rule}\``),
    ...claimed,
    fieldText('First seen', firstSeen ?? ''),
    fieldText('Last seen', lastSeen ?? ''),
    fieldText('Fixed in', fixedIn),
    ...(reason === '' ? [] : [fieldText('Reason', reason)]),
    ...(until === undefined ? [] : [fieldText('Accepted until', until)]),
    ...places.map((place) => fieldText('Place', placeText(place))),
    ...entry.ownFields,
  ];
}

function headingText(depth: number, text: Markdown): Markdown {
  return text === '' ? '#'.repeat(depth) : `${'#'.repeat(depth)} ${text}`;
}
