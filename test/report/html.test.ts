import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeProject, runCli } from '../cli/run-cli.ts';
import { HOSTILE } from './hostile.ts';
import { SHOP } from './shop.ts';

const page = async (files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) =>
  (await runCli(['report', '--format', 'html', '--profile', 'strict'], { cwd: makeProject(files), env })).stdout;

let shop: string;
let hostile: string;
beforeAll(async () => {
  shop = await page(SHOP);
  hostile = await page(HOSTILE);
});

/** The contents of each element of a name. */
const contents = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`, 'g'))].map(([, text = '']) => text);

describe('the page', () => {
  it('lets nothing run but its one script, by a policy with the hashes of script and style', () => {
    for (const html of [shop, hostile]) {
      const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
      const [script, style] = [contents(html, 'script'), contents(html, 'style')];
      expect([script.length, style.length]).toEqual([1, 1]);
      const hash = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
      expect(policy).toBe(
        `default-src 'none'; script-src ${hash(script[0])}; style-src ${hash(style[0])}; base-uri 'none'; form-action 'none'`,
      );
    }
  });

  it('asks for nothing from elsewhere', () => {
    for (const html of [shop, hostile]) {
      // A value may say anything; what counts is what the attributes are called.
      const rest = html.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '').replace(/="[^"]*"/g, '=""');
      expect(rest.match(/<[^>]*\s(?:src|srcset|data|action|formaction|poster)=/g) ?? []).toEqual([]);
      expect(rest.match(/<(?:link|iframe|object|embed|img|video|audio|base|form action)\b/g) ?? []).toEqual([]);
      expect(rest.match(/\s(?:style|on\w+)="/g) ?? []).toEqual([]);
      expect(contents(html, 'style').join('')).not.toMatch(/url\(|@import/);
    }
  });

  it('has links to parts of itself alone, unless the checkout can be looked at', async () => {
    const hrefs = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);
    for (const html of [shop, hostile]) expect(hrefs(html).filter((href) => !href.startsWith('#'))).toEqual([]);
    const linked = await page(HOSTILE, {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'shop/shop',
      GITHUB_SHA: 'a'.repeat(40),
    });
    const out = hrefs(linked).filter((href) => !href.startsWith('#'));
    expect(out.length).toBeGreaterThan(0);
    for (const href of out)
      expect(href).toMatch(/^https:\/\/github\.com\/shop\/shop\/blob\/a{40}\/[\w.%~!'()*&#;/-]+$/);
  });

  it('has each identifier once, and every link to a part leads somewhere', () => {
    for (const html of [shop, hostile]) {
      const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const targets = [...html.matchAll(/href="#([\w-]+)"/g)].map(([, id]) => id);
      for (const target of targets) expect(ids).toContain(target);
    }
  });

  it('shows what was written as text', () => {
    expect(hostile).toContain('&lt;/script&gt;&lt;img src=x onerror=window.__ran=1&gt;');
    expect(hostile).not.toContain('<img');
    expect(hostile).not.toContain('<b>bold');
  });
});
