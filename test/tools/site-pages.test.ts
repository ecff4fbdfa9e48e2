import { describe, expect, it } from 'vitest';
import { addressOf, toPage } from '../../tools/site/pages.ts';

describe('a document as a page of the site', () => {
  it.each([
    ['docs/rules/README.md', 'rules/index.md'],
    ['docs/rules/bare-except.md', 'rules/bare-except.md'],
    ['SECURITY.md', 'security.md'],
    ['measurements/precision.md', 'precision.md'],
  ])('%s stands at %s', (source, address) => {
    expect(addressOf(source)).toBe(address);
  });

  it.each([
    ['docs/threat-model.md', '[a](../SECURITY.md)', '[a](./security.md)'],
    ['docs/rules/bare-except.md', '[a](../severity.md#hides)', '[a](../severity.md#hides)'],
    ['CHANGELOG.md', '[a](docs/rules) [b](docs/cache.md)', '[a](./rules/index.md) [b](./cache.md)'],
    [
      'measurements/benchmarks.md',
      '![a](benchmarks.svg) [b](../docs/cache.md)',
      '![a](./benchmarks.svg) [b](./cache.md)',
    ],
    ['docs/cache.md', '[a](https://example.com/x.md) [b](#c)', '[a](https://example.com/x.md) [b](#c)'],
  ])('links of %s lead where their targets are', (source, text, page) => {
    expect(toPage(text, source)).toBe(page);
  });

  it('has its code without what is said to tests', () => {
    const page = toPage('```sh exit=1\nx --y\n```\n\n```py file=a.py\n```\n', 'docs/cache.md');
    expect(page).toBe('```sh\nx --y\n```\n\n```py\n```\n');
  });

  it('does not show what is said to authors', () => {
    expect(toPage('<!-- Generated. Do not edit. -->\n\n# Title\n', 'docs/cache.md')).toBe('# Title\n');
    expect(toPage('# Title\n\n<!-- runs:begin -->\n\nRun.\n\n<!-- runs:end -->\n', 'docs/cache.md')).toBe(
      '# Title\n\nRun.\n\n',
    );
    const code = '```md\n<!-- shown -->\n```\n';
    expect(toPage(code, 'docs/cache.md')).toBe(code);
  });
});
