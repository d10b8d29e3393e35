/**
 * The URL as it may stand in a link, or null: http and https only. JSX escapes a `javascript:` address but keeps it a
 * link, so every link of a mail goes through here.
 */
export function webUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
