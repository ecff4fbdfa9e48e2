import { groupBy } from '../../collections/index.ts';
import type { AuditReport } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import type { Entry, EntryKind, ImportPicture, MapNodeKind, SystemModel } from '../system/system-model.ts';
import { counted, ENTRY_TITLES, SECTION_WORDS } from '../words.ts';
import { type DrawnArrow, graphSvg } from './graph-svg.ts';
import { html, inline, type Markup, NOTHING, when } from './markup.ts';
import { filterLink, lineMarkup, pathMarkup, placeMarkup } from './place-markup.ts';
import { tableMarkup, titled } from './table-markup.ts';

/** What the system is: a map, and tables of what it is made of. */
export function systemSection({ system }: AuditReport, links: ReportLinks): Markup {
  return html`<p>${SECTION_WORDS.system}</p>
${systemMap(system)}
${serviceTable(system, links)}${dataTables(system, links)}${imageTable(system, links)}
${entryTables(system.entries, links)}`;
}

function systemMap({ map }: SystemModel): Markup {
  const nodes = map.nodes.map((node) => ({
    ...node,
    kind: CLASSES[node.kind],
    href: node.kind === 'code' ? filterLink({ component: node.label }) : undefined,
  }));
  const arrows = map.edges.map((edge): DrawnArrow => ({ ...edge, kind: 'plain' }));
  const picture = graphSvg(nodes, arrows, {
    id: 'map',
    title: 'Clients, services, queues and stores, and the calls between them',
    width: 172,
    height: 48,
    gap: 62,
    isReduced: false,
    isDotted: false,
  });
  const kinds = [...new Set(map.nodes.map(({ kind }) => kind))];
  return html`${picture}<ul class="legend">${kinds.map((kind) => html`<li><i class="swatch ${CLASSES[kind]}"></i>${MAP_WORDS[kind]}</li>`)}</ul>${when(map.left > 0, () => html`<p class="note">${counted(map.left, 'component')} of the code omitted for lack of room.</p>`)}`;
}

/** `code` is what quoted lines are called. */
const CLASSES: Readonly<Record<MapNodeKind, string>> = {
  outside: 'outside',
  service: 'service',
  code: 'part',
  queue: 'queue',
  store: 'store',
  schedule: 'schedule',
};

const MAP_WORDS = {
  outside: 'external client',
  service: 'service',
  code: 'code that belongs to no known service',
  queue: 'queue',
  store: 'store',
  schedule: 'schedule',
} as const;

function serviceTable({ services }: SystemModel, links: ReportLinks): Markup {
  const codes = (words: readonly string[]): Markup =>
    html`${words.map((word, index) => html`${index > 0 ? ', ' : ''}<code>${word}</code>`)}`;
  const rows = services.map((service) => [
    html`<b>${service.name}</b>`,
    html`${service.from}`,
    codes(service.starts.length > 0 ? service.starts : [service.image ?? service.dockerfile ?? ''].filter(Boolean)),
    codes(service.ports),
    codes(service.dependsOn),
    placeMarkup(service, links),
  ]);
  return titled('Services', tableMarkup(['Service', 'From', 'Runs', 'Ports', 'Needs', 'Where'], rows));
}

function dataTables({ queues, stores, schedules }: SystemModel, links: ReportLinks): Markup {
  const places = (each: readonly { path: string; line: number }[]): Markup =>
    html`${each.map((place) => html`<span class="stacked">${placeMarkup(place, links)}</span>`)}`;
  const queueRows = queues.map(({ name, broker, puts, takes }) => [
    html`<code>${name}</code>`,
    html`${broker}`,
    places(puts),
    places(takes),
  ]);
  const storeRows = stores.map((store) => [
    html`<b>${store.name}</b>`,
    html`${store.seenAs} <code>${store.of}</code>`,
    html`${store.components.map((name) => html`<span class="stacked"><code>${name}</code></span>`)}`,
    placeMarkup(store, links),
  ]);
  const scheduleRows = schedules.map((each) => [
    html`<b>${each.name}</b>`,
    html`${each.from}`,
    html`<code>${each.when}</code>`,
    placeMarkup(each, links),
  ]);
  return html`${titled('Queues', tableMarkup(['Queue', 'Broker', 'Put by', 'Taken by'], queueRows))}
${titled('Stores', tableMarkup(['Store', 'Seen as', 'Reached from', 'First seen'], storeRows))}
${titled('Scheduled work', tableMarkup(['Name', 'By', 'When', 'Where'], scheduleRows))}`;
}

