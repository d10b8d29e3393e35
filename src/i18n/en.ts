/** Every word that people read, in English: the language that says which words there are. */
import { auditEn } from './audit.en.js';
import { axesEn } from './axes.en.js';
import { chartsEn } from './charts.en.js';
import { calendarEn, changesEn } from './feeds.en.js';
import { commitmentEn } from './commitment.en.js';
import { filesEn } from './files.en.js';
import { formsEn } from './forms.en.js';
import { frameEn } from './frame.en.js';
import { lettersEn } from './letters.en.js';
import { mailEn } from './mail.en.js';
import { outboxEn } from './outbox.en.js';
import { pagesEn } from './pages.en.js';
import { peopleEn, settingsEn } from './people.en.js';
import { signInEn } from './sign-in.en.js';
import { registerEn } from './register.en.js';
import { textsEn } from './texts.en.js';
import { planningEn } from './planning.en.js';
import { todayEn } from './today.en.js';

export const en = {
  mail: mailEn,
  letters: lettersEn,
  pages: pagesEn,
  people: peopleEn,
  settings: settingsEn,
  signIn: signInEn,
  planning: planningEn,
  texts: textsEn,
  audit: auditEn,
  axes: axesEn,
  people: peopleEn,
  settings: settingsEn,
  signIn: signInEn,
  outbox: outboxEn,
  charts: chartsEn,
  frame: frameEn,
  register: registerEn,
  commitment: commitmentEn,
  forms: formsEn,
  today: todayEn,
  calendar: calendarEn,
  changes: changesEn,
  files: filesEn,
};
