/** The words in and beside pictures, in French. */
import type { chartsEn } from './charts.en.js';
import { typeset } from './french-spaces.js';

const days = (n: number): string => (n === 1 ? '1 jour' : `${n} jours`);
const commitments = (n: number): string => (n > 1 ? `${n} engagements` : `${n} engagement`);

export const chartsFr: typeof chartsEn = {
  months: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
  row: (label, value) => typeset`${label} : ${value}`,
  span: (from, to) => `${from} – ${to}`,
  from: (day) => `à partir du ${day}`,
  until: (day) => `jusqu’au ${day}`,
  noDate: 'sans date',
  first: 'Promis d’abord',
  now: 'Maintenant',
  window: 'Promis',
  slip: (n) => (n < 0 ? `avancé de ${days(-n)}` : `reporté de ${days(n)}`),
  today: 'Aujourd’hui',
  asOf: 'Au',
  overdueFrom: 'En retard à partir du',
  endedFrom: typeset`S’achève ; un verdict est dû à partir du`,
  metOn: 'Tenu le',
  windowTitle: 'Le temps qui a été promis',
  windowsTitle: typeset`Échéances : promises d’abord, et maintenant`,
  windowsDesc: (shown, moved) => `${commitments(shown)}, dont ${moved} ${moved > 1 ? 'ont été déplacés' : 'a été déplacé'}.`,
  verdictsTitle: 'Verdicts par auteur',
  verdictsDesc: (promisors, n) => `${commitments(n)} de ${promisors > 1 ? `${promisors} auteurs` : '1 auteur'}.`,
  segment: (name, outcome, n) => typeset`${name}, ${outcome} : ${n}`,
  outcomes: {
    fulfilled_on_time: 'tenu à temps',
    fulfilled_late: 'tenu en retard',
    partly_fulfilled: 'tenu en partie',
    not_fulfilled: 'non tenu',
    pending: 'en attente',
    overdue: 'en retard, sans verdict',
    left_out: 'hors du taux',
  },
  overTimeTitle: 'Échus et tenus au fil du temps',
  overTimeDesc: (due, certainly, fulfilled, day) =>
    typeset`Le ${day} : ${due} pouvaient être échus, ${certainly} l’étaient certainement, ${fulfilled} étaient tenus.`,
  earliestDue: typeset`peut-être échus : la période est ouverte`,
  certainlyDue: typeset`certainement échus : la période est finie`,
  fulfilled: 'tenus',
};
