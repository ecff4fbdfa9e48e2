import { loadPyodide } from 'pyodide';

/** An element as expat reads it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text directly in it, before the first child. */
  readonly text: string;
}

/** The readers of CPython's standard library, which many consumers of CSV and XML are made with. */
export interface PythonReaders {
  /** The rows of a table; throws where `csv` in its strict mode does. */
  readCsv(text: string): string[][];
  /** The root of a document; throws where expat finds it not well-formed. */
  readXml(text: string): XmlElement;
}

/** Loads CPython from the npm package pyodide, once; about two seconds on a quiet machine, no network. */
export function loadPython(): Promise<PythonReaders> {
  loaded ??= load();
  return loaded;
}

let loaded: Promise<PythonReaders> | undefined;

async function load(): Promise<PythonReaders> {
  const pyodide = await loadPyodide();
  pyodide.runPython(DEFINITIONS);
  // The Python functions defined below; pyodide types every global as any.
  const call = (name: string, text: string): unknown =>
    JSON.parse((pyodide.globals.get(name) as (text: string) => string)(text));
  return {
    readCsv: (text) => call('read_csv', text) as string[][],
    readXml: (text) => call('read_xml', text) as XmlElement,
  };
}

const DEFINITIONS = `
import csv, io, json
import xml.etree.ElementTree as ElementTree

def read_csv(text):
    return json.dumps(list(csv.reader(io.StringIO(text, newline=''), strict=True)))

def describe(element):
    return {
        'name': element.tag,
        'attributes': element.attrib,
        'children': [describe(child) for child in element],
        'text': element.text or '',
    }

def read_xml(text):
    return json.dumps(describe(ElementTree.fromstring(text.encode())))
`;
