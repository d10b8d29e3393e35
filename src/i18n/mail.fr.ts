/** The words of reminder mails in French. */
import type { Certainty } from '../domain/target.js';
import type { Day } from '../domain/time.js';
import { formatDay, type DaysOfMonth } from './dates.js';
import { typeset } from './french-spaces.js';
import type { mailEn } from './mail.en.js';
import type { ReminderFacts } from './reminder-facts.js';

const day = (value: Day | null): string => (value === null ? 'une date encore inconnue' : formatDay(value, 'fr'));
const days = (count: number): string => (count < 2 ? `${count} jour` : `${count} jours`);
const inDays = (count: number): string => (count === 0 ? 'aujourd’hui' : count === 1 ? 'demain' : `dans ${days(count)}`);
const whySoft: Record<Certainty, string> = {
  exact: 'la date comportait une marge',
  approximate: 'la date n’était qu’approximative',
  uncertain: 'la date était incertaine',
  to_be_fixed: 'la date restait à fixer',
};

const verdicts = {
  fulfilled: 'tenu',
  partly_fulfilled: 'partiellement tenu',
  not_fulfilled: 'non tenu',
  not_verifiable: 'invérifiable',
};

function verdict({ settled }: ReminderFacts): string {
  if (settled === null) return 'verdict rendu';
  const timeliness = settled.onTime ? ' dans les délais' : settled.daysLate === null ? '' : ` avec ${days(settled.daysLate)} de retard`;
  return verdicts[settled.verdict] + timeliness;
}

function moved({ moved: change }: ReminderFacts): string {
  if (change === null || change.withdrawn) return 'date retirée';
  if (change.to === null) return 'date modifiée';
  const to = day(change.to);
  if (change.byDays === null || change.byDays === 0) return `date désormais fixée au ${to}`;
  return change.byDays > 0 ? `reporté au ${to}, ${days(change.byDays)} plus tard` : `avancé au ${to}, ${days(-change.byDays)} plus tôt`;
}