function imageTable({ images }: SystemModel, links: ReportLinks): Markup {
  const rows = images.map((image) => [
    placeMarkup(image, links),
    html`${image.bases.map(({ written, isPinned }) => html`<span class="stacked"><code>${written}</code>${isPinned ? ' by digest' : ''}</span>`)}`,
    image.user === undefined ? html`that of the base image` : html`<code>${image.user}</code>`,
    image.command === undefined ? NOTHING : html`<code>${image.command}</code>`,
  ]);
  return titled('Images', tableMarkup(['Dockerfile', 'Built on', 'User', 'Runs'], rows));
}

/** Entries of a kind that are listed; the JSON has all. */
const MAX_ENTRIES = 200;

function entryTables(entries: readonly Entry[], links: ReportLinks): Markup {
  // Object.keys says string, and these are exactly the kinds.
  const kinds = Object.keys(ENTRY_TITLES) as EntryKind[];
  return html`${kinds.map((kind) => {
    const all = entries.filter((entry) => entry.kind === kind);
    if (all.length === 0) return NOTHING;
    const shown = all.slice(0, MAX_ENTRIES);
    const more = all.length - shown.length;
    return html`<details class="entries"><summary>${ENTRY_TITLES[kind]} <span class="amount">${all.length}</span></summary><ul>${[...groupBy(shown, ({ path }) => path)].map(([path, here]) => entriesOfFile(path, here, links))}${when(more > 0, () => html`<li>and ${more} more in the JSON of this report</li>`)}</ul></details>`;
  })}`;
}

function entriesOfFile(path: string, entries: readonly Entry[], links: ReportLinks): Markup {
  return html`<li>${pathMarkup(path)}<ul class="names">${entries.map((entry) => html`<li><code>${entry.name}</code> ${lineMarkup(entry, links)}</li>`)}</ul></li>`;
}

/** Which part of the code imports which, and what goes in circles. */
export function importSection({ system: { imports } }: AuditReport, links: ReportLinks): Markup {
  if (imports.nodes.length === 0) return NOTHING;
  return html`<p>${SECTION_WORDS.imports} A node is a ${imports.level}${imports.level === 'package' ? ', with the number of its modules' : ''}.${imports.left > 0 ? ` ${counted(imports.left, 'node')} with fewer imports omitted for lack of room.` : ''}</p>
${importGraph(imports)}
${cycleList(imports, links)}`;
}

function importGraph({ level, nodes, edges }: ImportPicture): Markup {
  const drawn = nodes.map(({ id, modules, weight }) => ({
    id,
    kind: weight > 0 ? 'module weighty' : 'module',
    label: level === 'module' ? id : `${id} (${modules})`,
    detail: '',
    href: undefined,
  }));
  const arrows = edges.map((edge): DrawnArrow => ({ ...edge, label: '', kind: edge.isInCycle ? 'cycle' : 'plain' }));
  const picture = graphSvg(drawn, arrows, {
    id: 'imports',
    title: 'Imports between parts of the code',
    width: 178,
    height: 30,
    gap: 44,
    isReduced: true,
    isDotted: true,
  });
  return html`${picture}<ul class="legend"><li><i class="swatch module weighty"></i>with findings</li><li><i class="swatch module"></i>without</li><li><i class="swatch line cycle"></i>part of a cycle</li></ul>`;
}

function cycleList({ cycles }: ImportPicture, links: ReportLinks): Markup {
  if (cycles.length === 0) return html`<p>No modules import each other.</p>`;
  return html`<h3>Modules that import each other</h3>${cycles.map(
    ({ modules, when: time, steps }) =>
      html`<details class="entries"><summary>${inline(
        modules
          .slice(0, 4)
          .map((name) => `\`${name}\``)
          .join(', '),
      )}${modules.length > 4 ? ` and ${modules.length - 4} more` : ''} <span class="amount">${time === 'import-time' ? 'at import time' : 'through imports inside functions'}</span></summary><ul>${steps.map((step) => html`<li>${placeMarkup(step, links)} imports <code>${step.imports}</code></li>`)}</ul></details>`,
  )}`;
}
