import type { FindingList } from './filters.ts';

/** `/` searches, `j` and `k` go from finding to finding, Enter opens (a summary does that by itself), Escape goes back. */
export function startKeyboard(list: FindingList): void {
  const search = list.form.querySelector<HTMLInputElement>('input[name=text]');
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    if (key === 'Escape') {
      goBack(list, search, target);
      return;
    }
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    if (key === '/') search?.focus();
    else if (key === 'j') step(list, 1);
    else if (key === 'k') step(list, -1);
    else return;
    event.preventDefault();
  });
}

function step(list: FindingList, by: 1 | -1): void {
  const shown = list.shown();
  const focused = document.activeElement?.closest<HTMLDetailsElement>('details.finding');
  const at = focused ? shown.indexOf(focused) : -1;
  const next = shown[at < 0 ? (by === 1 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + by))];
  const summary = next?.querySelector('summary');
  summary?.focus({ preventScroll: true });
  summary?.scrollIntoView({ block: 'nearest' });
}

/** Out of the search, then out of an open finding, then out of the filters. */
function goBack(list: FindingList, search: HTMLInputElement | null, target: EventTarget | null): void {
  if (target === search) {
    search?.blur();
    return;
  }
  const finding = target instanceof Element ? target.closest<HTMLDetailsElement>('details.finding[open]') : null;
  if (finding === null) list.reset();
  else finding.open = false;
}