export const mailFr: typeof mailEn = {
  subject: (ref, headline, title) => (headline.endsWith('?') ? `${ref} ${headline} ${title}` : typeset`${ref} ${headline} : ${title}`),

  headline: {
    opens: (f) => `${f.startOnly ? 'prend effet' : 's’ouvre'} ${f.earliest === f.today ? 'aujourd’hui' : `le ${day(f.earliest)}`}`,
    lead: (f) => `${f.sustained ? 'prend fin' : 'échéance'} le ${day(f.latest)}, ${inDays(f.daysLeft)}`,
    due: (f) => (f.daysLeft === 0 ? `échéance aujourd’hui, ${day(f.latest)}` : `échéance le ${day(f.latest)}`),
    passed: (f) => `échéance passée le ${day(f.latest)}, pas encore en retard`,
    overdue: (f) => `en retard depuis ${days(f.daysOverdue)}`,
    escalation: (f) =>
      f.sustained ? `alerte, sans verdict ${days(-f.daysLeft)} après son terme` : `alerte, en retard depuis ${days(f.daysOverdue)}`,
    check_in: () => typeset`toujours tenu ?`,
    ended: (f) => `terminé le ${day(f.latest)}, verdict attendu`,
    review: (f) => (f.latest === null ? 'sans date, à réexaminer' : 'sans nouvelles, à réexaminer'),
    date_changed: moved,
    settled: verdict,
  },

  tag: {
    opens: 'Ouverture',
    lead: 'À venir',
    due: 'Échéance aujourd’hui',
    passed: 'Échéance passée',
    overdue: 'En retard',
    escalation: 'Alerte',
    check_in: 'Point de suivi',
    ended: 'Verdict attendu',
    review: 'À réexaminer',
    date_changed: 'Date modifiée',
    settled: 'Verdict rendu',
  },

  news: {
    opens: (f) => {
      const start = f.earliest === f.today ? 'aujourd’hui' : `le ${day(f.earliest)}`;
      if (f.startOnly) return `Selon ce qui a été promis, cet engagement prend effet ${start}.`;
      return `La période prévue pour cet engagement commence ${start}${f.latest === null ? '' : ` et court jusqu’au ${day(f.latest)}`}.`;
    },
    lead: (f) =>
      f.sustained
        ? `La période pendant laquelle cet engagement doit être tenu prend fin le ${day(f.latest)}, ${inDays(f.daysLeft)}. Un verdict sera demandé ensuite.`
        : `Le dernier jour pour tenir cet engagement est le ${day(f.latest)}, ${inDays(f.daysLeft)}.`,
    due: (f) =>
      f.daysLeft === 0
        ? `C’est aujourd’hui, ${day(f.latest)}, le dernier jour pour tenir cet engagement.`
        : `Le dernier jour pour tenir cet engagement est le ${day(f.latest)}.`,
    passed: (f) =>
      `Le dernier jour pour tenir cet engagement était le ${day(f.latest)}. Comme ${whySoft[f.certainty]}, il ne comptera comme en retard qu’à partir du ${day(f.overdueFrom)}.`,
    overdue: (f) => overdueNews(f),
    escalation: (f) =>
      f.sustained
        ? `La période pendant laquelle cet engagement devait être tenu a pris fin le ${day(f.latest)}, il y a ${days(-f.daysLeft)}, et aucun verdict n’a encore été rendu.`
        : typeset`${overdueNews(f)} Rien ne l’a réglé depuis : c’est pourquoi ce courriel vous est adressé.`,
    check_in: (f) => typeset`Cet engagement doit être tenu jusqu’au ${day(f.latest)}. L’est-il toujours ?`,
    ended: (f) => `La période pendant laquelle cet engagement devait être tenu a pris fin le ${day(f.latest)}. Un verdict est attendu.`,
    review: (f) =>
      f.latest === null
        ? typeset`Aucune date n’est connue pour cet engagement : rien ne peut donc arriver à échéance. Une date a-t-elle été annoncée, ou s’est-il passé quelque chose ?`
        : typeset`Rien n’a été enregistré sur cet engagement depuis un certain temps. S’est-il passé quelque chose ?`,
    date_changed: (f) => movedNews(f),
    settled: (f) => typeset`Le verdict sur cet engagement : ${verdict(f)}.`,
  },

  ask: {
    opens: 'Signalez les progrès lorsqu’il y en a.',
    lead: 'Signalez les progrès, ou proposez un verdict une fois la chose faite.',
    due: 'Si la chose est faite, proposez un verdict avec ses preuves. Si la date a changé, enregistrez la nouvelle et la raison du changement.',
    passed:
      'Si la chose est faite, proposez un verdict avec ses preuves. Si la date a été fixée ou a changé, enregistrez-la avec la raison.',
    overdue:
      'Si la chose est faite, proposez un verdict avec ses preuves. Si la date a changé, enregistrez la nouvelle et la raison du changement.',
    escalation: 'Veillez à ce qu’un verdict soit rendu, preuves à l’appui, ou qu’une nouvelle date soit enregistrée avec sa raison.',
    check_in: typeset`Signalez les progrès ou ajoutez une preuve : l’un ou l’autre répond à la question.`,
    ended: typeset`Proposez un verdict avec ses preuves ; une autre personne le confirmera.`,
    review: 'Enregistrez une date, des progrès ou une preuve, selon ce que vous savez.',
    date_changed: '',
    settled: '',
  },

  overdueMeans:
    'Être en retard veut seulement dire que la date est passée. C’est à un verdict, preuves à l’appui, de dire si l’engagement a été tenu.',
  conditionUnresolved: typeset`Sa condition reste en suspens : merci d’indiquer si elle a été remplie.`,

  also: {
    opens: 'la période s’ouvre',
    lead: 'l’échéance approche',
    due: 'c’est le dernier jour',
    passed: 'l’échéance est passée',
    overdue: 'l’engagement est en retard',
    escalation: 'l’alerte est donnée',
    check_in: 'un point de suivi est demandé',
    ended: 'la période a pris fin',
    review: 'un réexamen est demandé',
    date_changed: 'la date a changé',
    settled: 'un verdict a été rendu',
  },
  alsoToday: (things) => typeset`Aussi aujourd’hui : ${things.join(typeset` ; `)}.`,

  late: {
    title: 'Ce courriel arrive en retard.',
    down: (from, to) => {
      if (from === null) return 'Le service a été interrompu.';
      return to === null ? `Le service a été interrompu à partir du ${from}.` : `Le service a été interrompu du ${from} au ${to}.`;
    },
    replaced: (months, count) =>
      `${count === 1 ? 'Le rappel' : 'Les rappels'} ${ofDays(months)} ${count === 1 ? 'n’a pas été envoyé' : 'n’ont pas été envoyés'} parce que le service était interrompu.`,
  },

  facts: {
    promisor: 'Promis par',
    phrase: 'Quand, mot pour mot',
    readAs: 'Lu comme',
    rules: 'Selon la règle',
    lastDay: 'Dernier jour',
    overdueFrom: 'En retard dès le',
    waitsFor: 'En attente de',
    condition: 'Condition',
    before: 'Avant',
    now: 'Maintenant',
    why: 'Raison du changement',
    slip: 'Écart à la première date',
    verdict: 'Verdict',
    reason: 'Motif',
    asOf: 'En date du',
    owner: 'Responsable',
    source: 'Source',
  },
  label: (name) => typeset`${name} :`,
  slip: (count) => (count === 0 ? 'aucun' : count > 0 ? `${days(count)} plus tard` : `${days(-count)} plus tôt`),
  verdict,
  reasons: {
    prevented: 'empêchement',
    priority_changed: 'changement de priorité',
    opinion_changed: 'changement d’avis',
    partner_withdrew: 'retrait d’un partenaire',
    no_action: 'aucune action',
    other: 'autre motif',
  },
  conditionState: {
    pending: 'on ne sait pas encore si elle est remplie',
    met: 'remplie',
    not_met: 'non remplie',
    disputed: 'contestée',
  },
  withState: (text, state) => `${text} (${state})`,
  quoted: (text) => typeset`« ${text} »`,
  saidBy: (speaker, on) => `${speaker}, ${day(on)}`,

  actions: {
    open: (ref) => `Ouvrir ${ref}`,
    acknowledge: 'Accuser réception',
    progress: 'Signaler des progrès',
    snooze7: 'Me le rappeler dans 7 jours',
    snooze30: 'Me le rappeler dans 30 jours',
    unsubscribe: 'Ne plus recevoir ces courriels',
  },
  nothingRecordedYet: 'Chaque lien ouvre d’abord une page. Rien n’est enregistré tant que vous n’y avez pas confirmé.',

  because: {
    owner: 'vous êtes responsable de cet engagement',
    followers: 'vous suivez cet engagement',
    escalation: 'vous êtes la personne à prévenir lorsque cet engagement reste en suspens',
    auditors: 'vous auditez ce registre',
  },
  why: (name, because) => `${name === null ? '' : `Pour ${name}. `}Vous recevez ce courriel parce que ${because}.`,
};

