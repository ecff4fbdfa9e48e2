import { codeSpan, inlineMarkdown } from '../../reporters/markdown/inline-markdown.ts';
import type { AuditReport } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import type { Entry, EntryKind, SystemModel } from '../system/system-model.ts';
import { counted, ENTRY_TITLES, SECTION_WORDS } from '../words.ts';
import { placeLink } from './finding-markdown.ts';
import { mermaidMap } from './mermaid.ts';
import { markdownTable } from './table.ts';

/** Entries of a kind that are listed one by one; the JSON has all. */
const MAX_ENTRIES = 40;

/** What the system is: a map, and tables of what it is made of. */
export function systemSection({ system }: AuditReport, links: ReportLinks): string[] {
  const { map } = system;
  return [
    '## What the system is',
    '',
    SECTION_WORDS.system,
    '',
    ...(map.nodes.length === 0 ? [] : [...mermaidMap(map), '']),
    ...(map.left > 0 ? [`${counted(map.left, 'component')} of the code omitted for lack of room.`, ''] : []),
    ...serviceTable(system, links),
    ...dataTables(system, links),
    ...imageTable(system, links),
    ...entryTables(system.entries, links),
    ...cycles(system),
  ];
}

function titled(title: string, table: readonly string[]): string[] {
  return table.length === 0 ? [] : [`### ${title}`, '', ...table, ''];
}

function serviceTable({ services }: SystemModel, links: ReportLinks): string[] {
  const rows = services.map((service) => [
    codeSpan(service.name),
    service.from,
    service.starts.map(codeSpan).join(', ') || codeSpan(service.image ?? service.dockerfile ?? ''),
    service.ports.map(codeSpan).join(', '),
    service.dependsOn.map(codeSpan).join(', '),
    placeLink(service, links),
  ]);
  return titled('Services', markdownTable(['Service', 'From', 'Runs', 'Ports', 'Needs', 'Where'], rows));
}

function dataTables({ queues, stores, schedules }: SystemModel, links: ReportLinks): string[] {
  const places = (each: readonly { path: string; line: number }[]): string =>
    each.map((place) => placeLink(place, links)).join(', ');
  return [
    ...titled(
      'Queues',
      markdownTable(
        ['Queue', 'Broker', 'Put by', 'Taken by'],
        queues.map(({ name, broker, puts, takes }) => [codeSpan(name), broker, places(puts), places(takes)]),
      ),
    ),
    ...titled(
      'Stores',
      markdownTable(
        ['Store', 'Seen as', 'Reached from', 'First seen'],
        stores.map((store) => [
          inlineMarkdown(store.name),
          `${store.seenAs} ${codeSpan(store.of)}`,
          store.components.map(codeSpan).join(', '),
          placeLink(store, links),
        ]),
      ),
    ),
    ...titled(
      'Scheduled work',
      markdownTable(
        ['Name', 'By', 'When', 'Where'],
        schedules.map((each) => [inlineMarkdown(each.name), each.from, codeSpan(each.when), placeLink(each, links)]),
      ),
    ),
  ];
}

function imageTable({ images }: SystemModel, links: ReportLinks): string[] {
  const rows = images.map((image) => [
    placeLink(image, links),
    image.bases.map(({ written, isPinned }) => `${codeSpan(written)}${isPinned ? ' (by digest)' : ''}`).join(', '),
    image.user === undefined ? 'as the base says' : codeSpan(image.user),
    image.command === undefined ? '' : codeSpan(image.command),
  ]);
  return titled('Images', markdownTable(['Dockerfile', 'Built on', 'User', 'Runs'], rows));
}

function entryTables(entries: readonly Entry[], links: ReportLinks): string[] {
  return (Object.keys(ENTRY_TITLES) as EntryKind[]).flatMap((kind) => {
    const all = entries.filter((entry) => entry.kind === kind);
    const rows = all.slice(0, MAX_ENTRIES).map((entry) => [codeSpan(entry.name), placeLink(entry, links)]);
    const more = all.length - rows.length;
    return [
      ...titled(`${ENTRY_TITLES[kind]} (${all.length})`, markdownTable(['Name', 'Where'], rows)),
      ...(more > 0 ? [`${counted(more, 'more', 'more')} in the JSON of this report.`, ''] : []),
    ];
  });
}

function cycles({ imports }: SystemModel): string[] {
  if (imports.cycles.length === 0) return [];
  return [
    '### Modules that import each other',
    '',
    ...imports.cycles.map(
      ({ modules, when }) =>
        `- ${when === 'import-time' ? 'at import time' : 'through imports inside functions'}: ${modules.map(codeSpan).join(', ')}`,
    ),
    '',
  ];
}
