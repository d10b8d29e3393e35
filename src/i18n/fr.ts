/** Every word that people read, in French. A missing or extra key does not compile. */
import type { en } from './en.js';
import { auditFr } from './audit.fr.js';
import { axesFr } from './axes.fr.js';
import { chartsFr } from './charts.fr.js';
import { calendarFr, changesFr } from './feeds.fr.js';
import { commitmentFr } from './commitment.fr.js';
import { filesFr } from './files.fr.js';
import { formsFr } from './forms.fr.js';
import { frameFr } from './frame.fr.js';
import { lettersFr } from './letters.fr.js';
import { mailFr } from './mail.fr.js';
import { outboxFr } from './outbox.fr.js';
import { pagesFr } from './pages.fr.js';
import { peopleFr, settingsFr } from './people.fr.js';
import { signInFr } from './sign-in.fr.js';
import { registerFr } from './register.fr.js';
import { textsFr } from './texts.fr.js';
import { planningFr } from './planning.fr.js';
import { todayFr } from './today.fr.js';

export const fr = {
  mail: mailFr,
  letters: lettersFr,
  pages: pagesFr,
  people: peopleFr,
  settings: settingsFr,
  signIn: signInFr,
  planning: planningFr,
  texts: textsFr,
  audit: auditFr,
  axes: axesFr,
  people: peopleFr,
  settings: settingsFr,
  signIn: signInFr,
  outbox: outboxFr,
  charts: chartsFr,
  frame: frameFr,
  register: registerFr,
  commitment: commitmentFr,
  forms: formsFr,
  today: todayFr,
  calendar: calendarFr,
  changes: changesFr,
  files: filesFr,
} satisfies typeof en;