function overdueNews(f: ReminderFacts): string {
  return f.hasGrace
    ? typeset`Cet engagement est en retard depuis ${days(f.daysOverdue)}. Le dernier jour était le ${day(f.latest)} ; comme ${whySoft[f.certainty]}, il compte comme en retard depuis le ${day(f.overdueFrom)}.`
    : `Cet engagement est en retard depuis ${days(f.daysOverdue)}. Le dernier jour était le ${day(f.latest)} et aucun verdict n’a été enregistré.`;
}

function movedNews({ moved: change }: ReminderFacts): string {
  if (change === null || change.withdrawn) return 'La date de cet engagement a été retirée et aucune autre n’a été annoncée.';
  if (change.to === null) return 'La date de cet engagement a changé.';
  if (change.byDays === null) return typeset`Cet engagement a désormais une date : le ${day(change.to)}.`;
  if (change.byDays === 0) return typeset`La date de cet engagement a été précisée ; le dernier jour reste le ${day(change.to)}.`;
  const by = change.byDays > 0 ? `${days(change.byDays)} plus tard` : `${days(-change.byDays)} plus tôt`;
  return `La date de cet engagement est passée du ${day(change.from)} au ${day(change.to)}, soit ${by}.`;
}

/** "des 8, 14 et 15 janvier"; "du 30 décembre 2020, des 8 et 14 janvier". */
function ofDays(months: DaysOfMonth[]): string {
  return months.map((of) => `${of.days.length === 1 ? 'du' : 'des'} ${listed(of.days)} ${of.month}`).join(', ');
}

function listed(items: string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} et ${items.at(-1)}`;
}
