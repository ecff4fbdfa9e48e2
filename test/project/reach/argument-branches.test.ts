import { describe, expect, it } from 'vitest';
import { standingsIn } from './standings-in.ts';

const service = `from fastapi import FastAPI
from store import Store, keep, load

app = FastAPI()
store = Store()


@app.post("/orders")
def order(number: int, note: str | None = None):
    if note:
        remember(note)
    keep(number)
    store.ship(number, "van")
    return load(number, since=7)
`;

const at = standingsIn({
  'serve.py': service,
  'store.py': `def keep(number, persist=False, *, region=None):
    if persist:
        write_down(number)
    else:
        hold(number)
    if number and region is not None:
        send_to(region)
    if not persist and number > 3:
        skip(number)


def load(number, since=None, limit=10):
    if since is None:
        since = first_of_all()
    if limit:
        return at_most(limit)
    since = since or 1
    if not since:
        return nothing()


class Store:
    def ship(self, number, by=None, at=None):
        if by is None:
            by = cheapest(number)
        if at is None:
            return now(number)
        return later(number)
`,
  Dockerfile: 'FROM python:3.12-slim\nCOPY . /app\nCMD ["uvicorn", "serve:app", "--host", "0.0.0.0"]\n',
});

describe('where only calls come that nobody makes', () => {
  it.each([
    ['write_down(number)', 'no call passes `persist` to `keep`'],
    ['send_to(region)', 'no call passes `region` to `keep`'],
    ['first_of_all()', 'every call passes `since` to `load`'],
    ['cheapest(number)', 'every call passes `by` to `ship`'],
  ])('%s', (text, because) => {
    expect(at('store.py', text)).toMatchObject({ reach: 'loose', because: `${because}, so this branch never runs` });
  });

  it.each(['hold(number)', 'skip(number)', 'at_most(limit)', 'nothing()', 'now(number)', 'later(number)'])(
    'is not where one comes: %s',
    (text) => {
      expect(at('store.py', text).reach).toBe('served');
    },
  );

  it('is not what a framework may give', () => {
    expect(at('serve.py', 'remember(note)').reach).toBe('served');
  });
});
