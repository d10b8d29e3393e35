/** The words of digests and letters in French. */
import type { lettersEn } from './letters.en.js';
import { typeset } from './french-spaces.js';

const commitments = (count: number): string => (count <= 1 ? '1 engagement' : `${count} engagements`);

export const lettersFr: typeof lettersEn = {
  signIn: {
    tag: 'Connexion',
    title: 'Votre lien de connexion',
    subject: 'Votre lien de connexion à Pledgebook',
    text: 'Ce lien vous ouvre l’accès une seule fois, dans les dix minutes. Ouvrez-le dans le navigateur où vous voulez travailler.',
    action: 'Se connecter',
    ignore: typeset`Si vous n’avez rien demandé, ne faites rien : personne n’entre sans ce message.`,
  },
  digest: {
    tag: { daily: 'Récapitulatif du jour', weekly: 'Récapitulatif de la semaine' },
    title: (count) => `Du nouveau sur ${commitments(count)}`,
    subject: (mode, day, count) => typeset`${mode === 'daily' ? 'Récapitulatif' : 'Semaine'} du ${day} : ${commitments(count)}`,
    intro: {
      daily: 'Voici ce que la journée apporte, et ce qui s’est passé depuis le dernier récapitulatif.',
      weekly: 'Voici ce que la semaine apporte, et ce qui s’est passé la semaine dernière.',
    },
    ahead: 'À venir',
    behind: 'Ce qui s’est passé',
  },
  catchUp: {
    tag: 'Rattrapage',
    title: (count) => `${commitments(count)} à examiner`,
    subject: (count) => `Rappels tardifs sur ${commitments(count)}`,
    intro:
      'Pendant l’interruption du service, les rappels de plusieurs engagements n’ont pas pu être envoyés. Ce seul message les remplace tous.',
    items: 'Où en sont les choses',
  },
  confirm: {
    tag: 'Confirmation demandée',
    title: typeset`Voulez-vous suivre ceci ?`,
    subject: (what) => typeset`À confirmer : rappels sur ${what}`,
    text: (what) => `Quelqu’un a demandé que vous receviez des rappels sur ${what}. Rien n’est envoyé avant votre confirmation.`,
    ignore: typeset`Si vous ne le souhaitez pas, ne faites rien : aucun autre message ne suivra.`,
    action: 'Confirmer',
  },
  unsubscribed: {
    tag: 'Arrêt',
    title: 'Les rappels sont arrêtés',
    subject: 'Vous ne recevrez plus de rappels',
    text: (what) => `Vous ne recevrez plus de rappels sur ${what}.`,
    action: typeset`C’était une erreur : continuer l’envoi`,
  },
  receipt: {
    tag: 'Enregistré',
    subject: (ref, progress) => typeset`${ref} enregistré : ${progress}`,
    text: (progress) => typeset`Vous avez rendu compte de cet engagement : ${progress}. C’est désormais inscrit à son historique.`,
  },
  bounce: {
    tag: 'Message non distribué',
    subject: (ref) => `${ref} un rappel n’a pas pu être distribué`,
    text: (address) => `Un rappel sur cet engagement destiné à ${address} n’a pas pu être distribué.`,
    reply: 'Réponse du serveur',
    ask: 'Merci de prévenir cette personne autrement et de faire inscrire au registre une adresse valable.',
  },
  unreachable: {
    tag: 'Responsable injoignable',
    title: (owner) => `Plus aucun message n’atteint ${owner}`,
    subject: (owner) => typeset`Plus aucun message n’atteint ${owner} : un autre responsable est à trouver`,
    text: {
      address_dead: (owner, count) => `L’adresse de ${owner} n’existe plus : personne ne reçoit les rappels de ${commitments(count)}.`,
      left: (owner, count) => `${owner} n’est plus là : personne ne reçoit les rappels de ${commitments(count)}.`,
    },
    ask: 'Merci de donner à chacun un responsable que l’on puisse joindre.',
    items: 'Sans responsable',
    more: (count) => `Et encore ${commitments(count)}.`,
  },
  checkpoint: {
    tag: 'À conserver',
    title: (month) => `Le point de contrôle du journal, ${month}`,
    subject: (month) => typeset`À conserver : point de contrôle du journal, ${month}`,
    text: (size) =>
      typeset`Les lignes ci-dessous figent les ${size} événements inscrits au registre jusqu’ici. Tant que vous les avez, rien de ces événements ne peut être modifié, retiré ou ajouté sans que vous puissiez le démontrer.`,
    ask: 'Conservez ce message hors de portée de ceux qui tiennent le registre.',
    check: typeset`Pour vérifier un export ultérieur du journal, enregistrez ces lignes dans un fichier, ligne vide comprise, et lancez « pledgebook verify EXPORT --checkpoint FICHIER », ou tout programme qui lit les notes signées.`,
    key: 'La clé qui les signe',
  },
  erased: 'une personne effacée de ce registre',
  scope: {
    all: 'tous les engagements de ce registre',
    commitment: (ref, title) => `${ref}, ${title}`,
    party: (name) => typeset`tout ce qui a été promis par « ${name} »`,
    topic: (topic) => typeset`le thème « ${topic} »`,
  },
  because: {
    askedToSignIn: 'quelqu’un a demandé à se connecter avec votre adresse',
    digest: 'vous avez demandé vos rappels sous forme de récapitulatif',
    asked: 'quelqu’un a inscrit votre adresse dans ce registre',
    acted: 'vous venez d’agir',
    responsible: 'vous répondez de cet engagement',
    auditor: 'vous êtes auditeur ou auditrice de ce registre',
    contact: 'vous êtes la personne à prévenir lorsqu’un responsable est injoignable',
  },
  preferences: 'Changer la fréquence de ces courriels',
  stopAll: 'Arrêter tous les rappels',
  progress: {
    not_started: 'pas commencé',
    limited: 'progrès limités',
    substantial: 'progrès substantiels',
    complete: 'achevé',
  },
};
