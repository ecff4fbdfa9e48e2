/** What the reader of Markdown takes for all named characters. */
export { characterEntitiesHtml4 as characterEntities } from 'character-entities-html4';
