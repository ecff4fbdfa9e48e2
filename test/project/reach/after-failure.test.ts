import { describe, expect, it } from 'vitest';
import { standingsIn } from './standings-in.ts';

const at = standingsIn({
  'serve.py': `from fastapi import FastAPI

app = FastAPI()

try:
    import ujson as json
except ImportError:
    json = fallback()


@app.get("/orders")
def orders(number):
    try:
        found = look_up(number)
    except KeyError:
        found = make(number)
    try:
        return found.told()
    except (ValueError, Exception) as error:
        return refuse(error)
    finally:
        close()
`,
});

describe('where nobody comes while all goes as it should', () => {
  it.each(['json = fallback()', 'return refuse(error)'])(
    'is in a handler of any failure or of an import: %s',
    (text) => {
      const { isAfterFailure, because } = at('serve.py', text);
      expect(isAfterFailure).toBe(true);
      expect(because).toMatch(/, once something has failed$/);
    },
  );

  it.each(['look_up', 'make(number)', 'found.told()', 'close()'])('is not what is tried, nor a branch: %s', (text) => {
    expect(at('serve.py', text).isAfterFailure).toBeUndefined();
  });
});
