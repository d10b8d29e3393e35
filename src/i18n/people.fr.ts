/** The words of the pages about who is here and how the service is set, in French. */
import { typeset } from './french-spaces.js';
import type { peopleEn, settingsEn } from './people.en.js';

export const peopleFr: typeof peopleEn = {
  title: 'Personnes',
  intro: 'Les personnes qui travaillent ici, et celles qui suivent des engagements sans y travailler.',
  columns: { name: 'Nom', email: 'Adresse électronique', role: 'Rôle', locale: 'Langue', zone: 'Fuseau horaire', state: 'État' },
  erased: 'effacée',
  active: 'active',
  disabled: 'désactivée',
  add: 'Ajouter une personne',
  addTitle: 'Ajouter une personne',
  email: 'Adresse électronique',
  name: 'Nom',
  role: 'Rôle',
  roleHint: 'Il peut être changé à tout moment, avec effet immédiat.',
  roles: { admin: 'Administration', staff: 'Équipe', auditor: 'Audit', none: 'Suit seulement' },
  may: {
    admin: 'Tout ce que peut l’équipe, ainsi que les personnes, les règles et les envois.',
    staff: 'Enregistre et révise les engagements, propose des verdicts.',
    auditor: 'Lit tout, confirme les verdicts, exporte, vérifie.',
    none: typeset`Reçoit des courriels sur ce qui est suivi ; ne peut pas se connecter.`,
  },
  locale: 'Langue',
  zone: 'Fuseau horaire',
  zoneHint: 'Tel que dans la base tz, par exemple Europe/Brussels',
  addButton: 'Ajouter',
  added: (who) => typeset`${who} est maintenant ici. La connexion se fait avec l’adresse ; le lien arrive par courriel.`,
  changed: 'La modification est enregistrée.',
  save: 'Enregistrer',
  disable: 'Désactiver',
  disableTitle: 'Une personne qui est partie',
  disableHint:
    'Elle est déconnectée partout, ne reçoit plus de courriels et ne peut plus se connecter. Ce qu’elle a fait reste à son nom dans l’historique.',
  enable: 'Rouvrir l’accès',
  enableTitle: 'Une personne qui est revenue',
  enableHint: 'Elle peut de nouveau se connecter avec son adresse. Son mot de passe n’existe plus.',
  back: 'Personnes',
  wrongEmail: 'Saisissez une adresse électronique, par exemple desk@example.org',
  wrongName: 'Utilisez au plus 200 caractères',
  wrongZone: 'Saisissez un fuseau de la base tz, par exemple Europe/Brussels',
  wrongRole: 'Choisissez un rôle. La dernière personne à administrer le registre le reste tant qu’il n’y en a pas d’autre.',
  duplicate: 'Une personne avec cette adresse est déjà ici',
};

export const settingsFr: typeof settingsEn = {
  title: 'Paramètres',
  intro:
    'Ils sont lus dans l’environnement ou dans un fichier .env au démarrage du service, et se changent là. Les secrets ne sont pas montrés.',
  table: 'Comment le service est réglé',
  columns: { name: 'Paramètre', value: 'Valeur', source: 'Origine' },
  unset: 'non défini',
  sources: { 'command line': 'ligne de commande', environment: 'environnement', '.env': '.env', default: 'par défaut' },
  health: 'Si tout est en ordre',
  ready: 'Tout est en ordre.',
  notReady: typeset`Quelque chose demande votre attention :`,
  facts: {
    database: 'Base de données',
    lastTick: 'Dernier passage du planificateur',
    never: 'aucun encore',
    unaccounted: 'Rappels sans explication',
    open: 'Rappels dans des courriels en cours',
    mail: 'Courriels',
    captured: 'gardés en fichiers, pas envoyés',
    sent: 'envoyés par le serveur de messagerie',
  },
  outbox: 'Voir et piloter les envois',
};
