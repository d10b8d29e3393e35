/** The words of calendars and of the feed of changes in French. */
import type { calendarEn, changesEn } from './feeds.en.js';
import { typeset } from './french-spaces.js';

const quoted = (text: string): string => typeset`« ${text} »`;
const row = (label: string, value: string): string => typeset`${label} : ${value}`;

const verdict = {
  pending: 'À nouveau ouvert',
  fulfilled: 'Tenu',
  partly_fulfilled: 'Partiellement tenu',
  not_fulfilled: 'Non tenu',
  not_verifiable: 'Invérifiable',
};
const progress = { not_started: 'pas commencé', limited: 'limité', substantial: 'important', complete: 'achevé' };
const conditionState = { pending: 'en attente', met: 'remplie', not_met: 'non remplie', disputed: 'contestée' };

export const calendarFr = {
  name: typeset`Pledgebook : engagements`,
  summary: (settled, title, when) => (settled === null ? `${title} (${when})` : typeset`${settled} : ${title} (${when})`),
  promisor: 'Promis par',
  readAs: 'Lu comme',
  condition: 'Condition',
  progressLabel: 'Avancement',
  verdictLabel: 'Verdict',
  reference: 'Référence',
  withState: (text, state) => `${text} (${state})`,
  quoted,
  row,
  verdict,
  progress,
  conditionState,
} satisfies typeof calendarEn;

export const changesFr = {
  title: typeset`Pledgebook : changements`,
  subtitle: 'Ce qui a changé dans les engagements publiés',
  entryTitle: (ref, headline, title) => typeset`${ref} ${headline} : ${title}`,
  headline: {
    'commitment.published': 'publié',
    'commitment.amended': 'corrigé',
    'target.revised': 'date modifiée',
    'condition.changed': 'condition modifiée',
    'progress.reported': 'avancement signalé',
    'standing.changed': 'statut modifié',
    'evidence.added': 'preuve ajoutée',
    'verdict.confirmed': 'verdict confirmé',
  },
  promisor: 'Promis par',
  date: 'Lu comme',
  before: 'Avant',
  after: 'Désormais',
  move: 'Nature du changement',
  reason: 'Motif',
  source: 'Source',
  slip: 'Décalage total, en jours',
  condition: 'Condition',
  noCondition: 'plus aucune',
  progressLabel: 'Avancement',
  standingLabel: 'Statut',
  verdictLabel: 'Verdict',
  reasonCode: 'Pourquoi',
  fulfilledOn: 'Tenu le',
  amended: 'Corrigé',
  evidence: 'Preuve',
  quoted,
  row,
  withState: (text, state) => `${text} (${state})`,
  verdict,
  progress,
  conditionState,
  moves: {
    original: 'première date',
    clarified: 'précisée',
    extended: 'reportée',
    brought_forward: 'avancée',
    withdrawn: 'retirée',
  },
  standing: { active: 'en vigueur', not_triggered: 'non déclenché', superseded: 'remplacé', merged: 'fusionné', withdrawn: 'retiré' },
  reasons: {
    prevented: 'empêchement',
    priority_changed: 'autre priorité',
    opinion_changed: 'changement d’avis',
    partner_withdrew: 'retrait d’un partenaire',
    no_action: 'aucune action',
    other: 'autre',
  },
  members: {
    title: 'titre',
    kind: 'nature',
    statement: 'déclaration',
    promisor: 'auteur de l’engagement',
    beneficiaries: 'bénéficiaires',
    topics: 'thèmes',
    measure: 'mesure du résultat',
    externalId: 'identifiant externe',
  },
} satisfies typeof changesEn;
