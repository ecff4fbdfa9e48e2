import { readAddress, writeAddress } from './page-address.ts';

/** The findings of the page, and which of them are shown. */
export interface FindingList {
  readonly form: HTMLFormElement;
  shown(): readonly HTMLDetailsElement[];
  reset(): void;
}

/** Filters the findings by the form, and keeps form and address in step. Undefined where there is nothing to filter. */
export function startFilters(): FindingList | undefined {
  const form = document.querySelector<HTMLFormElement>('form.filters');
  if (form === null) return undefined;
  const list = new Findings(form);
  form.hidden = false;
  form.addEventListener('input', () => list.apply());
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const button of document.querySelectorAll('[data-reset]')) button.addEventListener('click', () => list.reset());
  addEventListener('hashchange', () => list.follow());
  list.follow();
  list.rememberOpened();
  return list;
}

class Findings implements FindingList {
  readonly #all: readonly HTMLDetailsElement[];
  readonly #texts = new Map<HTMLDetailsElement, string>();
  /** The finding that the address names. */
  #named: string | undefined;

  constructor(readonly form: HTMLFormElement) {
    this.#all = [...document.querySelectorAll<HTMLDetailsElement>('details.finding')];
  }

  shown(): readonly HTMLDetailsElement[] {
    return this.#all.filter(({ hidden }) => !hidden);
  }

  reset(): void {
    this.#fill(new Map());
    this.#named = undefined;
    this.apply();
  }

  /** Shows what the form asks for, and writes it to the address. */
  apply(): void {
    this.#show();
    const address = writeAddress({ finding: this.#named, filters: this.#filters() });
    // Without anything the address names the list, so that the page stays where it is.
    history.replaceState(null, '', `#${address === '' ? 'findings' : address}`);
  }

  /** Does what the address says. */
  follow(): void {
    const address = readAddress(location.hash);
    if (address === undefined) {
      this.#show();
      return;
    }
    this.#fill(address.filters);
    this.#named = address.finding;
    this.#show();
    const finding = this.#all.find(({ id }) => id === address.finding);
    if (finding === undefined) {
      document.querySelector('#findings')?.scrollIntoView();
      return;
    }
    finding.hidden = false;
    finding.open = true;
    finding.scrollIntoView({ block: 'start' });
    finding.querySelector('summary')?.focus({ preventScroll: true });
  }

  /** Anyone who opens a finding and copies the address has a link to it. */
  rememberOpened(): void {
    for (const finding of this.#all) {
      finding.querySelector('summary')?.addEventListener('click', () => {
        this.#named = finding.open ? undefined : finding.id;
        this.apply();
      });
    }
  }

  #filters(): Map<string, string> {
    const filters = new Map<string, string>();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value !== 'string' || value === '') continue;
      const known = filters.get(name);
      filters.set(name, known === undefined ? value : `${known},${value}`);
    }
    return filters;
  }

  #fill(filters: ReadonlyMap<string, string>): void {
    for (const field of this.form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) {
      const value = filters.get(field.name) ?? '';
      if (field.type === 'checkbox') (field as HTMLInputElement).checked = value.split(',').includes(field.value);
      else field.value = value;
    }
  }

  #show(): void {
    const filters = this.#filters();
    const words = (filters.get('text') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of this.#all) {
      finding.hidden = !(this.#fits(finding, filters) && words.every((word) => this.#textOf(finding).includes(word)));
      if (!finding.hidden) count++;
    }
    const path = filters.get('path');
    const caption = `${count === this.#all.length ? 'All' : `${count} of`} ${this.#all.length} findings${path === undefined ? '' : ` in ${path}`}`;
    const output = this.form.querySelector('output');
    if (output !== null) output.textContent = caption;
    const none = document.querySelector<HTMLElement>('#none');
    if (none !== null) none.hidden = count > 0;
    for (const button of this.form.querySelectorAll<HTMLButtonElement>('[data-reset]'))
      button.hidden = filters.size === 0;
  }

  #fits({ dataset }: HTMLDetailsElement, filters: ReadonlyMap<string, string>): boolean {
    const severities = filters.get('severity')?.split(',');
    if (severities !== undefined && !severities.includes(dataset.severity ?? '')) return false;
    return ['category', 'component', 'rule', 'since', 'path'].every((name) => {
      const wanted = filters.get(name);
      return wanted === undefined || dataset[name] === wanted;
    });
  }

  #textOf(finding: HTMLDetailsElement): string {
    const known = this.#texts.get(finding);
    if (known !== undefined) return known;
    const text = `${finding.textContent ?? ''} ${finding.dataset.category ?? ''}`.toLowerCase();
    this.#texts.set(finding, text);
    return text;
  }
}
