/**
 * The HTML part: tables for layout, one column of at most 600 px, styles inline because many mail programs drop the
 * style sheet. What a style sheet alone can do (dark mode, narrow screens) hangs on class names. Preact escapes all text.
 */
import { render } from 'preact-render-to-string';
import type { ComponentChildren, JSX } from 'preact';
import type { Action, Block, Item, Letter, Phrase } from '../letter.js';
import { styleSheet, light, toneColours, type Style } from './letter-style.js';

export function renderHtml(letter: Letter): string {
  return `<!doctype html>\n${render(<LetterPage {...letter} />)}\n`;
}

function LetterPage({ lang, subject, preview, tag, tone, ref, title, blocks }: Letter): JSX.Element {
  const body = blocks.filter((block) => block.type !== 'footer');
  const footers = blocks.filter((block) => block.type === 'footer');
  return (
    <html lang={lang} dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style dangerouslySetInnerHTML={{ __html: styleSheet }} />
      </head>
      <body class="page" style={light.page}>
        <div style={light.preview}>{preview}</div>
        <Column class="page">
          <Row style={{ ...light.top, borderTopColor: toneColours[tone] }} class={`card tone-${tone}`}>
            <p style={{ ...light.tag, color: toneColours[tone] }} class={`tone-${tone}`}>
              {tag}
              {ref !== null && ' '}
              {ref !== null && (
                <span style={light.ref} class="quiet">
                  {ref}
                </span>
              )}
            </p>
            <h1 style={light.title} class="ink">
              {title}
            </h1>
          </Row>
          {body.map((block, index) => (
            <Row key={index} style={index === body.length - 1 ? light.lastRow : light.row} class="card">
              <BlockView {...block} />
            </Row>
          ))}
          {footers.map((block, index) => (
            <Row key={index} style={light.footer} class="page">
              <BlockView {...block} />
            </Row>
          ))}
        </Column>
      </body>
    </html>
  );
}

/** Outlook reads the width attributes, everything else the maximum. */
function Column(props: { class: string; children: ComponentChildren }): JSX.Element {
  return (
    <table role="presentation" width="100%" cellPadding="0" cellSpacing="0" class={props.class} style={light.page}>
      <tr>
        <td align="center" style={light.gutter}>
          <table role="presentation" width={600} cellPadding="0" cellSpacing="0" style={light.column}>
            {props.children}
          </table>
        </td>
      </tr>
    </table>
  );
}

function Row(props: { style: Style; class: string; children: ComponentChildren }): JSX.Element {
  return (
    <tr>
      <td style={props.style} class={props.class}>
        {props.children}
      </td>
    </tr>
  );
}

function BlockView(block: Block): JSX.Element {
  switch (block.type) {
    case 'paragraph':
      return (
        <p style={light.paragraph} class="ink">
          {block.text}
        </p>
      );
    case 'notice':
      return (
        <div style={light.notice} class="notice">
          <strong>{block.title}</strong> {block.text}
        </div>
      );
    case 'verbatim':
      return (
        <pre style={light.verbatim} class="ink line">
          {block.text}
        </pre>
      );
    case 'quote':
      return <Quote quote={block.quote} by={block.by} />;
    case 'items':
      return <Items heading={block.heading} items={block.items} />;
    case 'facts':
      return <Facts rows={block.rows} />;
    case 'actions':
      return <Actions actions={block.actions} hint={block.hint} />;
    case 'footer':
      return (
        <p style={light.small} class="quiet">
          {block.text}
          {block.actions.map((action) => (
            <>
              <br />
              <Link {...action} />
            </>
          ))}
        </p>
      );
  }
}

function Quote({ quote, by }: { quote: Phrase; by: string }): JSX.Element {
  return (
    <>
      <blockquote style={light.quote} class="quote" lang={quote.lang} dir="auto">
        {quote.text.split('\n').map((line, index) => (
          <>
            {index > 0 && <br />}
            {line}
          </>
        ))}
      </blockquote>
      <p style={light.small} class="quiet">
        {by}
      </p>
    </>
  );
}

function Items({ heading, items }: { heading: string; items: Item[] }): JSX.Element {
  return (
    <>
      <h2 style={light.heading} class="ink">
        {heading}
      </h2>
      {items.map(({ ref, title, text, by, url }) => (
        <p style={light.item} class="ink line">
          <strong>
            {url === null ? ref : <Link label={ref} url={url} />} {text}
          </strong>
          <br />
          {title}
          <br />
          <span style={light.by} class="quiet">
            {by}
          </span>
        </p>
      ))}
    </>
  );
}

function Facts({ rows }: { rows: { label: string; value: Phrase }[] }): JSX.Element {
  return (
    <table cellPadding="0" cellSpacing="0" width="100%" style={light.facts}>
      {rows.map(({ label, value }) => (
        <tr>
          <th scope="row" align="left" style={light.label} class="label quiet line">
            {label}
          </th>
          <td style={light.value} class="value ink line">
            {value.url ? <Link label={value.text} url={value.url} /> : <span lang={value.lang}>{value.text}</span>}
          </td>
        </tr>
      ))}
    </table>
  );
}

function Actions({ actions: [main, ...others], hint }: { actions: Action[]; hint: string }): JSX.Element {
  return (
    <>
      {main && (
        <table role="presentation" cellPadding="0" cellSpacing="0" style={light.buttonTable}>
          <tr>
            <td style={light.buttonCell} class="button">
              <a href={main.url} style={light.button} class="button">
                {main.label}
              </a>
            </td>
          </tr>
        </table>
      )}
      {others.map((action) => (
        <p style={light.action}>
          <Link {...action} />
        </p>
      ))}
      {hint !== '' && (
        <p style={light.hint} class="quiet">
          {hint}
        </p>
      )}
    </>
  );
}

function Link({ label, url }: Action): JSX.Element {
  return (
    <a href={url} style={light.link} class="link">
      {label}
    </a>
  );
}
