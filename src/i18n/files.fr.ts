/** The words that only the files of the audit report have, in French. */
import type { filesEn } from './files.en.js';

export const filesFr: typeof filesEn = {
  figure: 'Donnée',
  value: 'Valeur',
  query: 'Requête de la liste',
  asOf: 'À la date du',
  events: 'Événements du journal',
  published: 'Engagements publiés',
  rate: 'Tenus, en part des engagements tranchés',
  openLinks: 'Liens dont personne ne garde de copie',
  leftOut: {
    pending: 'Non compté : sans verdict',
    notTriggered: 'Non compté : condition non réalisée',
    notVerifiable: 'Non compté : invérifiables',
    requests: 'Non compté : demandes',
    drafts: 'Non compté : brouillons',
  },
  title: 'Intitulé',
  firstEarliest: 'D’abord promis, du',
  firstLatest: 'D’abord promis, au',
  earliest: 'Maintenant, du',
  latest: 'Maintenant, au',
  slipDays: 'Glissement en jours',
  median: 'Glissement médian',
  worst: 'Pire glissement',
  page: (page, pages) => `Page ${page} sur ${pages}`,
  rowsShown: (shown, total) => `Les ${shown} premières lignes sur ${total} ; les autres fichiers les ont toutes.`,
  footer: (events, root) => `${events} événements, racine ${root}`,
};
