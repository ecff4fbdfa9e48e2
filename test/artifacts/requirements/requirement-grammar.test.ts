/** Our reading of a requirement against a whole grammar of PEP 508. */
import fc from 'fast-check';
import { parsePipRequirementsLine } from 'pip-requirements-js';
import { expect, test } from 'vitest';
import { normalizeDistribution, parseRequirement } from '../../../src/artifacts/requirements/requirement.ts';

/** What the grammar says, in our words; undefined for what is no requirement of a distribution. */
function byGrammar(text: string) {
  try {
    const found = parsePipRequirementsLine(text, { includeLocations: true })?.data;
    if (found?.type !== 'ProjectName' && found?.type !== 'ProjectURL') return undefined;
    const clauses = found.type === 'ProjectName' ? (found.versionSpec ?? []) : [];
    const marker = found.environmentMarkerTree?.location;
    return {
      distribution: normalizeDistribution(found.name.data),
      specifier: clauses.map(({ data: { operator, version } }) => `${operator.data}${version.data}`).join(','),
      extras: (found.extras ?? []).map(({ data }) => normalizeDistribution(data)),
      ...(found.type === 'ProjectURL' && { url: found.url.data }),
      ...(marker !== undefined && { marker: text.slice(marker.startIdx, marker.endIdx).trim() }),
    };
  } catch {
    return undefined;
  }
}

const name = fc.constantFrom('torch', 'Torch_Vision', 'zope.interface', 'a', 'a1-b2', 'ruamel.yaml.clib');
const extras = fc.constantFrom('', '[server]', '[a,b]', ' [ a , b ]');
const clause = fc.constantFrom('>=1.2', '<3', '== 2.0.*', '~=5.0', '!=1.0rc1', '==1.0+cu121', '> 1!2');
const clauses = fc.array(clause, { maxLength: 3 }).chain((parts) => {
  const joined = parts.join(',');
  return fc.constantFrom(joined, ` ${joined}`, parts.length > 0 ? ` (${joined})` : '');
});
const url = fc.constantFrom(
  ' @ https://example.org/a-1.0.whl',
  ' @ git+https://example.org/a.git@main#egg=a',
  '@file:///srv/a',
);
const marker = fc.constantFrom('', ' ; python_version < "3.12"', ' ; sys_platform == "win32"');

test('is what a grammar of PEP 508 makes of it', () => {
  const versioned = fc.tuple(name, extras, clauses, marker);
  // The grammar takes no marker behind a URL, which PEP 508 has.
  const direct = fc.tuple(name, extras, url);
  fc.assert(
    fc.property(fc.oneof(versioned, direct), (parts) => {
      const text = parts.join('');
      expect(parseRequirement(text), text).toEqual(byGrammar(text));
    }),
    { numRuns: 300 },
  );
});

test('a marker may stand behind a URL', () => {
  expect(parseRequirement('a @ https://example.org/a.whl ; os_name == "nt"')).toEqual({
    distribution: 'a',
    specifier: '',
    extras: [],
    url: 'https://example.org/a.whl',
    marker: 'os_name == "nt"',
  });
});

test.each(['two words', '=1.0', 'a >= ', 'a[b', 'a @ ', '-r base.txt', './local', 'a;', '[x]', 'a=1'])(
  '%j is none',
  (text) => {
    const expected = text === 'a;' ? expect.objectContaining({ distribution: 'a' }) : undefined;
    expect(parseRequirement(text)).toEqual(expected);
  },
);
