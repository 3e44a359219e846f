import { invariant } from '../lib/invariant.ts';

/** One element of a symbol file, with what stands inside it. */
export interface SymbolElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly SymbolElement[];
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: SymbolElement[];
  text: string;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
]);

function plainText(escaped: string): string {
  return escaped.replace(/&([^;]*);?/g, (_, name: string) => {
    const character = entities.get(name);
    invariant(character !== undefined, `no entity &${name}; in a symbol file`);
    return character;
  });
}

function readAttributes(source: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const rest = source.replace(/([\w:-]+)="([^"<]*)"/g, (_, name: string, value: string) => {
    invariant(!attributes.has(name), `${name} is given twice`);
    attributes.set(name, plainText(value));
    return '';
  });
  invariant(rest.trim() === '', `attributes are written name="value", not ${rest.trim()}`);
  return attributes;
}

/**
 * Reads the small part of XML that symbol files are written in: elements, attributes and text.
 * Comments, declarations, processing instructions and sections are refused.
 */
export function readElements(source: string): SymbolElement {
  const top: OpenElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open: OpenElement[] = [top];
  for (const match of source.matchAll(/<(\/?)([a-zA-Z][\w-]*)([^<>]*?)(\/?)>|([^<]+)|</g)) {
    const [whole, closing, name, attributes, selfClosing, text] = match;
    const parent = open.at(-1);
    invariant(parent !== undefined && whole !== '<', 'elements are nested and closed');
    if (text !== undefined) {
      parent.text += plainText(text);
    } else if (closing === '/') {
      invariant(parent.name === name && open.length > 1, `</${name}> closes what is open`);
      open.pop();
    } else {
      const element = { name: name ?? '', attributes: readAttributes(attributes ?? ''), children: [], text: '' };
      parent.children.push(element);
      if (selfClosing !== '/') {
        open.push(element);
      }
    }
  }
  const [root, ...others] = top.children;
  invariant(root !== undefined && others.length === 0 && open.length === 1, 'one element holds all others');
  return root;
}
