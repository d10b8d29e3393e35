/** Every word that people read, in French. A missing or extra key does not compile. */
import type { en } from './en.js';
import { mailFr } from './mail.fr.js';

export const fr = {
  mail: mailFr,
  unsubscribe: {
    title: 'Ne plus recevoir ces messages',
    explanation: 'Rien n’est encore enregistré. En appuyant sur le bouton, vous ne recevrez plus de rappels au titre de cet abonnement.',
    button: 'Arrêter les messages',
    doneTitle: 'Les messages sont arrêtés',
    done: 'Vous ne recevrez plus de rappels au titre de cet abonnement. Pour le reprendre, écrivez à qui tient ce registre.',
  },
} satisfies typeof en;
