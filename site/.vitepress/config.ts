import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitepress';

const rules = readdirSync(new URL('../pages/rules', import.meta.url))
  .filter((file) => file.endsWith('.md') && file !== 'index.md')
  .map((file) => file.slice(0, -'.md'.length));

const page = (text: string, link: string) => ({ text, link });

export default defineConfig({
  title: 'auditlint',
  description: 'Audits Python repositories for the defects that a staff engineer would report',
  srcDir: 'pages',
  cleanUrls: false,
  lastUpdated: false,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // Documents are written for any reader of Markdown: what looks like a tag in them is text.
  markdown: { html: false },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [page('Guide', '/getting-started'), page('Rules', '/rules/'), page('Playground', '/playground')],
    sidebar: {
      '/rules/': [{ text: 'Rules', link: '/rules/', items: rules.map((rule) => page(rule, `/rules/${rule}`)) }],
      '/': [
        {
          text: 'Daily use',
          items: [
            page('Getting started', '/getting-started'),
            page('Configuration', '/configuration'),
            page('Suppressions', '/suppressions'),
            page('Fixes', '/fixes'),
            page('Baseline and diff', '/baseline-and-diff'),
            page('Formats', '/formats'),
            page('Exit codes', '/exit-codes'),
            page('Why', '/why'),
            page('Severity and confidence', '/severity'),
          ],
        },
        {
          text: 'Integrations',
          items: [
            page('GitHub Action', '/github-action'),
            page('pre-commit', '/pre-commit'),
            page('Editors', '/editors'),
            page('Agents', '/agents'),
            page('Cache and watch', '/cache'),
            page('One scan, many jobs', '/shards'),
            page('Many repositories', '/fleet'),
          ],
        },
        {
          text: 'Audits',
          items: [page('Report', '/report'), page('Written audits', '/written-audits'), page('Register', '/register')],
        },
        {
          text: 'Your own rules',
          items: [page('Writing rules', '/writing-rules'), page('The kit', '/kit')],
        },
        {
          text: 'Quality',
          items: [
            page('Precision', '/precision'),
            page('Measurements', '/measured'),
            page('Comparison', '/comparison'),
            page('Benchmarks', '/benchmarks'),
          ],
        },
        {
          text: 'About',
          items: [
            page('Threat model', '/threat-model'),
            page('Security', '/security'),
            page('Versioning', '/versioning'),
            page('Changelog', '/changelog'),
            page('Contributing', '/contributing'),
          ],
        },
      ],
    },
  },
});
