/** Every word that people read, in English: the language that says which words there are. */
import { axesEn } from './axes.en.js';
import { chartsEn } from './charts.en.js';
import { calendarEn, changesEn } from './feeds.en.js';
import { commitmentEn } from './commitment.en.js';
import { frameEn } from './frame.en.js';
import { lettersEn } from './letters.en.js';
import { mailEn } from './mail.en.js';
import { outboxEn } from './outbox.en.js';
import { pagesEn } from './pages.en.js';
import { peopleEn, settingsEn } from './people.en.js';
import { signInEn } from './sign-in.en.js';
import { registerEn } from './register.en.js';

export const en = {
  mail: mailEn,
  letters: lettersEn,
  pages: pagesEn,
  people: peopleEn,
  settings: settingsEn,
  signIn: signInEn,
  outbox: outboxEn,
  charts: chartsEn,
  frame: frameEn,
  axes: axesEn,
  register: registerEn,
  commitment: commitmentEn,
  calendar: calendarEn,
  changes: changesEn,
};
