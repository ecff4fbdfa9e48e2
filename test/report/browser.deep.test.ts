/** The page in a browser: filters, links, keyboard, colours, paper, and that nothing of a hostile repository runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from '../../tools/site/chromium.ts';
import { makeProject, runCli } from '../cli/run-cli.ts';
import { HOSTILE } from './hostile.ts';
import { SHOP } from './shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'auditlint-page-'));
let browser: Browser | undefined;
const addresses: Record<string, string> = {};

async function write(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const { stdout } = await runCli(['report', '--format', 'html', '--profile', 'strict'], { cwd: makeProject(files) });
  writeFileSync(join(folder, `${name}.html`), stdout);
  addresses[name] = pathToFileURL(join(folder, `${name}.html`)).href;
}

beforeAll(async () => {
  if (CHROMIUM === undefined) throw new Error('no Chromium on the PATH: apt-get install chromium');
  await write('shop', SHOP);
  await write('hostile', HOSTILE);
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** What went wrong in it, or was asked of a network. */
  readonly problems: readonly string[];
}

/** The page that tests share which want nothing special of it. */
let usual: Page | undefined;

async function open(name: string, hash = '', options?: Parameters<Browser['newPage']>[0]): Promise<Opened> {
  const page = await pageWith(options);
  const problems: string[] = [];
  page.removeAllListeners();
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (request.url().replace(/#.*/, '') !== addresses[name]) problems.push(request.url());
  });
  page.on('dialog', () => problems.push('a dialog'));
  await page.goto(`${addresses[name]}${hash}`);
  return { page, problems };
}

async function pageWith(options: Parameters<Browser['newPage']>[0]): Promise<Page> {
  if (browser === undefined) throw new Error('no browser');
  if (options !== undefined) return browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
  usual ??= await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await usual.goto('about:blank');
  return usual;
}

const shown = (page: Page): Promise<number> => page.locator('details.finding:not([hidden])').count();

