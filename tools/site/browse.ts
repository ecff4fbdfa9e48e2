import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './chromium.ts';

export interface Seen {
  readonly pages: number;
  /** What went wrong, a sentence each. */
  readonly wrong: readonly string[];
  /** What stood in the playground's editor. */
  readonly code: string;
  /** What it found there, and in the folder that was chosen: severity, place and rule. */
  readonly inCode: readonly string[];
  readonly inFolder: readonly string[];
}

export interface Errand {
  /** A repository to scan in the playground. */
  readonly folder: string;
  /** A folder that gets screenshots. */
  readonly pictures: string | undefined;
}

/** Looks at the site at an address as a reader would. */
export async function browse(address: string, { folder, pictures }: Errand): Promise<Seen> {
  if (CHROMIUM === undefined) throw new Error('no Chromium on the PATH: apt-get install chromium');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    return await new Visit(browser, address, folder, pictures).all();
  } finally {
    await browser.close();
  }
}

class Visit {
  readonly #wrong: string[] = [];
  #pages = 0;

  constructor(
    readonly browser: Browser,
    readonly address: string,
    readonly folder: string,
    readonly pictures: string | undefined,
  ) {}

  async all(): Promise<Seen> {
    await this.#home();
    await this.#rule();
    await this.#search();
    await this.#narrowAndDark();
    const playground = await this.#playground();
    return { pages: this.#pages, wrong: this.#wrong, ...playground };
  }

  async #open(path: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await this.browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
    page.on('pageerror', (error) => this.#wrong.push(`${path}: ${error}`));
    page.on('console', (message) => message.type() === 'error' && this.#wrong.push(`${path}: ${message.text()}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(this.address)) this.#wrong.push(`${path} asks for ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#wrong.push(`${path}: ${response.status()} for ${response.url()}`);
    });
    await page.goto(`${this.address}${path}`, { waitUntil: 'networkidle' });
    // Before it is hydrated, keys and links do nothing.
    await page.waitForFunction('"__vue_app__" in document.querySelector("#app")');
    this.#pages += 1;
    return page;
  }

  async #leave(page: Page, name: string): Promise<void> {
    await this.#picture(page, name);
    await page.close();
  }

  async #picture(page: Page, name: string): Promise<void> {
    if (this.pictures !== undefined) await page.screenshot({ path: join(this.pictures, `${name}.png`) });
  }

  #expect(holds: boolean, otherwise: string): void {
    if (!holds) this.#wrong.push(otherwise);
  }

  async #home(): Promise<void> {
    const page = await this.#open('');
    await page.getByRole('link', { name: 'Get started' }).click();
    await page.waitForURL('**/getting-started.html');
    this.#expect(
      (await page.locator('h1').innerText()).length > 0,
      'the first link of the home page leads to a page without a heading',
    );
    await this.#leave(page, 'getting-started');
  }

  async #rule(): Promise<void> {
    const page = await this.#open('rules/swallowed-exception.html');
    for (const heading of [
      'Why',
      'What to do',
      'Fires on',
      'Stays silent on',
      'How severe',
      'What holds it back',
      'Measured',
    ]) {
      const found = await page.getByRole('heading', { name: heading, exact: false }).count();
      this.#expect(found > 0, `the page of a rule has no heading "${heading}"`);
    }
    await page
      .locator('.vp-doc a[href*="severity.html#hides"], .vp-doc a[href*="severity.html#loses"]')
      .first()
      .click();
    await page.waitForURL('**/severity.html#*');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await this.#leave(page, 'severity');
  }

  async #search(): Promise<void> {
    const page = await this.#open('rules/');
    await page.keyboard.press('Control+KeyK');
    await page.locator('#localsearch-input').fill('dangling task');
    const first = page.locator('.VPLocalSearchBox .result').first();
    await first.waitFor();
    this.#expect(
      (await first.getAttribute('href'))?.includes('rules/dangling-task') === true,
      'a search for a rule does not find it first',
    );
    await this.#leave(page, 'search');
  }

  async #narrowAndDark(): Promise<void> {
    const page = await this.#open('rules/dangling-task.html', {
      viewport: { width: 390, height: 800 },
      colorScheme: 'dark',
    });
    this.#expect(
      await page.evaluate('document.documentElement.classList.contains("dark")'),
      'a dark system does not get a dark page',
    );
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    this.#expect(overflow === 0, `a narrow page is ${overflow} pixels too wide`);
    await this.#leave(page, 'narrow-dark');
  }

  async #playground(): Promise<Pick<Seen, 'code' | 'inCode' | 'inFolder'>> {
    const page = await this.#open('playground.html');
    const status = page.locator('#status');
    await status.getByText(/findings? in 1 file/).waitFor({ timeout: 60_000 });
    const inCode = await findingsOn(page);
    await this.#picture(page, 'playground');
    const code = await page.locator('#code').inputValue();
    await page.locator('#code').fill('def f():\n    return 1\n');
    await status.getByText('0 findings in 1 file').waitFor();
    await page.locator('#code').fill('import time\n\n\nasync def f():\n    time.sleep(2)\n');
    await page.locator('#findings').getByRole('link', { name: 'blocking-call-in-async' }).waitFor();
    await page.locator('#folder').setInputFiles(this.folder);
    await status.getByText(/findings? in \d{2,} files/).waitFor({ timeout: 60_000 });
    const inFolder = await findingsOn(page);
    await this.#leave(page, 'playground-folder');
    this.#expect(
      (await this.#dropped()).join('\n') === inFolder.join('\n'),
      'a folder that is dropped is not told as one that is chosen',
    );
    return { code, inCode, inFolder };
  }

  /** What is found in the folder when it is dragged onto the page, as the browser has it from the desktop. */
  async #dropped(): Promise<string[]> {
    const page = await this.#open('playground.html');
    const status = page.locator('#status');
    await status.getByText(/findings? in 1 file/).waitFor({ timeout: 60_000 });
    const desktop = await page.context().newCDPSession(page);
    const data = { items: [], files: [this.folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await desktop.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
    }
    await status.getByText(/findings? in \d{2,} files/).waitFor({ timeout: 60_000 });
    const found = await findingsOn(page);
    await page.close();
    return found;
  }
}

function findingsOn(page: Page): Promise<string[]> {
  return page
    .locator('#findings > li')
    .evaluateAll((items) =>
      items.map((item) => [...item.querySelectorAll('.severity, .place, a')].map((part) => part.textContent).join(' ')),
    );
}
