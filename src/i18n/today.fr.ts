/** The words of the page of the day in French. */
import { typeset } from './french-spaces.js';
import type { todayEn } from './today.en.js';

export const todayFr: typeof todayEn = {
  title: 'Aujourd’hui',
  day: (day) => `Nous sommes le ${day}.`,
  confirm: 'En attente de votre confirmation',
  proposed: (verdict, who) => `${verdict}, proposé par ${who}`,
  nothingToConfirm: 'Rien ne vous attend.',
  overdue: 'Nouveaux retards',
  overdueText: 'En retard depuis l’un des sept derniers jours, et sans verdict.',
  nothingOverdue: 'Aucun retard nouveau ces sept derniers jours.',
  allOverdue: 'Tout ce qui est en retard',
  due: 'Échéances des 30 prochains jours',
  nothingDue: 'Aucune échéance dans les 30 prochains jours.',
  allDue: (count) => `Voir les ${count} échéances des 30 prochains jours`,
  mail: 'Difficultés d’envoi',
  mailHeld: 'Aucun message ne part en ce moment.',
  mailFailed: (count) =>
    count < 2 ? `${count} envoi a échoué ces sept derniers jours.` : `${count} envois ont échoué ces sept derniers jours.`,
  mailUnknown: (count) =>
    count < 2
      ? `Pour ${count} message des sept derniers jours, nul ne peut dire s’il est arrivé.`
      : `Pour ${count} messages des sept derniers jours, nul ne peut dire s’ils sont arrivés.`,
  noMailTrouble: 'Aucune ces sept derniers jours.',
  outbox: 'Voir les envois',
  news: 'Ce qui a changé depuis votre dernière visite',
  newsSince: (when) => typeset`Depuis le ${when}.`,
  newsFirst: 'Vous n’avez pas encore dit que vous aviez regardé. Voici les derniers changements.',
  newsMore: (count) => `Seuls les ${count} plus récents figurent ici.`,
  noNews: 'Rien n’a changé.',
  looked: 'J’en ai pris connaissance',
};
