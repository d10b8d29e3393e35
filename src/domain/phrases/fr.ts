/** French, as policy papers and communiqués write it. Patterns are in folded words, without accents or apostrophes: `a|b` either, `c?` optional. */
import { FRENCH_CLOSERS, FRENCH_OPENERS } from './fr-openers.js';
import { type Lexicon, numbers, phrases, type Undated, unitNames, words } from './lexicon.js';
import { trieOf } from './trie.js';

export const FRENCH: Lexicon = {
  lang: 'fr',
  determiners: words('le la l les un une son sa leur ces'),
  links: words('de du d des le la l les en'),
  and: words('et &'),
  or: words('ou'),
  to: words('a au aux jusqu'),
  months: numbers(`janvier|janv|jan=1 fevrier|fevr|fev=2 mars=3 avril|avr=4 mai=5 juin=6 juillet|juil=7 aout=8
    septembre|sept=9 octobre|oct=10 novembre|nov=11 decembre|dec=12`),
  doubtfulMonths: words('sept'),
  weekdays: numbers('lundi=1 mardi=2 mercredi=3 jeudi=4 vendredi=5 samedi=6 dimanche=7'),
  seasons: numbers('printemps=1 ete=2 automne=3 hiver=4'),
  doubtfulSeasons: words('ete'),
  indefinite: words('un une'),
  cardinals: numbers(`un|une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13
    quatorze=14 quinze=15 seize=16 dizaine=10 huitaine=8 quinzaine=15 vingtaine=20 trentaine=30 douzaine=12`),
  tens: numbers('vingt=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 huitante=80 octante=80 nonante=90'),
  ordinals: numbers(
    `premier|premiere|premiers|premieres=1 deuxieme|second|seconde=2 troisieme=3 quatrieme=4 cinquieme=5 dernier|derniere|derniers|dernieres=-1`,
  ),
  units: unitNames(`heure|heures=hour jour|jours|journee|journees=day semaine|semaines=week mois=month trimestre|trimestres=quarter
    semestre|semestres|moitie=half an|ans|annee|annees=year decennie|decennies=decade siecle|siecles=century exercice|exercices=fiscal`),
  halvesOfMonth: words('quinzaine'),
  relationsBefore: trieOf([
    ...phrases('this' as const, 'ce, cet, cette, le present, la presente, l actuel, l actuelle'),
    ...phrases('coming' as const, 'prochain, prochaine'),
    ...phrases('last' as const, 'dernier, derniere'),
  ]),
  relationsAfter: trieOf([
    ...phrases('this' as const, 'en cours, courant, courante, actuel, actuelle, ci'),
    ...phrases('next' as const, 'prochain, prochaine, suivant, suivante'),
    ...phrases('coming' as const, 'a venir, qui vient, qui s ouvre, qui commence'),
    ...phrases('last' as const, 'dernier, derniere, passe, passee, precedent, precedente'),
  ]),
  comingBefore: trieOf(phrases(true, 'prochains, prochaines, prochaine, toutes prochaines, tout prochains, tous prochains')),
  comingAfter: trieOf(
    phrases(true, 'a venir, qui viennent, qui vient, prochains, prochaines, suivants, suivantes, qui suivent, futures, futurs'),
  ),
  some: trieOf(phrases(true, 'quelques, plusieurs, deux ou trois')),
  few: trieOf(phrases(true, 'quelques, toutes, tous, tout, plusieurs, deux ou trois, prochaines et prochains')),
  parts: trieOf([
    ...phrases('early' as const, 'premiers mois|jours, premieres semaines, tout premiers mois|jours'),
    ...phrases('start' as const, 'tout? debut, debuts, commencement, aube, oree'),
    ...phrases('mid' as const, 'mi, milieu, au? milieu de'),
    ...phrases('late' as const, 'derniers mois|jours, dernieres semaines, toute fin'),
    ...phrases('end' as const, 'fin, fins, expiration, terme, issue, cloture, achevement'),
    ...phrases('turn' as const, 'tournant'),
    ...phrases('rest' as const, 'reste, restant'),
  ]),
  yearEnd: trieOf(phrases(true, 'fin annee')),
  days: trieOf<number>([
    ...phrases(0, 'aujourd hui, ce jour, ce soir, ce matin, cet apres midi'),
    ...phrases(1, 'demain, demain matin|soir'),
    ...phrases(2, 'apres demain, le surlendemain'),
    ...phrases(-1, 'hier'),
  ]),
  feasts: trieOf([
    ...phrases('12-25', 'noel, jour de noel'),
    ...phrases('12-31', 'saint sylvestre'),
    ...phrases('01-01', 'jour|nouvel de? l? an'),
  ]),
  yearWords: trieOf([
    ...phrases('year' as const, 'annee, an, annees, annee civile'),
    ...phrases('fiscal' as const, 'exercice, exercices, exercice budgetaire|fiscal|financier, annee budgetaire|fiscale|financiere'),
    ...phrases('school' as const, 'annee scolaire|universitaire|academique'),
  ]),
  monthWords: trieOf(phrases(true, 'mois de, mois d')),
  weekOf: trieOf(phrases(true, 'semaine du, semaine commencant|debutant le')),
  openers: FRENCH_OPENERS,
  closers: FRENCH_CLOSERS,
  approximators: trieOf(
    phrases(true, `environ, a peu pres, approximativement, vers, autour de|du, aux alentours de|du, quelque, quelques, les environs de|du`),
  ),
  doubts: trieOf(
    phrases(
      true,
      'probablement, vraisemblablement, peut etre, sans doute, possiblement, eventuellement, en principe, sans doute, idealement',
    ),
  ),
  fillers: trieOf(
    phrases(
      true,
      'au moins, au plus tard, minuit le, la date du, la date de, dans, tous, la? date butoir du, le jour du, la? fin de la journee du, la date limite du, horizon',
    ),
  ),
  undated: trieOf<Undated>([
    ...phrases(
      {},
      `des que possible, aussitot que possible, le plus tot|vite|rapidement possible, au plus vite|tot, dans les meilleurs delais, dans les plus brefs delais, dans les delais les plus brefs, dans de brefs delais,
      dans les meilleurs delais possibles, sans delai, sans tarder, sans attendre, sans plus tarder, immediatement, sur le champ, dans l immediat, d urgence, au plus vite possible, des lors que possible`,
    ),
    ...phrases(
      {},
      `en temps utile|voulu|opportun, en temps et en heure, en temps et lieu, le moment venu, le temps venu, le cas echeant en temps utile, au moment opportun|voulu|approprie, au bon moment, a l heure dite, en son temps`,
    ),
    ...phrases(
      {},
      `a une date ulterieure, ulterieurement, a un stade ulterieur, a un moment ulterieur, a une date future, par la suite, dans un second temps, dans un deuxieme temps, a une etape ulterieure, a l avenir,
      dans un avenir proche, dans un proche avenir, dans un avenir previsible, dans un futur proche, dans un avenir plus ou moins proche, dans un delai raisonnable, dans des delais raisonnables, a terme, a plus ou moins long terme, a court|moyen|long terme, a tres court terme,
      a moyen et long terme, a court et moyen terme, a bref delai, a brefs delais, a breve echeance, a plus longue echeance, un jour, un jour ou l autre, tot ou tard, a un moment donne`,
    ),
    ...phrases(
      {},
      `bientot, tres bientot, prochainement, tres prochainement, sous peu, incessamment, d ici peu, d ici quelque temps, avant longtemps, rapidement, tres rapidement, promptement, a la premiere occasion,
      jusqu a nouvel ordre, indefiniment, aussi longtemps que necessaire, aussi longtemps qu il le faudra, tant que necessaire, le temps qu il faudra, pour une duree indeterminee, a perpetuite, dans la duree, sur le long terme, sur la duree, dans le temps`,
    ),
    ...phrases(
      {},
      `quand|lorsque|des que les conditions le permettront, quand|lorsque les conditions seront reunies, des que les conditions le permettent, des que les circonstances le permettront, lorsque ce sera possible, quand ce sera possible, en cas de besoin`,
    ),
    ...phrases(
      { whole: true },
      `permanent, permanente, en permanence, en continu, continu, continue, en cours, plus tard, non precise, non precisee, sans date, a tout moment, toujours, jamais, au fur et a mesure, au besoin, a l occasion, periodiquement`,
    ),
    ...phrases(
      { toBeFixed: true },
      `a une date qui reste|restera|doit|devra encore? a? etre? fixer|determiner|preciser|confirmer|convenir|fixee|determinee|precisee|confirmee|arretee, a une date encore? a fixer|determiner|preciser|confirmer|convenir|definir|arreter,
      a une date non encore fixee|determinee|precisee, a une date encore indeterminee, a une date indeterminee, date encore? a fixer|determiner|preciser|confirmer|convenir|definir|arreter|annoncer, dates a fixer|determiner|preciser|confirmer,
      la date reste|restant encore? a fixer|determiner|preciser|confirmer|definir, dont la date reste a fixer|determiner|preciser|confirmer|definir, a des dates qui restent a fixer|determiner|preciser, a determiner, a confirmer, a preciser,
      date exacte encore? a fixer|determiner|preciser|confirmer, la date exacte reste a fixer|determiner|preciser|confirmer, a une date qui sera fixee|determinee|precisee|annoncee ulterieurement?, date indeterminee, date non fixee, a une date a fixer ulterieurement,
      a une date qui n est pas encore fixee, a une date qui n a pas encore ete fixee, a une date que l on precisera`,
    ),
  ]),
  recurrences: trieOf<string>([
    ...phrases(
      'every',
      'chaque, tous les, toutes les, au moins tous|toutes les, une fois tous|toutes les, au moins une fois tous|toutes les, une fois chaque, au moins une fois chaque, et ce? chaque',
    ),
    ...phrases(
      'P1Y',
      'annuellement, une fois par an|annee, sur une base annuelle, a un rythme annuel, de facon|maniere annuelle, d annee en annee, au moins une fois par an|annee, a raison d une fois par an|annee',
    ),
    ...phrases('P6M', 'semestriellement, sur une base semestrielle, de facon|maniere semestrielle'),
    ...phrases('P3M', 'trimestriellement, une fois par trimestre, sur une base trimestrielle, de facon|maniere trimestrielle'),
    ...phrases('P1M', 'mensuellement, une fois par mois, sur une base mensuelle, de facon|maniere mensuelle'),
    ...phrases('P1W', 'hebdomadairement, une fois par semaine, sur une base hebdomadaire, de facon|maniere hebdomadaire'),
    ...phrases('=P1Y', 'annuel, annuelle'),
    ...phrases('=P6M', 'semestriel, semestrielle'),
    ...phrases('=P3M', 'trimestriel, trimestrielle'),
    ...phrases('=P1M', 'mensuel, mensuelle'),
    ...phrases('P2Y', 'bisannuellement, biennalement, sur une base biennale|bisannuelle'),
    ...phrases('P1D', 'quotidiennement, une fois par jour'),
  ]),
  other: words(''),
  timesA: trieOf(phrases(true, 'fois par, fois l, fois chaque')),
  afterEvent: trieOf(
    phrases(
      true,
      `suivant, suivants, qui suivent|suivront|suit|suivra, apres, a compter de|du|d|des, a partir de|du|d|des, a dater de|du|d, consecutifs a, a l issue de|du|d, au terme de|du|d,
      a compter de la date de|du|d, a partir de la date de|du|d, suivant la date de|du|d, apres la date de|du|d, faisant suite a|au`,
    ),
  ),
  beforeEvent: trieOf(phrases(true, 'avant, precedant, qui precedent|precederont|precede, en amont de|du|d')),
  fromNow: trieOf(
    phrases(
      true,
      `a compter d aujourd hui, a partir d aujourd hui, a compter de ce jour, a partir de ce jour, a partir de maintenant, a compter de maintenant, a dater d aujourd hui, des aujourd hui, a dater de ce jour`,
    ),
  ),
  ago: words('auparavant'),
  workingWords: words('ouvrables ouvres ouvrable ouvre'),
  lengthWords: words('calendaires calendaire francs consecutifs consecutives pleins entiers pleines entieres bonnes civils longues'),
  eventNouns:
    words(`sommet sommets conference conferences reunion reunions rencontre election elections scrutin signature adoption ratification approbation publication
    lancement expiration inauguration assemblee session vote referendum ministerielle negociations pourparlers cessez treve adhesion retrait cloture ouverture
    transition mandat mandature legislature presidence quinquennat mission entree consultation consultations notification reception fin debut achevement echeance
    visite ceremonie anniversaire jeux pleniere rentree terme revue examen mise investiture promulgation demarrage prise remise conclusion tenue cop cdp conseil
    presidentielle presidentielles legislatives cessation liberation nomination deploiement depart arrivee reprise reouverture`),
  boundWords: words('fin debut terme cloture ouverture'),
  bareEvents: words(''),
  eventAdjectives:
    words(`prochain prochaine prochains prochaines premier premiere deuxieme seconde second nouveau nouvelle futur future troisieme quatrieme grand grande
    futures futurs eventuelle present presente actuel actuelle`),
  eventStops:
    words(`est sont sera seront soit soient etait doit doivent devra devront peut peuvent qui que qu dont ou et mais si lorsque quand afin pour par nous ils elles il elle
    on vous je en avant apres jusqu d_ici a_partir ainsi sans avec dans comme car donc puis sur`),
  eventTails: words(
    'generale generales annuel annuelle annuels ministeriel ministerielle municipales europeennes regionales nationales legislatif internationale extraordinaire',
  ),
  complement: words('de du d des l la le les au aux a en sur entre pour'),
  attributive: words('de du des d'),
  amounts:
    words(`pourcent militaires soldats personnes hommes femmes enfants emplois millions million milliards milliard tonnes tonne mw gw kw twh gwh mwh km kilometres
    hectares ha euros euro dollars dollar livres usd eur degres mt mtco co vehicules foyers menages logements ecoles enseignants eleves etudiants lits medecins infirmiers
    policiers agents forces familles refugies patients entreprises niveaux niveau metres kg participants delegues experts membres mots pages points postes places communes`),
  functionWords:
    words(`et ou a au aux en de du des d dans pour le la les l un une par avec sans sur sous afin ainsi qui que qu dont ou si lorsque quand mais est sont sera seront doit
    doivent devra devront peut peuvent pourra nous vous ils elles il elle on se s n ne y leur leurs notre nos son sa ses ce cet cette ces tous toutes tout toute chaque aucun aucune puis
    jusqu avant apres selon comme soit au`),
  conditions: trieOf(
    phrases(
      true,
      'si, s il|ils, a condition que|qu|de|d, sous reserve que|qu, pourvu que|qu, dans le cas ou, au cas ou, a moins que|qu, meme si, sauf si, en supposant que|qu',
    ),
  ),
  conditionIdioms: trieOf(
    phrases(
      true,
      `si possible, si necessaire, si besoin, si cela est possible, si c est possible, s il y a lieu, s il le faut, si besoin est, si tout va bien, si ce n est, si l on veut, si longtemps`,
    ),
  ),
  perfect: words('ete avons avez ont avait avaient eu'),
  headings: words('echeance date limite cible calendrier delai objectif quand jalon achevement termine prevu'),
  reporting: words(
    'declare declaree dit annonce annoncee affirme indique ajoute souligne publie publiee explique ecrit tweete confirme precise',
  ),
  numericDatesAreAmbiguous: false,
  common:
    words(`le la les l de du des d et en un une a au aux pour dans par sur que qui nous est sont sera seront avec ce cette son sa ses leur leurs ne pas plus ou
    ici jusqu avant apres fin debut mi an ans annee annees mois semaine semaines jour jours prochain prochaine trimestre semestre chaque tous janvier fevrier mars avril mai juin
    juillet aout septembre octobre novembre decembre printemps ete automne hiver demain aujourd hui depuis partir compter tard sous delai des courant horizon entre
    cours periode lundi mardi mercredi jeudi vendredi samedi dimanche bientot temps date`),
};
