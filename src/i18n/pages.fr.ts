/** The words of the pages behind the links of a mail, in French. */
import { typeset } from './french-spaces.js';
import { lettersFr } from './letters.fr.js';
import type { pagesEn } from './pages.en.js';

export const pagesFr: typeof pagesEn = {
  name: 'Pledgebook',
  actingAs: (who) => `Vous agissez en tant que ${who}.`,
  nothingYet: 'Rien n’est encore enregistré.',
  recorded: 'Enregistré',
  about: 'Concerne',
  unsubscribe: {
    title: 'Ne plus recevoir ces messages',
    explain: (what) =>
      typeset`Vous ne recevrez plus de rappels sur ${what}. Ce qui vous parvient comme responsable, auditeur ou contact continue d’arriver.`,
    button: 'Arrêter les messages',
    done: 'Vous ne recevrez plus de rappels au titre de cet abonnement. Un message contenant un lien pour annuler est en route.',
  },
  resubscribe: {
    title: 'Continuer l’envoi',
    explain: 'Vous recevrez de nouveau des rappels comme auparavant.',
    button: 'Reprendre l’envoi',
    done: 'Vous recevrez de nouveau des rappels.',
  },
  confirm: {
    title: 'Confirmer que vous voulez suivre ceci',
    explain: (what) => `Vous recevrez des rappels sur ${what}. Chaque message contient un lien pour les arrêter.`,
    button: 'Confirmer',
    done: 'C’est confirmé. Chaque message contient un lien pour arrêter l’envoi.',
  },
  acknowledge: {
    title: 'Accuser réception',
    explain: typeset`Vous en avez pris connaissance : le même rappel ne sera pas répété, sauf si la date change ou si l’affaire devient plus pressante.`,
    button: 'Accuser réception',
    done: 'Le même rappel ne sera pas répété. Il reprendra si la date change ou si l’affaire devient plus pressante.',
  },
  snooze: {
    title: (days) => `Me le rappeler dans ${days} jours`,
    explain: (until) => `Vous n’entendrez plus parler de cet engagement avant le ${until}. Une alerte vous parviendra malgré tout.`,
    button: 'Mettre en veille',
    done: (until) => `Vous entendrez de nouveau parler de cet engagement le ${until}, ou aussitôt en cas d’alerte.`,
  },
  progress: {
    title: 'Signaler des progrès',
    explain: 'Ce que vous signalez figure à l’historique de l’engagement, sous votre nom. Ce n’est pas un verdict.',
    how: typeset`Où en est-on ?`,
    values: lettersFr.progress,
    note: 'Ce qui a été fait (facultatif)',
    noteHint: 'Une phrase ou deux. N’écrivez rien qui ne doive être conservé.',
    button: 'Signaler des progrès',
    done: 'Votre signalement figure à l’historique de l’engagement. Un accusé de réception vous est envoyé.',
    choose: 'Choisissez où l’on en est',
    noteTooLong: typeset`Écrivez au plus 5 000 caractères`,
  },
  preferences: {
    title: 'Comment vous nous lisez',
    mode: 'Fréquence',
    modes: {
      immediate: 'Un message pour chaque rappel',
      daily: 'Un récapitulatif par jour',
      weekly: 'Un récapitulatif par semaine',
    },
    modeHint: 'Une échéance du jour, un retard, un changement de date ou une alerte arrivent aussitôt dans tous les cas.',
    weekday: 'Jour du récapitulatif de la semaine',
    weekdays: {
      monday: 'lundi',
      tuesday: 'mardi',
      wednesday: 'mercredi',
      thursday: 'jeudi',
      friday: 'vendredi',
      saturday: 'samedi',
      sunday: 'dimanche',
    },
    locale: 'Langue',
    zone: 'Fuseau horaire',
    zoneHint: 'Nom de la base tz, par exemple Europe/Brussels',
    sendAt: 'Heure d’envoi',
    sendAtHint: 'Par exemple 08:00',
    pause: 'Suspendre tous les rappels jusqu’au',
    pauseHint:
      'Le premier jour où vous voulez de nouveau nous lire, par exemple 2027-03-31. Laissez vide pour ne rien suspendre. Les alertes vous parviennent malgré tout.',
    button: 'Enregistrer',
    saved: 'Vos choix sont enregistrés.',
    following: 'Ce que vous suivez',
    followsNothing: 'Vous ne suivez rien. Ce qui vous parvient comme responsable, auditeur ou contact continue d’arriver.',
    stopAll: 'Tout arrêter',
    wrong: 'Il y a un problème',
    wrongZone: 'Indiquez un fuseau de la base tz, comme Europe/Brussels',
    wrongTime: 'Indiquez une heure, comme 08:00',
    wrongDay: 'Indiquez un jour après aujourd’hui, comme 2027-03-31, ou rien',
    wrongChoice: 'Choisissez une de ces réponses',
  },
  gone: { title: 'Ce lien n’est plus valable', wayOn: 'Ouvrez l’engagement, ou adressez-vous à qui tient ce registre.' },
};
