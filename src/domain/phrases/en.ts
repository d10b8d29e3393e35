/** English, as policy papers and communiqués write it. Patterns are in folded words: `a|b` either, `c?` optional. */
import { ENGLISH_CLOSERS, ENGLISH_OPENERS } from './en-openers.js';
import { type Lexicon, numbers, phrases, type Undated, unitNames, words } from './lexicon.js';
import { trieOf } from './trie.js';

export const ENGLISH: Lexicon = {
  lang: 'en',
  determiners: words('the a an our its their'),
  links: words('of in the'),
  and: words('and &'),
  or: words('or'),
  to: words('to through thru until till'),
  months: numbers(`january|jan=1 february|feb=2 march|mar=3 april|apr=4 may=5 june|jun=6 july|jul=7 august|aug=8
    september|sept|sep=9 october|oct=10 november|nov=11 december|dec=12`),
  doubtfulMonths: words('may march mar'),
  weekdays: numbers(`monday|mon=1 tuesday|tue|tues=2 wednesday|wed=3 thursday|thu|thur|thurs=4 friday|fri=5
    saturday|sat=6 sunday|sun=7`),
  seasons: numbers('spring|springtime=1 summer|summertime=2 autumn|fall=3 winter|wintertime=4'),
  doubtfulSeasons: words('fall spring'),
  indefinite: words('a an'),
  cardinals: numbers(`one|a|an|another=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12
    thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19`),
  tens: numbers('twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90'),
  ordinals: numbers(`first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11
    twelfth=12 thirteenth=13
    fourteenth=14 fifteenth=15 sixteenth=16 seventeenth=17 eighteenth=18 nineteenth=19 twentieth=20 thirtieth=30 last|final=-1`),
  units: unitNames(`hour|hours=hour day|days=day week|weeks=week fortnight|fortnights=fortnight month|months=month
    quarter|quarters|trimester|trimesters=quarter half|halves|semester|semesters=half year|years=year decade|decades=decade
    century|centuries=century`),
  halvesOfMonth: words(''),
  relationsBefore: trieOf([
    ...phrases('this' as const, 'this, the? current, this current, this coming, the? present, the? ongoing'),
    ...phrases('next' as const, 'next, the? following'),
    ...phrases('coming' as const, 'coming, upcoming'),
    ...phrases('last' as const, 'last, past, previous'),
  ]),
  relationsAfter: trieOf([
    ...phrases('next' as const, 'next'),
    ...phrases('coming' as const, 'ahead, to come'),
    ...phrases('last' as const, 'last'),
  ]),
  comingBefore: trieOf(phrases(true, 'next, coming, upcoming, following, foreseeable coming, immediate coming')),
  comingAfter: trieOf(phrases(true, 'ahead, to come, to follow, immediately ahead')),
  some: trieOf(phrases(true, 'few, several, couple of, couple, a few')),
  few: trieOf(phrases(true, 'few, several, couple of, couple, a few, short, critical, crucial, first few, number of')),
  parts: trieOf([
    ...phrases('early' as const, 'early, early in|on, earlier, the? early part of, the? early|opening months|weeks|days of'),
    ...phrases('early' as const, 'the? first months|weeks|days of'),
    ...phrases('start' as const, 'the? beginning|start|outset|opening|dawn of, beginning|start of'),
    ...phrases('mid' as const, 'mid, the? middle|midpoint of, the? mid point of, the? mid part of'),
    ...phrases('late' as const, 'late, late in, later in, the? latter|later part of, the? last|closing|final months|weeks|days of'),
    ...phrases('end' as const, 'the? very? end|close|expiry|expiration of, end, the? end, end of'),
    ...phrases('turn' as const, 'the? turn of'),
    ...phrases('rest' as const, 'the? rest|remainder of, rest|remainder of'),
  ]),
  yearEnd: trieOf(phrases(true, 'year end, years end, year s end, the? year s end, eoy, yearend')),
  days: trieOf<number>([
    ...phrases(0, 'today, tonight, this day, this morning|afternoon|evening'),
    ...phrases(1, 'tomorrow, tomorrow morning|afternoon|evening'),
    ...phrases(2, 'the? day after tomorrow'),
    ...phrases(-1, 'yesterday'),
  ]),
  feasts: trieOf([
    ...phrases('12-25', 'christmas, christmas day'),
    ...phrases('12-31', 'new years? s? eve'),
    ...phrases('01-01', 'new years? s? day'),
  ]),
  yearWords: trieOf([
    ...phrases('year' as const, 'year, calendar year, the? calendar? year of?, years'),
    ...phrases('fiscal' as const, 'fiscal, fiscal years?, fiscal year, financial years|year, fy, budget|budgetary year, tax year'),
    ...phrases('school' as const, 'school|academic year'),
  ]),
  monthWords: trieOf(phrases(true, 'month of, months of')),
  weekOf: trieOf(phrases(true, 'week of, week beginning|starting|commencing|from on?')),
  openers: ENGLISH_OPENERS,
  closers: ENGLISH_CLOSERS,
  approximators: trieOf(
    phrases(true, `about, around, approximately, roughly, circa, ca, some, or about, nearly, almost, sometime, some time, sometime around`),
  ),
  doubts: trieOf(
    phrases(
      true,
      `probably, possibly, likely, perhaps, tentatively, provisionally, potentially, presumably, maybe, hopefully, conceivably`,
    ),
  ),
  fillers: trieOf(
    phrases(
      true,
      `at least, at the latest, at least until, no later than, midnight on|of?, noon on, close|end of business|play on?, cob,
      the end of business on, the? end of the? fiscal|financial? year ending|ended in?|on?, as early as, both, say, also, the last day of the`,
    ),
  ),
  undated: trieOf<Undated>([
    ...phrases(
      {},
      `as soon as possible|practicable|feasible, as soon as reasonably possible|practicable, as soon as we|they can, asap,
      as quickly|early|swiftly|rapidly|promptly as possible`,
    ),
    ...phrases(
      {},
      `in due course|time, in good time, at a later date|stage|time|point, at some later date|stage|time|point,
      at a future date, at some point, some day, someday, one day, sooner or later`,
    ),
    ...phrases(
      {},
      `at an? early|appropriate|suitable|opportune date|time|moment|stage,
      at the? earliest|appropriate|right|proper|first possible? opportunity|time|moment|date|convenience, when the time comes,
      when the time is right`,
    ),
    ...phrases(
      {},
      `when|where|if conditions permit|allow, when circumstances permit|allow, when possible|appropriate|ready|practicable|feasible,
      as and when, as and when possible|necessary|required`,
    ),
    ...phrases(
      {},
      `in the near|foreseeable|distant|immediate future, in the not too distant future, for the foreseeable future,
      for the time being, in the future, in the short|medium|long|longer|near run|term,
      over the short|medium|long|longer|near term, in the short to medium term, over time, in the fullness of time, eventually,
      ultimately`,
    ),
    ...phrases(
      {},
      `until further notice, indefinitely, as long as necessary|needed|required, for as long as necessary|needed|required,
      for as long as it takes, as long as it takes, in perpetuity, permanently`,
    ),
    ...phrases(
      {},
      `soon, very soon, shortly, promptly, without delay, without further|undue|unnecessary delay, in a timely manner|fashion,
      immediately, forthwith, with immediate effect, at once, within a reasonable time|period|timeframe|delay,
      within a reasonable period of time, in short order, expeditiously, urgently, right away`,
    ),
    ...phrases(
      { whole: true },
      `ongoing, continuous, continuously, continuing, permanent, permanently, later, later on, one day, open ended,
      no date, undated, not specified, unspecified, in progress, at all times, always, never, on an ongoing basis,
      as needed|required|necessary`,
    ),
    ...phrases(
      { toBeFixed: true },
      `at a date still? yet? to be fixed|determined|decided|agreed|announced|confirmed|set|specified|defined|arranged,
      date still? yet? to be fixed|determined|decided|agreed|announced|confirmed|set|specified|defined|arranged,
      on a date still? yet? to be fixed|determined|decided|agreed|announced|confirmed|set|specified|defined|arranged,
      the? exact date still? yet? to be fixed|determined|decided|agreed|announced|confirmed|set|specified|defined|arranged,
      the? exact date has|is yet|still to be fixed|determined|decided|agreed|announced|confirmed|set,
      date|time to be mutually agreed, at a time to be agreed|determined|fixed|decided,
      dates to be fixed|determined|decided|agreed|announced|confirmed|set,
      at dates to be fixed|determined|decided|agreed|announced|confirmed|set`,
    ),
    ...phrases(
      { toBeFixed: true },
      `tbd, tbc, tba, date tbd|tbc|tba, to be determined|confirmed|announced, no exact|fixed date yet,
      the? exact date remains to be fixed|determined|set|decided|agreed, at a date which remains to be fixed|determined|set|decided,
      at a date that remains to be fixed|determined|set|decided, date pending,
      the? precise date to be fixed|determined|decided|agreed|announced|confirmed|set`,
    ),
  ]),
  recurrences: trieOf<string>([
    ...phrases(
      'every',
      `every, each, each and every, once every, once each, once in every, at least every|once? every?, at least once every`,
    ),
    ...phrases(
      'P1Y',
      `annually, yearly, once a|per year, on an annual|yearly basis, year on year, year after year, every single year,
      at least annually, at least once a|per year`,
    ),
    ...phrases(
      'P6M',
      `biannually, semiannually, semi annually, bi annually, half yearly, twice yearly|annually, on a semi? biannual|annual|semiannual basis`,
    ),
    ...phrases('P2Y', 'biennially, bi ennially, on a biennial basis'),
    ...phrases('P3Y', 'triennially, on a triennial basis'),
    ...phrases('P1M', 'monthly, once a|per month, on a monthly basis'),
    ...phrases('P3M', 'quarterly, once a|per quarter, on a quarterly basis'),
    ...phrases('P1W', 'weekly, once a|per week, on a weekly basis'),
    ...phrases('P2W', 'fortnightly'),
    ...phrases('=P1Y', 'annual'),
    ...phrases('=P6M', 'biannual, semiannual, semi annual'),
    ...phrases('=P2Y', 'biennial'),
    ...phrases('P1D', 'daily, once a|per day, on a daily basis'),
  ]),
  other: words('other second'),
  timesA: trieOf(phrases(true, 'times a|per|each|every, a|per|each|every')),
  afterEvent: trieOf(
    phrases(
      true,
      `of, after, following, from, since, as of|from, from the date of, of the date of, after the date of, starting from|with|on,
      beginning with|on|from, counting from, upon, that follow, which follow, immediately after|following, subsequent to`,
    ),
  ),
  beforeEvent: trieOf(phrases(true, 'before, prior to, ahead of, in advance of, preceding, before the date of')),
  fromNow: trieOf(
    phrases(
      true,
      `from now, from today, of today, hence, from this date, of this date, from the date hereof, time, s time, as of today,
      as of now, starting today|now`,
    ),
  ),
  ago: words('ago earlier back old later'),
  workingWords: words('working business'),
  lengthWords: words('calendar full whole consecutive more additional further short long next successive more'),
  eventNouns:
    words(`summit summits conference meeting meetings election elections signing signature adoption ratification approval publication launch
    completion expiry expiration inauguration assembly session ministerial talks negotiations ceasefire truce accession withdrawal conclusion closing
    opening review handover transition start end deadline anniversary games olympics plenary commencement entry term mandate tenure enactment promulgation
    cessation termination receipt notification award departure arrival referendum coronation resumption reopening cop`),
  boundWords: words('end start beginning closing opening close'),
  bareEvents:
    words(`signature ratification adoption accession completion withdrawal elections talks negotiations entry enactment promulgation
    termination expiry expiration publication receipt notification inauguration`),
  eventAdjectives: words(
    'next upcoming coming following forthcoming first second third fourth new planned scheduled actual final full annual',
  ),
  eventStops:
    words(`shall will must may might can could should would which that who whom whose where when while if unless and or but so because
    we they he she it is are was were be been has have had do does did in by for before after until to with as at`),
  eventTails: words(''),
  complement: words('of into for on between among with to from in'),
  attributive: words('of the'),
  amounts:
    words(`percent troops soldiers people persons personnel jobs million billion trillion tonnes tons tonne ton mw gw kw twh gwh mwh km kilometres
    kilometers miles hectares ha acres units euros dollars pounds usd eur gbp degrees mt mtco co tco tonnage vehicles homes households schools teachers
    students beds doctors nurses police officers forces men women children families refugees patients companies firms levels level baseline
    base emissions values figure figures feet metres meters kg participants delegates experts members words pages points`),
  functionWords:
    words(`and or in to for the of on at as with by from until we they it he she its their our all every no any this that these those which when where
    while but if is are was were will shall should must may can would could has have if onwards onward at also then so through under`),
  conditions: trieOf(
    phrases(
      true,
      `if, unless, provided that, providing that, on condition that, as long as, so long as, in the event that|of, subject to,
      in case, assuming that?, whether`,
    ),
  ),
  conditionIdioms: trieOf(
    phrases(
      true,
      `if at all possible, if possible|necessary|needed|required|feasible|applicable|appropriate|so|any|not, unless otherwise,
      as long as possible`,
    ),
  ),
  perfect: words('have has had been ve'),
  headings: words('deadline due date target timeline timeframe timing when milestone completion complete completed status by'),
  reporting: words('said told announced declared stated added noted wrote tweeted confirmed published issued explained warned'),
  numericDatesAreAmbiguous: true,
  common: words(`the of and to in by for is are will be with on at from this that we our their has have as it not or an its they was
    until before after during within between through end year years month months week weeks day days next quarter half annually every each
    early late mid january february march april may june july august september october november december spring summer autumn fall winter
    later soon possible date today tomorrow decade since starting over no than deadline ongoing monday tuesday wednesday thursday friday`),
};
