import { describe, expect, it } from 'vitest';
import { givenToPython } from '../../src/semantics/index.ts';

describe('what is given to Python to run', () => {
  it.each([
    // Code that loads or runs a file.
    ['runpy.run_path("conf/a.txt")', 'conf/a.txt'],
    ['exec(open("a.cfg", encoding="utf-8").read())', 'a.cfg'],
    ['exec(compile(Path("a.cfg").read_text(), "b.json", "exec"))', 'a.cfg'],
    ['with open("a.txt") as f:\n    exec(f.read())', 'a.txt'],
    ['code = open("a.txt").read()\nexec(code)', 'a.txt'],
    ['for each in ["a.txt", "b.txt"]:\n    exec(open(each).read())', 'b.txt'],
    ['SourceFileLoader("m", "a.inc").load_module()', 'a.inc'],
    ['spec_from_file_location("m", HERE / "conf" / NAME)\nNAME = "a.inc"', 'a.inc'],
    ['runpy.run_path(os.path.join(HERE, "conf", "a.dat"))', 'conf/a.dat'],
    ['sys.path.insert(0, "x.zip")', 'x.zip'],
    ['sys.path[:0] = ["x.zip"]', 'x.zip'],
    ['sys.path += ["x.egg"]', 'x.egg'],
    // Code that starts an interpreter.
    ['subprocess.run([sys.executable, "-u", "-W", "ignore", "a.dat", "b.json"])', 'a.dat'],
    ['cmd = ["python3", "tool"]', 'tool'],
    ['os.system("python3.12 a.dat")', 'a.dat'],
    ['os.system(f"{sys.executable} a.dat")', 'a.dat'],
    ['os.execl("/usr/bin/python3", "python3", "a.dat")', 'a.dat'],
    ['subprocess.run([sys.executable, "-m", "cProfile", "a.dat"])', 'a.dat'],
    ['subprocess.run([sys.executable, "-m", "coverage", "run", "a.dat"])', 'a.dat'],
    // Commands.
    ['run:\n\t$(PYTHON) -u a.dat --fast', 'a.dat'],
    ['python3 "$(dirname "$0")/../conf/a.dat"', '../conf/a.dat'],
    ['exec python3 "$HERE/conf/a.dat" "$@"', 'conf/a.dat'],
    ['"${VENV}/bin/python" \\\n  a.dat', 'a.dat'],
    ['python < a.dat', 'a.dat'],
    ['PYTHONPATH=lib:x.zip python -m app', 'x.zip'],
    ['CMD ["python", "-u", "/app/a.dat"]', '/app/a.dat'],
    ['ENTRYPOINT ["python"]\nCMD ["a.dat"]', 'a.dat'],
    ['command:\n  - python\n  - -u\n  - a.dat', 'a.dat'],
    ['command: ["python"]\nargs: ["a.dat"]', 'a.dat'],
    ['python -c "exec(open(\'a.dat\').read())"', 'a.dat'],
    ['%run -i a.dat', 'a.dat'],
    ['coverage run -p a.dat', 'a.dat'],
    ['uv run --script a.dat', 'a.dat'],
    ['uv run python a.dat', 'a.dat'],
    ['python conf\\a.dat', 'conf/a.dat'],
  ])('%s', (content, path) => {
    expect(givenToPython(content).paths).toContain(path);
  });

  it.each([
    'subprocess.run([sys.executable, "-m", "json.tool", "a.json"])',
    'subprocess.run(["node", "a.dat"])',
    'python -m pytest a.dat',
    'python app.py && cat a.dat',
    '# python a.dat',
    'uv run a.sh',
    'spark-submit a.jar',
    'cells = json.load(open("a.json"))\nexec(cells["code"])',
    'text = open("a.txt").read().format(name=1)\nexec(text)',
    'see python-docs a.dat and python.org a.dat',
    '#!/usr/bin/env python3\nopen("a.dat")',
    'open("a.dat").read()',
  ])('and not %s', (content) => {
    expect(givenToPython(content).paths.filter((path) => /a\.\w+$/.test(path))).toEqual([]);
  });

  it.each([
    ['python -c "import os"', false],
    ['python -c "\nimport os\n"', true],
    ['python3 -Ic "import os"', false],
    ["python3 -Ic '\nimport os'", true],
    ['cat x\npython - <<EOF\nimport os\nEOF', true],
    ['python <<< "import os"', true],
    ['bash -c "python a.py"', false],
    ['python a.py -c x', false],
  ])('%j holds code: %j', (content, holds) => {
    expect(givenToPython(content).codeAt.length > 0).toBe(holds);
  });
});
