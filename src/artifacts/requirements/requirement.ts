/** One PEP 508 requirement. Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */

export interface DependencyRequirement {
  /** Normalised as PEP 503 has it: lower case, runs of `-_.` as one `-`. */
  readonly distribution: string;
  /** PEP 440 clauses, without spaces; empty for none and for direct references. */
  readonly specifier: string;
  /** As the file has it, where that is no PEP 440: `^1.2` of Poetry. */
  readonly written?: string;
  /** Normalised. */
  readonly extras: readonly string[];
  /** Of a direct reference: `name @ url`. */
  readonly url?: string;
  /** The environment marker as written. */
  readonly marker?: string;
  /** The comment behind it or right above it, without its mark. */
  readonly comment?: string;
}

/** The distribution with its range as the file has it: `numpy>=1,<2`, `numpy ^1.2`. */
export const requirementText = ({ distribution, specifier, written }: DependencyRequirement): string =>
  written === undefined ? `${distribution}${specifier}` : `${distribution} ${written}`;

/** A requirement of a project, with the list that it is in. */
export interface DeclaredRequirement extends DependencyRequirement {
  readonly group: RequirementGroup;
}

/**
 * Who needs it: anyone who installs the project, those who ask for an extra, developers (PEP 735, Poetry, PDM, tox, hatch), or
 * the build. A constraint needs nothing.
 */
export interface RequirementGroup {
  readonly kind: 'runtime' | 'extra' | 'group' | 'build' | 'constraint';
  readonly name?: string;
}

/** Longer ones are no requirements. */
const MAX_LENGTH = 2_000;

/** Reads `name[extra] >=1,<2 ; marker` and `name @ url`; undefined for anything else. */
export function parseRequirement(text: string): DependencyRequirement | undefined {
  const written = text.trim().replace(/,$/, '');
  if (written === '' || written.length > MAX_LENGTH || /^[-./]/.test(written)) return undefined;
  const match = REQUIREMENT.exec(written);
  if (match === null) return undefined;
  const [, name = '', extras = '', url, urlMarker, clauses = '', versionMarker] = match;
  const marker = (urlMarker ?? versionMarker)?.trim() ?? '';
  return {
    distribution: normalizeDistribution(name),
    specifier: clauses.replace(/\s+/g, '').replace(/,$/, ''),
    extras: extras
      .split(',')
      .map((extra) => normalizeDistribution(extra.trim()))
      .filter((extra) => extra !== ''),
    ...(url !== undefined && { url }),
    ...(marker !== '' && { marker }),
  };
}

/**
 * The grammar of PEP 508 as far as its parts are wanted, with the marker as written. Whole grammars take half a millisecond for
 * a line and thirty kilobytes of the package; the tests hold this against one from npm.
 */
const REQUIREMENT =
  /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\s*\[([\w\s.,-]*)\])?\s*(?!\s)(?:@\s*(\S+)(?:\s+;(.*))?|\(?((?:(?:[<>=!~]=|===|[<>])\s*[\w.*+!-]+\s*(?!\s),?\s*(?!\s))*)\)?\s*(?:;(.*))?)$/;

/** `Foo_Bar.baz` → `foo-bar-baz` (PEP 503). */
export function normalizeDistribution(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** What the name of an archive says of what it holds. */
interface Archive {
  /** As written. */
  readonly distribution: string;
  readonly version: string;
}

/**
 * Distribution and version in the name of a wheel or of a source archive, wherever it stands: `torch` and `2.8.0+cu126` of
 * `…/torch-2.8.0%2Bcu126-cp312-….whl`. Older source archives have hyphens in their names.
 * Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
 */
export function archiveNamed(url: string): Archive | undefined {
  const place = url.slice(0, MAX_LENGTH).replaceAll(/%2B/gi, '+');
  const [, name, ending] = /(?:^|[/\\])([^/\\\s#?;]*)\.(whl|tar\.gz|zip)(?:$|[\s#?;])/.exec(place) ?? [];
  const pattern = ending === 'whl' ? WHEEL : SOURCE_ARCHIVE;
  const [, distribution, version] = pattern.exec(name ?? '') ?? [];
  return distribution === undefined || version === undefined ? undefined : { distribution, version };
}

const WHEEL = /^[_.]*([A-Za-z0-9][\w.]*)-(\d[\w.!+]*)-/;
const SOURCE_ARCHIVE = /^([A-Za-z0-9][\w.-]*?)-(\d[\w.!+]*)$/;
