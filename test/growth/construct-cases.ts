import type { NodeKind } from '../../src/ast/index.ts';
import { CONSTRUCTS, type Construct } from './constructs.ts';
import { type GrowthCase, ofOneFile, times } from './growth-case.ts';

/** CPython refuses a hundred levels of indentation and two hundred open brackets. */
const BLOCKS = 90;
const BRACKETS = 90;

/** The cases of every kind of node. */
export function constructCases(): GrowthCase[] {
  return Object.entries(CONSTRUCTS).flatMap(([kind, construct]) => casesOf(kind as NodeKind, construct));
}

function casesOf(kind: NodeKind, { many, nested, block, list }: Construct): GrowthCase[] {
  const cases = [
    ofOneFile(`${kind} side by side`, 150, (size) => numbered(many, size)),
    ofOneFile(
      `${kind} side by side in a function`,
      150,
      (size) => `def outer(x, y):\n${indent(numbered(many, size), 4)}`,
    ),
  ];
  if (list !== undefined) {
    const [before, each, after] = list;
    cases.push(ofOneFile(`${kind} in a list`, 250, (size) => before + numbered(each, size) + after));
  }
  if (nested !== undefined) cases.push(...nestedCases(kind, nested));
  if (block !== undefined) cases.push(ofOneFile(`${kind} nested`, 200, (size) => nestedBlocks(block, size)));
  return cases;
}

function nestedCases(kind: NodeKind, [open, core, close]: readonly [string, string, string]): GrowthCase[] {
  const nest = (depth: number) => open.repeat(depth) + core + close.repeat(depth);
  return [
    ofOneFile(`${kind} nested`, 200, (size) => `x = ${nest(BRACKETS)}\n`.repeat(Math.ceil(size / BRACKETS))),
    ofOneFile(`${kind} nested without end`, 300, (size) => `x = ${nest(size)}\n`),
  ];
}

function nestedBlocks(lines: readonly string[], size: number): string {
  return times(Math.ceil(size / BLOCKS), (nest) => {
    const text = times(BLOCKS, (depth) =>
      lines.map((line) => `${' '.repeat(depth * 2)}${line.replaceAll('@', `${nest}_${depth}`)}\n`).join(''),
    );
    return `${text}${' '.repeat(BLOCKS * 2)}pass\n`;
  });
}

const numbered = (text: string, size: number): string => times(size, (index) => text.replaceAll('@', String(index)));
const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
