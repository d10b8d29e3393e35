/** How letters look. Text has a contrast of at least 4.5 to 1 on its ground, light and dark (WCAG 2.2, 1.4.3). */
import type { CSSProperties } from 'preact';
import type { Tone } from '../letter.js';

export type Style = CSSProperties;

const font = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const ink = '#1b1f23';
const quiet = '#555e67';
const ground = '#eef0f2';
const card = '#ffffff';
const line = '#d9dde1';
const blue = '#1d4f8f';

export const toneColours: Record<Tone, string> = { calm: '#1d4f8f', soon: '#7d5200', late: '#a3261b', done: '#1b6638' };

const darkTones: Record<Tone, string> = { calm: '#8fbdf0', soon: '#e3b65c', late: '#f59a91', done: '#84cc9d' };

export const light = {
  page: { margin: 0, padding: 0, backgroundColor: ground, fontFamily: font },
  preview: { display: 'none', maxHeight: 0, overflow: 'hidden', opacity: 0, fontSize: '1px', lineHeight: '1px' },
  gutter: { padding: '24px 12px' },
  column: { width: '100%', maxWidth: '600px', tableLayout: 'fixed' },
  top: { backgroundColor: card, borderTop: '6px solid', padding: '24px 24px 0', fontFamily: font },
  row: { backgroundColor: card, padding: '16px 24px 0', fontFamily: font },
  lastRow: { backgroundColor: card, padding: '16px 24px 28px', fontFamily: font },
  footer: { padding: '16px 24px 0', fontFamily: font, backgroundColor: ground },
  tag: { margin: 0, fontSize: '15px', lineHeight: '20px', fontWeight: 'bold' },
  ref: { marginLeft: '12px', fontWeight: 'normal', color: quiet },
  title: { margin: '6px 0 0', fontSize: '24px', lineHeight: '30px', color: ink, overflowWrap: 'anywhere' },
  paragraph: { margin: 0, fontSize: '17px', lineHeight: '26px', color: ink, overflowWrap: 'anywhere' },
  small: { margin: 0, fontSize: '14px', lineHeight: '22px', color: quiet, overflowWrap: 'anywhere' },
  notice: {
    padding: '12px 16px',
    fontSize: '16px',
    lineHeight: '24px',
    color: '#4d3300',
    backgroundColor: '#fdf3d7',
    border: '1px solid #d8b65c',
  },
  quote: {
    margin: '4px 0 8px',
    padding: '4px 0 4px 16px',
    borderLeft: `4px solid ${line}`,
    fontFamily: "Georgia, 'Times New Roman', serif",
    fontSize: '18px',
    lineHeight: '27px',
    color: ink,
    overflowWrap: 'anywhere',
  },
  verbatim: {
    margin: 0,
    padding: '12px 16px',
    border: `1px solid ${line}`,
    fontFamily: "Consolas, Menlo, 'DejaVu Sans Mono', monospace",
    fontSize: '13px',
    lineHeight: '20px',
    color: ink,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  heading: { margin: '0 0 4px', fontSize: '18px', lineHeight: '26px', color: ink },
  item: {
    margin: 0,
    padding: '10px 0',
    borderTop: `1px solid ${line}`,
    fontSize: '16px',
    lineHeight: '24px',
    color: ink,
    overflowWrap: 'anywhere',
  },
  by: { fontSize: '14px', lineHeight: '20px', color: quiet },
  facts: { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' },
  label: {
    width: '36%',
    padding: '8px 12px 8px 0',
    borderTop: `1px solid ${line}`,
    fontSize: '15px',
    lineHeight: '22px',
    fontWeight: 'normal',
    color: quiet,
    verticalAlign: 'top',
    textAlign: 'left',
  },
  value: {
    padding: '8px 0',
    borderTop: `1px solid ${line}`,
    fontSize: '15px',
    lineHeight: '22px',
    color: ink,
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
  },
  buttonTable: { margin: '4px 0 12px' },
  buttonCell: { backgroundColor: blue, borderRadius: '4px' },
  button: {
    display: 'inline-block',
    padding: '12px 20px',
    fontSize: '17px',
    lineHeight: '22px',
    fontWeight: 'bold',
    color: '#ffffff',
    backgroundColor: blue,
    borderRadius: '4px',
    textDecoration: 'none',
  },
  action: { margin: 0, padding: '5px 0', fontSize: '16px', lineHeight: '24px' },
  hint: { margin: '8px 0 0', fontSize: '14px', lineHeight: '22px', color: quiet },
  link: { color: blue, textDecoration: 'underline' },
} satisfies Record<string, Style>;

/** What needs a style sheet: narrow screens and dark mode. Inline styles win over it, hence `!important` throughout. */
export const styleSheet = `
@media (max-width: 440px) {
  .label, .value { display: block !important; width: auto !important; }
  .label { padding-bottom: 0 !important; }
  .value { padding-top: 0 !important; border-top: 0 !important; }
}
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #14171a !important; }
  .card { background-color: #1f2429 !important; }
  .ink, .quote { color: #eceae6 !important; }
  .quiet { color: #b3bac1 !important; }
  .line, .quote { border-color: #3d454d !important; }
  .link { color: #8fbdf0 !important; }
  .button { background-color: #8fbdf0 !important; color: #10151a !important; }
  .notice { background-color: #3a2f12 !important; border-color: #8a6d24 !important; color: #f6e3b0 !important; }
${(Object.keys(darkTones) as Tone[]).map((tone) => `  .tone-${tone} { color: ${darkTones[tone]} !important; border-color: ${darkTones[tone]} !important; }`).join('\n')}
}
`;
