/** Every word that people read, in English: the language that says which words there are. */
import { mailEn } from './mail.en.js';

export const en = {
  mail: mailEn,
  unsubscribe: {
    title: 'Stop these mails',
    explanation: 'Nothing has been recorded yet. Press the button and you will get no more reminders from this subscription.',
    button: 'Stop the mails',
    doneTitle: 'The mails have stopped',
    done: 'You will get no more reminders from this subscription. To follow again, write to whoever keeps this register.',
  },
};
