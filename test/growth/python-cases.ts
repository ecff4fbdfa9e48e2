/** Python files that once took the square of their size: much of one thing in one place, where each asks about all the others. */
import { type GrowthCase, ofOneFile, times } from './growth-case.ts';

export const PYTHON_CASES: readonly GrowthCase[] = [
  ofOneFile('statements on one line', 2000, (size) => `${times(size, (i) => `x${i} = ${i}; `)}\n`),
  ofOneFile('statements on one line in a function', 2000, (size) => `def f():\n    ${times(size, () => 'g(); ')}\n`),
  ofOneFile(
    'decorators of one function',
    2000,
    (size) => `def d(f):\n    return f\n\n${'@d\n'.repeat(size)}def f():\n    pass\n`,
  ),
  ofOneFile(
    'decorators of one class',
    2000,
    (size) => `from a import d\n\n${times(size, (i) => `@d(${i})\n`)}class C:\n    pass\n`,
  ),
  ofOneFile(
    'tables in a table',
    1000,
    (size) => `T = {\n${times(size, (i) => `    "k${i}": {"name": "n${i}", "token": "t${i}"},\n`)}}\n`,
  ),
  ofOneFile('tables in tables', 1000, (size) =>
    `T = ${nested('{"key": ', '"v"', '}', 90)}\n`.repeat(Math.ceil(size / 90)),
  ),
  ofOneFile(
    'a text that is added to',
    1000,
    (size) => `def f(db, n):\n    sql = "select"\n${times(size, (i) => `    sql += " a${i}"\n`)}    db.execute(sql)\n`,
  ),
  ofOneFile(
    'a text that is added to in a module',
    1000,
    (size) => `sql = "select"\n${times(size, (i) => `sql += " a${i}"\n`)}print(sql)\n`,
  ),
  ofOneFile(
    'a text to which names are added',
    1000,
    (size) =>
      `def f(db, n):\n    sql = "select"\n${times(size, (i) => `    sql += f" {n} a${i}"\n`)}    db.execute(sql)\n`,
  ),
  ofOneFile(
    'a local that is rebound in the branches of a loop',
    500,
    (size) =>
      `def f(xs):\n    y = None\n    for x in xs:\n${times(size, (i) => `        if x == ${i}:\n            y = x\n`)}    return y\n`,
  ),
  ofOneFile(
    'a local that is rebound and read in the branches of a loop',
    500,
    (size) =>
      `def f(xs):\n    y = None\n    for x in xs:\n${times(size, (i) => `        if x == ${i}:\n            y = g(y)\n`)}    return y\n`,
  ),
  ofOneFile(
    'a name that its own method makes again',
    1000,
    (size) => `def f(q):\n${times(size, (i) => `    q = q.filter(a=${i})\n`)}    return q.all()\n`,
  ),
  ofOneFile(
    'methods in a chain on one name',
    1000,
    (size) => `def f(q):\n    q = (q\n${times(size, (i) => `    .filter(a=${i})\n`)})\n    return q.all()\n`,
  ),
  ofOneFile('methods in a chain on one line', 1000, (size) => `x = q${times(size, (i) => `.a${i % 7}()`)}\n`),
  ofOneFile(
    'branches that bind one name',
    500,
    (size) => `def f(x):\n    y = 0\n${times(size, (i) => `    if x > ${i}: y = x\n`)}    return y\n`,
  ),
  ofOneFile(
    'branches that bind one name in a module',
    500,
    (size) => `x = f()\ny = 0\n${times(size, (i) => `if x > ${i}: y = x\n`)}print(y)\n`,
  ),
  ofOneFile(
    'branches that bind and read one name',
    500,
    (size) => `def f(x):\n    y = 0\n${times(size, (i) => `    if y > ${i}: y = x\n`)}    return y\n`,
  ),
  ofOneFile(
    'branches with an else that bind one name',
    500,
    (size) =>
      `def f(x):\n${times(size, (i) => `    if x > ${i}:\n        y = x\n    else:\n        y = ${i}\n`)}    return y\n`,
  ),
  ofOneFile(
    'secrets among the keywords of a call',
    1000,
    (size) => `connect(\n${times(size, (i) => `    password_${i}="Xk9${i}fQ2mZ7pL4vR8w",\n`)})\n`,
  ),
  ofOneFile(
    'secrets in a table',
    1000,
    (size) => `T = {\n${times(size, (i) => `    "password_${i}": "Xk9${i}fQ2mZ7pL4vR8w",\n`)}}\n`,
  ),
  ofOneFile('secrets', 500, (size) => times(size, (i) => `password_${i} = "Xk9${i}fQ2mZ7pL4vR8w"\n`)),
  ofOneFile('secrets of one name', 500, (size) =>
    times(size, (i) => `api_key = "Xk9${i}fQ2mZ7pL4vR8w"\nconnect(api_key=api_key)\n`),
  ),
  ofOneFile(
    'cases of a match',
    500,
    (size) =>
      `def f(x):\n    match x:\n${times(size, (i) => `        case ${i}:\n            y = ${i}\n`)}    return y\n`,
  ),
  ofOneFile(
    'cases of a match that bind',
    500,
    (size) =>
      `def f(x):\n    match x:\n${times(size, (i) => `        case [${i}, y]:\n            return y\n`)}    return None\n`,
  ),
  ofOneFile(
    'branches of one if',
    500,
    (size) =>
      `def f(x):\n    if x == -1:\n        y = 0\n${times(size, (i) => `    elif x == ${i}:\n        y = ${i}\n`)}    return y\n`,
  ),
  ofOneFile(
    'branches of one if that ask for None',
    500,
    (size) =>
      `def f(x):\n    y = x.get("a")\n    if y is None:\n        y = 0\n${times(size, (i) => `    elif y.a == ${i}:\n        y = x.get("a${i}")\n`)}    return y.a\n`,
  ),
  ofOneFile(
    'handlers of one try',
    500,
    (size) =>
      `def f(x):\n    try:\n        y = g(x)\n${times(size, (i) => `    except E${i} as error:\n        x = error\n`)}    return x\n`,
  ),
  ofOneFile(
    'handlers of one try with classes',
    300,
    (size) =>
      `${times(size, (i) => `class E${i}(Exception): pass\n`)}def f(x):\n    try:\n        y = g(x)\n${times(size, (i) => `    except E${i} as error:\n        y = error\n`)}    return y\n`,
  ),
  ofOneFile(
    'loops behind loops',
    500,
    (size) => `def f(xs):\n    y = 0\n${times(size, (i) => `    for x in xs:\n        y = y + x\n`)}    return y\n`,
  ),
  ofOneFile(
    'loops behind loops with while',
    500,
    (size) => `def f(x):\n    y = 0\n${times(size, (i) => `    while y < ${i}:\n        y += x\n`)}    return y\n`,
  ),
  ofOneFile(
    'tries behind tries',
    500,
    (size) =>
      `def f(x):\n    y = 0\n${times(size, () => `    try:\n        y = g(y)\n    except ValueError:\n        y = None\n`)}    return y\n`,
  ),
  ofOneFile(
    'blocks of with behind one another',
    500,
    (size) =>
      `def f(x):\n    y = 0\n${times(size, () => `    with suppress(ValueError):\n        y = g(y)\n`)}    return y\n`,
  ),
  ofOneFile(
    'an attribute that many methods set',
    500,
    (size) =>
      `class C:\n    def __init__(self):\n        self.x = 0\n\n${times(size, (i) => `    def f${i}(self, a):\n        self.x = a\n\n`)}`,
  ),
  ofOneFile(
    'an attribute that many methods read and set',
    500,
    (size) =>
      `class C:\n    def __init__(self):\n        self.x = None\n\n${times(size, (i) => `    def f${i}(self, a):\n        self.x = self.x + a\n        return self.x\n\n`)}`,
  ),
  ofOneFile(
    'a table of one object that many methods fill',
    500,
    (size) =>
      `class C:\n    def __init__(self):\n        self.x = {}\n\n${times(size, (i) => `    def f${i}(self, a):\n        self.x[a] = ${i}\n        return self.x.get(a)\n\n`)}`,
  ),
  ofOneFile(
    'cases of a match that bind what nobody reads',
    600,
    (size) => `def f(x):\n  match x:\n${times(size, (i) => `    case {'a${i}': [1, *r]} if r: y = ${i}\n`)}`,
  ),
  ofOneFile(
    'a table that many functions fill',
    400,
    (size) => `S = {}\n${times(size, (i) => `def f${i}():\n    if not S.get('${i}'): S['${i}'] = 1\n`)}`,
  ),
  ofOneFile(
    'files that one function opens and then closes',
    800,
    (size) =>
      `def f():\n${times(size, (i) => `    a${i} = open('${i}')\n`)}${times(size, (i) => `    a${i}.close()\n`)}`,
  ),
];

const nested = (open: string, core: string, close: string, depth: number): string =>
  open.repeat(depth) + core + close.repeat(depth);
