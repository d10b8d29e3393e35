/** What French puts before a date and behind it. Patterns as in fr.ts. */
import { type Closer, type Opener, phrases } from './lexicon.js';
import { trieOf } from './trie.js';

const BY: Opener = { kind: 'by', event: 'on', coming: 'by', length: 'by' };
const BEFORE: Opener = { kind: 'before', event: 'before', length: 'by', coming: 'by' };
const UNTIL: Opener = { kind: 'until', wary: true, coming: 'throughout' };
const FROM: Opener = { kind: 'from' };
const PLAIN: Opener = { kind: 'plain', event: 'next' };
const DURING: Opener = { kind: 'plain', coming: 'during', event: 'next', unit: 'plain' };
const FOR: Opener = { kind: 'plain', coming: 'throughout', length: 'for' };
const PERIOD: Opener = { kind: 'throughout', length: 'for', coming: 'throughout' };
const ABOUT: Opener = { kind: 'plain', approximate: true, wary: true };
const WITHIN: Opener = { kind: 'plain', only: 'none', length: 'by', coming: 'by' };

export const FRENCH_OPENERS = trieOf<Opener>([
  ...phrases(
    BY,
    `d ici, d ici a|au|aux, au plus tard, au plus tard a|au|aux|en|pour|dans|lors|sous, au plus tard d ici a?, pas plus tard que|qu,
    le? plus tard possible, a echeance de|du|d, a l echeance de|du|d, avec? pour echeance, echeance, echeance fixee au|a, date limite, date limite fixee? au?,
    date butoir, date d echeance, dernier delai`,
  ),
  ...phrases({ kind: 'by', horizon: true } as const, 'a l? horizon de?, a l? horizon du|d|des, l horizon de?'),
  ...phrases({ kind: 'by', horizon: true, whole: true } as const, 'horizon'),
  ...phrases(
    { kind: 'by', wary: true } as const,
    `entre maintenant et, entre aujourd hui et, de maintenant a, d aujourd hui a, de? maintenant jusqu a|en|au`,
  ),
  ...phrases(
    BEFORE,
    `avant, des avant, avant meme, prealablement a|au|aux, en amont de|du|d|des, anterieurement a|au, en prevision de|du|d, en vue de|du, a temps pour`,
  ),
  ...phrases(FROM, `pas avant, non? pas avant, au plus tot, au plus tot a|au|en|le|dans, guere avant`),
  ...phrases(
    UNTIL,
    `jusqu en|a|au|aux, jusque, jusque en|dans|vers, jusqu a au moins, au moins jusqu a|en|au, jusqu au moins en|a|au?, jusqu dans|vers, valable jusqu a|en|au,
    et jusqu a|en|au, jusqu`,
  ),
  ...phrases(
    PERIOD,
    `tout au long de|du|d|des, sur toute, pendant|durant toute, pendant|durant tout, sur l ensemble de|du|d, sur la|une periode allant? de|d, sur la|une periode,
    pour la|une periode, pour la|une periode allant? de|d, sur une duree de|d, pour une duree de|d, pour une periode de|d, pendant une periode|duree de|d, sur une periode de|d,
    pour l ensemble de|du, pour toute, pour tout, sur la duree de|du, pour la duree de|du`,
  ),
  ...phrases(
    { kind: 'throughout', length: 'for', coming: 'throughout', wary: true, dayKind: 'by' } as const,
    `pour, pour les?, pour encore, pour au moins, encore pour`,
  ),
  ...phrases(
    { kind: 'throughout', length: 'for', coming: 'throughout', only: 'range' } as const,
    'sur, portant sur, couvrant, repartis|reparties sur, etales|etalees sur',
  ),
  ...phrases({ ...FROM, range: 'from', only: 'range' } as const, 'de, du, d'),
  ...phrases({ ...FROM, range: 'from' } as const, 'depuis, a partir de|du|d|des, a compter de|du|d|des'),
  ...phrases({ ...FROM, event: 'on' } as const, 'des'),
  ...phrases(
    FROM,
    'a dater de|du|d, commencant|debutant en|au|a|le, a partir, avec effet au|a|le, prenant effet le|au|en, avec effet a compter du|de',
  ),
  ...phrases(
    { kind: 'from', after: true, event: 'after' } as const,
    'apres, au dela de|du|d|des, posterieurement a|au, passe, une fois passe',
  ),
  ...phrases({ kind: 'from', event: 'on', only: 'none' } as const, 'au moment de, aussitot apres, immediatement apres, a l issue du|des'),
  ...phrases({ kind: 'plain', range: 'between' } as const, 'entre'),
  ...phrases({ kind: 'plain', length: 'in', coming: 'during', unit: 'by' } as const, 'dans'),
  ...phrases({ kind: 'plain', length: 'in', only: 'none' } as const, 'au bout de|d, a l issue de|d, d ici a environ'),
  ...phrases(
    WITHIN,
    `dans un|le delai de|d, dans le delai maximum|maximal de|d, dans un delai maximum|maximal de|d, dans un delai n excedant pas, dans un delai d au plus,
    sous, sous un delai de|d, sous un delai maximal|maximum de|d, en moins de|d, en l espace de|d, dans moins de|d, endeans, endeans les, dans un maximum de, au plus tard dans|sous, au plus tard dans un delai de|d,
    dans la limite de, d ici moins de, en seulement`,
  ),
  ...phrases(
    DURING,
    `en, au cours de|du|d|des, dans le courant de|du|d, au courant de|du, courant, courant de|du|d, durant|pendant le|la|l, lors de|du|d|des, au sein de, dans le cours de, a un moment de|en,
    au fil de|du|des, dans la periode, au cours de la periode, pendant|durant la periode`,
  ),
  ...phrases(
    { ...FOR, coming: 'throughout' } as const,
    'pendant, durant, pendant encore, durant encore, pendant au moins, pendant les, durant les',
  ),
  ...phrases({ kind: 'plain', only: 'part', event: 'next' } as const, 'a, aux'),
  ...phrases(
    PLAIN,
    `au, prevu|prevue|prevus|prevues pour|en|au|a|le|les, fixe|fixee|fixes|fixees a|au|pour|en, programme|programmee|programmes|programmees pour|en|au|le,
    attendu|attendue|attendus|attendues pour|en|au, annonce|annoncee|annonces|annoncees pour, planifie|planifiee|planifies|planifiees pour|en, plus tard, plus tard dans|en|cette, espere|esperee pour, vise pour,
    quelque part en`,
  ),
  ...phrases({ kind: 'plain', only: 'day' } as const, 'le, les, ce, en date du, datee? du, a la date du, date du'),
  ...phrases(
    ABOUT,
    `vers, autour de|du|d|des, aux alentours de|du|d, aux environs de|du|d, environ en, approximativement en|au, a peu pres en|au, environ, dans les environs de`,
  ),
]);

export const FRENCH_CLOSERS = trieOf<Closer>([
  ...phrases(
    'by' as const,
    'au plus tard, dernier delai, ou avant, ou plus tot, au maximum, grand maximum, si ce n est avant, sinon avant',
  ),
  ...phrases('deadline' as const, 'date limite'),
  ...phrases('from' as const, 'au plus tot, et au dela, et apres, et suivantes, ou apres, ou plus tard, et ensuite'),
  ...phrases('approximate' as const, 'environ, approximativement, a peu pres, ou a peu pres, a titre indicatif'),
  ...phrases('uncertain' as const, 'a titre provisoire, sous reserve, sous reserve de confirmation, peut etre'),
]);
