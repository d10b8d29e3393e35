/** Every kind of mail that goes out. */
import { stepClasses } from './reminder-policy.js';

/** Letters answer something that somebody did, or that happened to a mail; no step of a policy makes them. */
export const letterKinds = ['confirm', 'unsubscribed', 'receipt', 'bounce', 'unreachable', 'checkpoint'] as const;
export type LetterKind = (typeof letterKinds)[number];

/** A reminder mail is named after the class that leads it; a digest and a catch-up carry reminders of several commitments. */
export const mailKinds = [...stepClasses, 'digest', 'catch_up', ...letterKinds] as const;
export type MailKind = (typeof mailKinds)[number];
