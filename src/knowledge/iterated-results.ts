/** What a loop gets of well-known objects and of what well-known calls give, one after the other. Source: the library reference of Python 3.14. */
import { tableOf } from './table.ts';

const ELEMENT = 'xml.etree.ElementTree.Element';
const TREE = 'xml.etree.ElementTree.ElementTree';

/** Calls that give an element of a parsed document, or the whole of it. */
export const ELEMENT_RESULTS = ['fromstring', 'XML', 'SubElement']
  .map((name) => `  xml.etree.ElementTree.${name} ${ELEMENT}`)
  .concat(
    [`${TREE}.getroot`, `${TREE}.find`, `${ELEMENT}.find`].map((name) => `  ${name} ${ELEMENT}`),
    `  xml.etree.ElementTree.parse ${TREE}`,
  )
  .join('\n');

/** By the class of what is gone over. */
export const ELEMENTS_OF_CLASS: ReadonlyMap<string, string> = tableOf(`
  ${ELEMENT} ${ELEMENT}
  io.TextIOWrapper builtins.str
  csv.DictReader builtins.dict
  csv.reader builtins.list
`);

/** By the name of what is called. */
export const ELEMENTS_OF_CALL: ReadonlyMap<string, string> = tableOf(`
  ${ELEMENT}.iter ${ELEMENT}
  ${ELEMENT}.findall ${ELEMENT}
  ${ELEMENT}.iterfind ${ELEMENT}
  ${TREE}.iter ${ELEMENT}
  ${TREE}.findall ${ELEMENT}
  ${TREE}.iterfind ${ELEMENT}
  pathlib.Path.iterdir pathlib.Path
  pathlib.Path.glob pathlib.Path
  pathlib.Path.rglob pathlib.Path
  re.finditer re.Match
  re.Pattern.finditer re.Match
  os.scandir os.DirEntry
  concurrent.futures.as_completed concurrent.futures.Future
`);
