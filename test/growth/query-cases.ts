/** Python files in which each of many things once asked about all of the file, of its function, of its class or of its imports. */
import { type GrowthCase, ofOneFile, times } from './growth-case.ts';

export const QUERY_CASES: readonly GrowthCase[] = [
  ofOneFile(
    'threads that count one number',
    200,
    (size) =>
      `import threading\n\nN = 0\n${times(size, (i) => `def f${i}():\n    global N\n    N += 1\n`)}def main():\n${times(size, (i) => `    t${i} = threading.Thread(target=f${i})\n    t${i}.start()\n`)}`,
  ),
  ofOneFile(
    'classes of threads',
    200,
    (size) =>
      `import threading\n\n${times(size, (i) => `class T${i}(threading.Thread):\n    def run(self):\n        while True:\n            self.n += 1\n\nT${i}().start()\n`)}`,
  ),
  ofOneFile(
    'comprehensions whose results nobody uses',
    400,
    (size) =>
      `def f(xs, ys):\n${times(size, (i) => `    z${i} = [[b for b in a if b > ${i}] for a in xs if a in ys]\n`)}    return xs\n`,
  ),
  ofOneFile(
    'results of a project that nobody uses',
    400,
    (size) => `from shop import stock\n\ndef f(a, b):\n${times(size, (i) => `    x${i} = stock.count(a, ${i})\n`)}`,
  ),
  ofOneFile(
    'results that nobody uses of what is handed on',
    400,
    (size) =>
      `def f(a, b):\n${times(size, (i) => `    x${i} = a.strip_of(${i})\n    a = g(a)\n    h(a)\n`)}    return a\n`,
  ),
  ofOneFile(
    'requests of one session',
    400,
    (size) =>
      `import requests\n\nsession = requests.Session()\n${times(size, (i) => `def f${i}():\n    return session.get("https://a.example/${i}")\n`)}`,
  ),
  ofOneFile(
    'addresses that are opened',
    400,
    (size) =>
      `from urllib.request import urlopen\n\n${times(size, (i) => `def f${i}(host):\n    return urlopen(host + "/${i}").read()\n`)}`,
  ),
  ofOneFile(
    'a text of many fields',
    1500,
    (size) => `def f(x):\n    return f"${times(size, (i) => `{x.a${i}!r:>10} t${i} `)}"\n`,
  ),
  ofOneFile('imports that may fail', 500, (size) =>
    times(size, (i) => `try:\n    import m${i} as x\nexcept ImportError:\n    x = None\n`),
  ),
  ofOneFile(
    'imports that functions use',
    500,
    (size) => `${times(size, (i) => `import m${i}\n`)}${times(size, (i) => `def f${i}(a):\n    return m${i}.go(a)\n`)}`,
  ),
  ofOneFile(
    'items of one with',
    400,
    (size) =>
      `def f(p):\n    with (\n${times(size, (i) => `        open(p + "${i}") as f${i},\n`)}    ):\n        pass\n`,
  ),
  ofOneFile(
    'a record that is read, changed and stored again and again',
    300,
    (size) => `def f(repo, k):\n${times(size, (i) => `    n = repo.load(k)\n    n = n - ${i}\n    repo.save(k, n)\n`)}`,
  ),
  ofOneFile(
    'steps behind a guard of the program',
    400,
    (size) =>
      `${times(size, (i) => `def f${i}():\n    g(${i})\n`)}if __name__ == "__main__":\n${times(size, (i) => `    f${i}()\n`)}`,
  ),
  ofOneFile(
    'methods that read and set attributes of their class',
    200,
    (size) =>
      `class C:\n${times(size, (i) => `    def m${i}(self, a):\n        self.a${i % 7} = self.m${(i * 7 + 1) % size}(a)\n        return self.a${(i + 3) % 7}\n`)}`,
  ),
  ofOneFile(
    'methods that fill and empty one list',
    200,
    (size) =>
      `class C:\n    def __init__(self):\n        self.q = []\n\n${times(size, (i) => `    def m${i}(self, a):\n        self.q.append(a)\n\n    def pop${i}(self):\n        return self.q.pop(0)\n\n`)}`,
  ),
  ofOneFile(
    'handlers in one loop',
    200,
    (size) =>
      `import logging\n\ndef f(xs):\n    out = []\n    for x in xs:\n${times(size, (i) => `        try:\n            out.append(parse(x, ${i}))\n        except ValueError as error:\n            logging.warning("%s", error)\n`)}    return out\n`,
  ),
  ofOneFile(
    'routes that each ask somebody else',
    200,
    (size) =>
      `from fastapi import FastAPI, Depends\n\napp = FastAPI()\n${times(size, (i) => `def d${i}(q: str):\n    return q\n\n@app.get("/a/{k${i}}/b${i}")\nasync def h${i}(k${i}: str, d=Depends(d${i})):\n    return k${i}\n\n`)}`,
  ),
  ofOneFile(
    'hooks before each request',
    200,
    (size) =>
      `from flask import Flask, request\n\napp = Flask(__name__)\n${times(size, (i) => `@app.before_request\ndef b${i}():\n    return None\n\n@app.post("/a${i}")\ndef p${i}():\n    return request.json["a"]\n\n`)}`,
  ),
  ofOneFile(
    'files that are read and written in one function',
    200,
    (size) =>
      `import json\n\ndef f(p):\n${times(size, (i) => `    d = json.load(open(p))\n    d["k${i}"] += 1\n    json.dump(d, open(p, "w"))\n`)}`,
  ),
  ofOneFile(
    'tables that add to the one before',
    500,
    (size) => `D0 = {"a": 1}\n${times(size, (i) => `D${i + 1} = D${i} | {"k${i}": ${i}}\n`)}print(D${size}["k1"])\n`,
  ),
  ofOneFile(
    'draws of one function',
    400,
    (size) =>
      `import numpy as np\n\ndef f(x):\n${times(size, (i) => `    x = x + np.random.rand(${i + 1})\n`)}    return x\n`,
  ),
  ofOneFile(
    'calls that some await and others do not',
    300,
    (size) =>
      `async def f(c):\n${times(size, (i) => `    await c.send(${i})\n`)}${times(size, (i) => `def g${i}(c):\n    c.send(${i})\n`)}`,
  ),
];
