/** One PEP 508 requirement. Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */
import { parsePipRequirementsLine } from 'pip-requirements-js';

export interface DependencyRequirement {
  /** Normalised as PEP 503 has it: lower case, runs of `-_.` as one `-`. */
  readonly distribution: string;
  /** PEP 440 clauses, without spaces; empty for none and for direct references. */
  readonly specifier: string;
  /** Normalised. */
  readonly extras: readonly string[];
  /** Of a direct reference: `name @ url`. */
  readonly url?: string;
  /** The environment marker as written. */
  readonly marker?: string;
  /** The comment behind it or right above it, without its mark. */
  readonly comment?: string;
}

/** A requirement of a project, with the list that it stands in. */
export interface DeclaredRequirement extends DependencyRequirement {
  readonly group: RequirementGroup;
}

/**
 * Who needs it: whoever installs the project, those who ask for an extra, developers (PEP 735, Poetry, PDM, tox, hatch), or
 * the build. A constraint needs nothing.
 */
export interface RequirementGroup {
  readonly kind: 'runtime' | 'extra' | 'group' | 'build' | 'constraint';
  readonly name?: string;
}

/** Longer ones are no requirements, and the grammar would remember every part of them. */
const MAX_LENGTH = 2_000;

/** Reads `name[extra] >=1,<2 ; marker` and `name @ url`; undefined for anything else. */
export function parseRequirement(text: string): DependencyRequirement | undefined {
  const written = text.trim().replace(/,$/, '');
  if (written === '' || written.length > MAX_LENGTH || /^[-./]/.test(written)) return undefined;
  return parsePlain(written) ?? parseByGrammar(written);
}

const PLAIN =
  /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\s*\[([\w\s.,-]*)\])?\s*((?:(?:[<>=!~]=|===|[<>])\s*[\w.*+!-]+\s*,?\s*)*)$/;

/** Names with clauses, as locks have thousands: the grammar takes half a millisecond for each. */
function parsePlain(text: string): DependencyRequirement | undefined {
  const match = PLAIN.exec(text);
  if (match === null) return undefined;
  const [, name = '', extras = '', clauses = ''] = match;
  return requirementOf(name, clauses, extras === '' ? [] : extras.split(','));
}

function parseByGrammar(text: string): DependencyRequirement | undefined {
  try {
    const found = parsePipRequirementsLine(text, { includeLocations: true })?.data;
    if (found?.type !== 'ProjectName' && found?.type !== 'ProjectURL') return undefined;
    const clauses = found.type === 'ProjectName' ? (found.versionSpec ?? []) : [];
    const marker = found.environmentMarkerTree?.location;
    return {
      ...requirementOf(
        found.name.data,
        clauses.map(({ data: { operator, version } }) => `${operator.data}${version.data}`).join(','),
        (found.extras ?? []).map(({ data }) => data),
      ),
      ...(found.type === 'ProjectURL' && { url: found.url.data }),
      ...(marker !== undefined && { marker: text.slice(marker.startIdx, marker.endIdx) }),
    };
  } catch {
    // Its way to say that the text is no requirement; or brackets that are nested too deep.
    return undefined;
  }
}

function requirementOf(name: string, clauses: string, extras: readonly string[]): DependencyRequirement {
  return {
    distribution: normalizeDistribution(name),
    specifier: clauses.replace(/\s+/g, '').replace(/,$/, ''),
    extras: extras.map((extra) => normalizeDistribution(extra.trim())).filter((extra) => extra !== ''),
  };
}

/** `Foo_Bar.baz` → `foo-bar-baz` (PEP 503). */
export function normalizeDistribution(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
