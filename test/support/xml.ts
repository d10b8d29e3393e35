/** XML read with a strict parser that is not ours; it throws for what is not well-formed. */
import { SaxesParser } from 'saxes';

export interface Node {
  name: string;
  attributes: Record<string, string>;
  /** What it holds of text, whole. */
  text: string;
  children: Node[];
}

export function readXml(document: string): Node {
  const root: Node = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes, text: '', children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(document).close();
  const [only] = root.children;
  if (only === undefined) throw new Error('no element at all');
  return only;
}

export function childrenOf(node: Node, name: string): Node[] {
  return node.children.filter((child) => child.name === name);
}

export function textOf(node: Node, name: string): string {
  return childrenOf(node, name)
    .map((child) => child.text)
    .join('');
}
