/** The words of digests and letters in English. The French ones have this type, so none can be missing. */
import type { Progress } from '../domain/axes.js';

const commitments = (count: number): string => (count === 1 ? '1 commitment' : `${count} commitments`);

export const progressEn: Record<Progress, string> = {
  not_started: 'not started',
  limited: 'limited progress',
  substantial: 'substantial progress',
  complete: 'complete',
};

export const lettersEn = {
  signIn: {
    tag: 'Sign in',
    title: 'Your link to sign in',
    subject: 'Your link to sign in to Pledgebook',
    text: 'This link lets you in once, within ten minutes. Open it in the browser in which you want to work.',
    action: 'Sign in',
    ignore: 'If you did not ask for it, do nothing: nobody gets in without this mail.',
  },
  digest: {
    tag: { daily: 'Daily digest', weekly: 'Weekly digest' },
    title: (count: number) => `News of ${commitments(count)}`,
    subject: (mode: 'daily' | 'weekly', day: string, count: number) =>
      `${mode === 'daily' ? 'Digest' : 'Week'} of ${day}: ${commitments(count)}`,
    intro: {
      daily: 'This is what your day holds, and what has happened since the last digest.',
      weekly: 'This is what the week ahead holds, and what happened in the last one.',
    },
    ahead: 'Ahead',
    behind: 'What happened',
  },
  catchUp: {
    tag: 'Catching up',
    title: (count: number) => `${commitments(count)} to look at`,
    subject: (count: number) => `Late reminders of ${commitments(count)}`,
    intro: 'While the service was down reminders of several commitments could not be sent. This one mail stands for all of them.',
    items: 'As things stand now',
  },
  confirm: {
    tag: 'Please confirm',
    title: 'Do you want to follow this?',
    subject: (what: string) => `Please confirm: reminders about ${what}`,
    text: (what: string) => `Somebody asked for you to get reminders about ${what}. Nothing is sent before you confirm it.`,
    ignore: 'If you do not want this, do nothing: no further mail will come.',
    action: 'Confirm',
  },
  unsubscribed: {
    tag: 'Stopped',
    title: 'The reminders have stopped',
    subject: 'You will get no more reminders',
    text: (what: string) => `You will get no more reminders about ${what}.`,
    action: 'That was a mistake: go on sending',
  },
  receipt: {
    tag: 'Recorded',
    subject: (ref: string, progress: string) => `${ref} recorded: ${progress}`,
    text: (progress: string) => `You reported on this commitment: ${progress}. It stands in its history now.`,
  },
  bounce: {
    tag: 'Mail not delivered',
    subject: (ref: string) => `${ref} a reminder could not be delivered`,
    text: (address: string) => `A reminder about this commitment to ${address} could not be delivered.`,
    reply: 'The mail server said',
    ask: 'Please tell them another way, and see to it that the register has an address that works.',
  },
  unreachable: {
    tag: 'Owner cannot be reached',
    title: (owner: string) => `No mail reaches ${owner} any more`,
    subject: (owner: string) => `No mail reaches ${owner}: please find another owner`,
    text: {
      address_dead: (owner: string, count: number) =>
        `The address of ${owner} does not exist any more, so nobody hears the reminders of ${commitments(count)}.`,
      left: (owner: string, count: number) => `${owner} has left, so nobody hears the reminders of ${commitments(count)}.`,
    },
    ask: 'Please give each of them an owner who can be reached.',
    items: 'Without an owner',
    more: (count: number) => `And ${commitments(count)} more.`,
  },
  checkpoint: {
    tag: 'To keep',
    title: (month: string) => `The log’s checkpoint of ${month}`,
    subject: (month: string) => `To keep: the log’s checkpoint of ${month}`,
    text: (size: number) =>
      `These lines fix the ${size} events that the register has recorded so far. As long as you have them, nothing in those events can be changed, left out or put in without your being able to show it.`,
    ask: 'Keep this mail where whoever runs the register cannot reach it.',
    check:
      'To check a later export of the log, save the lines below as a file, the empty line included, and run “pledgebook verify EXPORT --checkpoint FILE”, or any program that reads signed notes.',
    key: 'The key that they are signed with',
  },
  /** In place of a name or an address that was erased. */
  erased: 'somebody who was erased from this register',
  /** What somebody follows, after "about". */
  scope: {
    all: 'every commitment of this register',
    commitment: (ref: string, title: string) => `${ref}, ${title}`,
    party: (name: string) => `all that ${name} has promised`,
    topic: (topic: string) => `the topic “${topic}”`,
  },
  because: {
    askedToSignIn: 'somebody asked to sign in with your address',
    digest: 'you asked for your reminders as a digest',
    asked: 'somebody entered your address in this register',
    acted: 'you did something here a moment ago',
    responsible: 'you answer for this commitment',
    auditor: 'you are an auditor of this register',
    contact: 'you are the one to be told when an owner cannot be reached',
  },
  preferences: 'Change how often you hear from us',
  stopAll: 'Stop all reminders',
  progress: progressEn,
};
