/** How things of this register are named to the world, for good: by the log's own name, which outlives a change of address. */

/** Of a log named `pledgebook.example.org/1a2b3c4d`, its host and what tells it from others there. */
function partsOf(logName: string): { host: string; own: string } {
  const slash = logName.indexOf('/');
  const host = slash === -1 ? logName : logName.slice(0, slash);
  return { host: host.toLowerCase(), own: slash === -1 ? 'log' : logName.slice(slash + 1).replace(/[^\w.-]/g, '-') };
}

/** The UID of a commitment in calendars (RFC 5545, 3.8.4.7): the same for ever, wherever its date moves. */
export function calendarUid(logName: string, ref: string): string {
  const { host, own } = partsOf(logName);
  return `${ref}.${own}@${host}`;
}

/** A tag URI (RFC 4151) for something of this register, as Atom wants its ids; the date is any on which the name was ours. */
export function tagUri(logName: string, specific: string): string {
  const { host, own } = partsOf(logName);
  return `tag:${host},2026:${own}/${specific}`;
}
