import { readFileSync } from 'node:fs';

/** An sdist as `measurements/corpus/packages.txt` pins it. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the archive, in hexadecimal. */
  readonly sha256: string;
}

/** Reads a list of pins, one `name==version sha256:…` per line; `#` begins a comment. */
export function readPackages(file: string): PinnedPackage[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    const text = line.replace(/#.*/, '').trim();
    return text === '' ? [] : [parsePin(text, `${file}:${index + 1}`)];
  });
}

/** As PyPI compares names: `Scikit_Learn` is `scikit-learn`. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function parsePin(text: string, place: string): PinnedPackage {
  // Names and versions become parts of paths and addresses.
  const match = /^([a-z0-9][\w.-]*)==([a-z0-9][\w.+!-]*) sha256:([0-9a-f]{64})$/i.exec(text);
  const [, name, version, sha256] = match ?? [];
  if (name === undefined || version === undefined || sha256 === undefined) {
    throw new Error(`${place}: \`${text}\` is not of the form \`name==version sha256:…\``);
  }
  return { name: normalName(name), version, sha256 };
}
