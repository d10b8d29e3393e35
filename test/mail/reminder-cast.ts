/** Reminders rendered and read back, for the specs about them. */
import type { StepClass } from '../../src/domain/reminder-policy.js';
import type { ReminderContent } from '../../src/mail/content.js';
import { renderReminder } from '../../src/mail/emails/reminder.js';
import { samples } from './reminder-samples.js';

export function render(kind: StepClass, change: Partial<ReminderContent> = {}) {
  return renderReminder({ ...samples[kind], ...change });
}

/** The HTML part as somebody reads it: no tags, no style sheet, entities resolved. */
export function readable(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

export const squeezed = (text: string) => text.replace(/[ \n]+/g, ' ');
export const isUrlLine = (line: string) => /^ *https?:\/\/\S+$/.test(line);
export const links = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);