describe('the page', () => {
  it('filters by severity, category, rule and words, and says how many are left', async () => {
    const { page, problems } = await open('shop');
    const all = await shown(page);
    await page.check('input[name=severity][value=P1]');
    const grave = await shown(page);
    expect(grave).toBeLessThan(all);
    expect(await page.locator('output').textContent()).toBe(`${grave} of ${all} findings`);
    await page.uncheck('input[name=severity][value=P1]');
    await page.selectOption('select[name=rule]', 'call-signature-mismatch');
    expect(await shown(page)).toBe(1);
    await page.click('form [data-reset]');
    await page.fill('input[name=text]', 'brpop WORKER');
    expect(await page.locator('details.finding:not([hidden])').getAttribute('data-path')).toBe('shop/worker.py');
    await page.fill('input[name=text]', 'xyzzy');
    expect([await shown(page), await page.isVisible('#none')]).toEqual([0, true]);
    expect(problems).toEqual([]);
  });

  it('is opened by a link at a finding and with filters', async () => {
    const { page: unlinked } = await open('shop');
    const id = await unlinked.locator('details.finding[data-rule=call-signature-mismatch]').getAttribute('id');
    const linked = await open('shop', `#${id}&severity=P1&component=shop%2F`);
    expect(await linked.page.locator(`#${id}`).getAttribute('open')).toBe('');
    expect(await linked.page.isChecked('input[name=severity][value=P1]')).toBe(true);
    expect(await linked.page.inputValue('select[name=component]')).toBe('shop/');
    expect(
      await linked.page.locator(`#${id} summary`).evaluate((node) => node === node.ownerDocument.activeElement),
    ).toBe(true);
    expect(linked.problems).toEqual([]);
  });

  it('writes filters and the open finding to its address', async () => {
    const { page } = await open('shop');
    await page.check('input[name=severity][value=P1]');
    expect(new URL(page.url()).hash).toBe('#severity=P1');
    const finding = page.locator('details.finding[data-rule=queue-pop-without-ack]');
    if ((await finding.getAttribute('open')) !== null) await finding.locator('summary').click();
    await finding.locator('summary').click();
    expect(new URL(page.url()).hash).toBe(`#${await finding.getAttribute('id')}&severity=P1`);
  });

  it('goes by keys: / j k Enter Escape, with the focus to be seen', async () => {
    const { page } = await open('shop');
    const focused = (): Promise<string> =>
      page.evaluate('document.activeElement.closest("details, input")?.id || document.activeElement.name || ""');
    const ids = await page.locator('details.finding').evaluateAll((nodes) => nodes.map(({ id }) => id));
    await page.keyboard.press('j');
    expect(await focused()).toBe(ids[0]);
    await page.keyboard.press('j');
    expect(await focused()).toBe(ids[1]);
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('k');
    expect(await focused()).toBe(ids[0]);
    const isOpen = (): Promise<boolean> => page.evaluate(`document.getElementById("${ids[0]}").open`);
    const before = await isOpen();
    await page.keyboard.press('Enter');
    expect(await isOpen()).toBe(!before);
    if (before) await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await isOpen()).toBe(false);
    await page.keyboard.press('/');
    expect(await focused()).toBe('text');
    await page.keyboard.type('jk/');
    expect(await page.inputValue('input[name=text]')).toBe('jk/');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.inputValue('input[name=text]')).toBe('');
  });

  it('is light or dark as the system says, until somebody switches', async () => {
    const colour = 'getComputedStyle(document.body).backgroundColor';
    const { page } = await open('shop', '', { colorScheme: 'light' });
    const light = await page.evaluate(colour);
    const dark = await (await open('shop', '', { colorScheme: 'dark' })).page.evaluate(colour);
    expect(dark).not.toBe(light);
    await page.click('#theme');
    expect(await page.evaluate(colour)).toBe(dark);
    await page.click('#theme');
    expect(await page.evaluate(colour)).toBe(light);
  });

  it.each(['light', 'dark'] as const)('has texts that can be read: WCAG AA, %s', async (colorScheme) => {
    const { page } = await open('shop', '', { colorScheme });
    expect(await page.evaluate(FAINT_TEXTS)).toEqual([]);
  });

  it('fits a telephone', async () => {
    const { page } = await open('shop', '', { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  it('prints all of it opened, without what can only be clicked', async () => {
    const { page } = await open('shop', '', {});
    const paper = await page.pdf({ format: 'A4' });
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.isVisible('form.filters')).toBe(false);
    expect(await page.locator('details.finding .body').last().isVisible()).toBe(true);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('details:not([open])').count()).toBeGreaterThan(0);
  });

  it('is read without its script', async () => {
    const { page } = await open('shop', '', { javaScriptEnabled: false });
    expect(await page.isVisible('form.filters')).toBe(false);
    expect(await page.locator('details.finding').first().isVisible()).toBe(true);
  });

  it('runs nothing of a hostile repository, whatever is opened, filtered and hovered', async () => {
    const { page, problems } = await open('hostile');
    expect(await shown(page)).toBeGreaterThan(5);
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
    await page.fill('input[name=text]', '</script><img src=x onerror=window.__ran=1>');
    expect(await shown(page)).toBeGreaterThan(0);
    for (const link of await page.locator('.treemap a').all()) await link.dispatchEvent('click');
    for (const select of await page.locator('form select').all())
      for (const option of await select.locator('option').all())
        await select.selectOption((await option.getAttribute('value')) ?? '');
    await page.pdf();
    expect(await page.evaluate('window.__ran')).toBeUndefined();
    expect(await page.locator('img, iframe, object, embed, main script, a[href^="javascript:"]').count()).toBe(0);
    expect(problems).toEqual([]);
  });
});

/** Texts whose contrast with what they are on is below 4.5, or 3 where they are large. Source: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const FAINT_TEXTS = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const read = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => { for (let at = node; at; at = at.parentElement) { const colour = read(getComputedStyle(at).backgroundColor); if (colour[3] === 255) return colour; } return [255, 255, 255]; };
  const faint = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '');
    if (!own || node.closest('svg, script') || !node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    const [one, other] = [luminance(read(style.color)), luminance(behind(node))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (isLarge ? 3 : 4.5)) faint.push(node.tagName + '.' + node.className + ' ' + contrast.toFixed(2));
  }
  return [...new Set(faint)];
})()`;
