import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { readConventions, readLexicons } from '../../src/facts.js';
import { propose, type Proposal } from '../../src/domain/proposals/index.js';

const lexicons = readLexicons();
const conventions = readConventions('');
const from = (text: string, lang: 'en' | 'fr', issuer = 'The Ministry', publishedOn = '2020-11-30') =>
  propose({ text, sourceSha256: 'a'.repeat(64), publishedOn, issuer, lexicon: lexicons[lang], conventions });
const only = (text: string, lang: 'en' | 'fr'): Proposal | undefined => from(text, lang).proposals[0];

describe('A proposal quotes the text', () => {
  const pieces = fc.constantFrom(
    'We will publish the plan by 2022. ', '«Nous nous engageons à payer», a déclaré M. Roux. ', '\n\n', '• ', '\r\n', '”', '"', '…', '😀', 'e\u0301', '\u00a0',
    'The Board agreed to act; ', 'if it rains, ', ' — ', 'we will:\n- open two schools by 2023\n', 'Mme. ', '? ', '« », ', 'a indiqué ', 'l’OTAN ', '1. ', '\u2028', '\ud800',
  ); // prettier-ignore

  it('exactly, whatever the text is made of', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40 }),
        fc.constantFrom('en' as const, 'fr' as const),
        (parts, lang) => {
          const text = parts.join('');
          for (const p of from(text, lang).proposals) {
            expect(text.slice(p.start, p.end)).toBe(p.quote);
            expect(p.quote.trim()).not.toBe('');
            for (const target of [p.target, ...p.furtherTargets])
              if (target !== null) expect(text.slice(target.start, target.end)).toBe(target.text);
          }
        },
      ),
      { numRuns: 300, examples: [[['we will:\n- open two schools by 2023\n', ' — ', '« », '], 'en']] },
    );
  });

  it('the same way each time', () => {
    const text = 'We will publish the plan by 2022. The Board agreed to freeze recruitment.';
    expect(from(text, 'en')).toEqual(from(text, 'en'));
    expect(new Set(from(text, 'en').proposals.map(({ id }) => id)).size).toBe(2);
  });
});

describe('A promise', () => {
  test.each([
    ['en', 'We will not sell personal information.', 'will_not'],
    ['en', 'We will sell the stock.', 'will'],
    ['fr', 'La Banque ne paiera pas un euro de plus.', 'will_not'],
    ['fr', 'Aucun poste ne sera supprimé en 2022.', 'will_not'],
  ] as const)('not to do something is one too: %s %s', (lang, text, polarity) => expect(only(text, lang)?.polarity).toBe(polarity));

  test.each([
    ['en', 'We do not promise to build a school.'],
    ['en', 'The government has not decided to sell the land.'],
    ['en', 'Will you publish the accounts by 2022?'],
    ['en', 'The Board would have published the accounts.'],
    ['en', 'In 2019 the Board agreed to build a school in 2019.'],
    ['fr', "Il n'a pas promis de publier les comptes."],
    ['fr', 'Faut-il publier les comptes avant 2022 ?'],
    ['fr', 'La mer montera de 60 centimètres.'],
    ['en', 'The company has agreed to buy its rival by 2022.'],
    ['en', 'The transaction is expected to be completed in the first quarter of 2022.'],
    ['en', 'The bridge was set to open on Tuesday.'],
    ['fr', "J'ai bon espoir que tout sera terminé pour le 1er juillet."],
    ['fr', 'Tout ne sera pas résolu en quelques mois.'],
    ['en', 'The bank forecasts that Germany will increase spending this year.'],
    ['en', 'The officer said it would be illegal to hunt.'],
    ['en', 'Our duty now is to ensure that lessons are learned.'],
  ] as const)('is not found where there is none: %s %s', (lang, text) => expect(from(text, lang).proposals).toEqual([]));

  test.each([
    ['en', 'If the pilot succeeds, we will invest 60 million.', 'If the pilot succeeds'],
    ['en', 'We will open two schools unless funding is cut.', 'unless funding is cut'],
    ['fr', "Sous réserve de l'accord de l'État, la Ville prolongera le tramway en 2023.", "Sous réserve de l'accord de l'État"],
    ['fr', 'Nous évaluerons notre présence en fonction des conditions sur le terrain.', 'en fonction des conditions sur le terrain'],
    ['en', 'We will open two schools.', null],
  ] as const)('keeps its condition: %s %s', (lang, text, condition) => expect(only(text, lang)?.condition).toBe(condition));

  it('with a hedge counts for less', () => {
    const [sure, hedged] = [
      only('The ministry plans to open a clinic.', 'en'),
      only('The ministry plans to open a clinic, if possible.', 'en'),
    ];
    expect(hedged?.score).toBe((sure?.score ?? 0) - 2);
    expect(hedged?.reasons).toContainEqual(['hedged', -2]);
  });

  it('of two acts is marked for splitting', () => {
    expect(only('We will publish the plan and review the budget.', 'en')?.compound).toBe(true);
    expect(only('We will publish the plan and the budget.', 'en')?.compound).toBe(false);
  });

  it('with two subjects makes two proposals', () => {
    const quotes = from('We will open a centre this year, and the Treasury will pay for it by March 2022.', 'en').proposals.map(
      (p) => p.quote,
    );
    expect(quotes).toEqual(['We will open a centre this year', 'the Treasury will pay for it by March 2022.']);
  });
});

describe('The items of a list', () => {
  const { proposals } = from(
    'To improve access, the Department will:\n• publish a catalogue by 2022;\n• train 500 officials.\n\nNothing else.',
    'en',
  );

  it('are each promised by what leads into the list', () => {
    expect(proposals.map(({ quote, promisor }) => [quote, promisor?.text])).toEqual([
      ['publish a catalogue by 2022', 'the Department'],
      ['train 500 officials.', 'the Department'],
    ]);
  });
});

describe('Who is bound', () => {
  test.each([
    ['en', '"We will restore the timetable," said Sanjay Mehta, the chief executive.', 'Sanjay Mehta', 'first_person', 'Sanjay Mehta'],
    ['en', 'We will restore the timetable.', 'The Ministry', 'first_person', null],
    ['en', 'My government has decided to raise your pay.', 'My government', 'named', null],
    [
      'fr',
      '«Nous publierons le plan», a déclaré le secrétaire général de l’OTAN, Jens Stoltenberg.',
      'OTAN',
      'first_person',
      'Jens Stoltenberg',
    ],
    ['fr', 'La Banque a ouvert un bureau. Elle entend ouvrir une école.', 'La Banque', 'pronoun', null],
    ['en', 'We call on neighbouring states to share upstream data.', 'neighbouring states', 'named', null],
    ['en', 'It was agreed that the clerk of the council would write to the owner.', 'the clerk of the council', 'named', null],
    ['en', 'The regulator is content, with the firm pledging to invest £5 million.', 'the firm', 'named', null],
    ['fr', 'Le fonds a reçu 100 millions d’euros promis par la France.', 'la France', 'named', null],
    ['en', 'Reacting to reports that the government has agreed to pay, shares rose.', 'the government', 'named', null],
    ['en', 'On 14 May 2021, Thai Airways will be ending its flights to Seoul.', 'Thai Airways', 'named', null],
    ['fr', 'Sur le rapport du garde des Sceaux, le conseil des ministres a adopté un décret.', 'le conseil des ministres', 'named', null],
    ['fr', 'Le député attend le projet, que la ministre s’est engagée à réaliser.', 'la ministre', 'named', null],
  ] as const)('%s: %s', (lang, text, promisor, how, speaker) => {
    const found = only(text, lang);
    expect([found?.promisor, found?.speaker]).toEqual([{ text: promisor, how }, speaker]);
  });
});

describe('The day of the words', () => {
  test.each([
    ['fr', 'M. Roux, qui avait déclaré le 24 novembre que la mission continuera à former les forces, est parti.', '2020-11-24'],
    ['fr', '«Nous publierons le plan», a déclaré hier Mme Diallo.', '2020-11-29'],
    ['en', '"We will publish the plan," Dana Whitlow said on Friday.', '2020-11-27'],
    ['en', 'Dana Whitlow said on 31 December that the Board would publish the plan.', '2019-12-31'],
    ['en', 'We will publish the plan.', '2020-11-30'],
  ] as const)('%s: %s', (lang, text, statedOn) => expect(only(text, lang)?.statedOn).toBe(statedOn));

  it('is what its dates are counted from', () => {
    const found = only('Mme Diallo avait déclaré le 24 décembre que la Ville publiera le plan l’année prochaine.', 'fr');
    expect([found?.statedOn, found?.target?.edtf]).toEqual(['2019-12-24', '2020']);
  });
});

describe('Two sentences about one event', () => {
  const { proposals } = from(
    'Le secrétaire général a proposé à Joe Biden d’organiser un sommet de l’Alliance à Bruxelles en janvier 2021.\n\n«J’ai invité Joe Biden à participer à un sommet au début de l’année prochaine», a annoncé M. Roux.',
    'fr',
  );

  it('are offered as one', () => {
    expect(proposals.map(({ kind }) => kind)).toEqual(['event', 'event']);
    expect(proposals[1]?.mergeWith).toBe(proposals[0]?.id);
  });
});

it('Sentences without a proposal are counted, for nobody claims to have found all', () => {
  expect(from('The sky is blue. We will act by 2022. Rain fell.', 'en')).toMatchObject({ sentences: 3, withoutProposal: 2 });
});

describe('A number of days', () => {
  test.each([
    ['en', 'We will answer every complaint within ten working days.'],
    ['en', 'The agency undertakes to pay its suppliers within 30 days.'],
    ['fr', "La Régie s'engage à rembourser les usagers sous quinze jours."],
    ['fr', 'Nous nous engageons à répondre à toutes les demandes dans les dix jours.'],
  ] as const)('that is counted anew for each case names no day: %s %s', (lang, text) => expect(only(text, lang)?.target).toBeNull());

  test.each([
    ['en', 'We will publish the report within thirty days.'],
    ['en', 'We will refund the deposit within 30 days.'],
    ['fr', 'Nous publierons le rapport sous trente jours.'],
  ] as const)('that is counted once is a deadline: %s %s', (lang, text) =>
    expect(only(text, lang)?.target).toMatchObject({ kind: 'by', edtf: '2020-12-30' }),
  );
});

describe('A promise does not take the date of the next one', () => {
  test.each([
    ['en', 'I pledge that no depot will close: money has been set aside, and the Council will start the works in March 2021.', 'the Council will start the works in March 2021.'],
    ['en', 'We promise that we will keep the library open and that we will repair the roof in March 2021.', 'we will repair the roof in March 2021.'],
    ['fr', "La ministre promet qu'aucune école ne fermera : un fonds a été créé, et la Région versera les premières aides en mars 2021.", 'la Région versera les premières aides en mars 2021.'],
  ] as const)('%s: %s', (lang, text, second) => {
    const { proposals } = from(text, lang);
    expect(proposals.map(({ target }) => target?.edtf ?? null)).toEqual([null, '2021-03']);
    expect(proposals[1]?.quote).toBe(second);
  }); // prettier-ignore
});

describe('A date of something else is left alone', () => {
  test.each([
    ['en', 'We will keep supporting Zambia, where elections are due in 2021.'],
    ['en', 'The council will replace the bridge, which will last until 2080.'],
    ['en', 'The government will invest in skills to meet demand that is expected to double by 2040.'],
    ['en', 'The group will close the plant next to the site planned for 2024.'],
    ['en', 'The agency will distribute vaccines expected in January 2021.'],
    ['en', 'The minister promised to fund the project after the council said it would finish in 2023.'],
    ['en', 'The board agreed to consult residents ahead of the works starting in March 2021.'],
    ['en', 'The minister will sign the treaty that bans ivory from 2022.'],
    ['en', 'The city will double bus lanes in five years\' time.'],
    ['en', 'The ministry will publish the plan and the mayor has to win the vote in 2022.'],
    ['en', 'The council will extend the contract, due to expire in 2022.'],
    ['fr', 'Nous soutiendrons le pays, dont les élections auront lieu en 2021.'],
    ['fr', 'La ville remplacera le pont, qui tiendra jusqu’en 2080.'],
    ['fr', 'Le groupe investira dans un marché qui devrait doubler d’ici 2030.'],
    ['fr', 'Le gouvernement relèvera le salaire minimum et les syndicats réclament une hausse dès janvier 2021.'],
    ['en', 'The government decided to raise the tax and to use budget reserves in 2022.'],
    ['fr', 'Le groupe a annoncé, lundi 15 mars, mettre fin à la production.'],
    ['fr', 'Nous aiderons les élèves nés en 2021 à lire.'],
    ['fr', 'Le maire a promis de financer le projet après que la région a annoncé la fin des travaux pour 2023.'],
    ['fr', 'Nous doublerons les pistes par rapport à celles prévues en 2022.'],
    ['fr', 'Nous mettrons en œuvre l’Agenda 2030 et la Stratégie 2025.'],
    ['fr', 'Au titre des objectifs 2020/21, le groupe vise une croissance de 10 %.'],
    ['fr', 'Le gouvernement s’apprête à geler le projet pour au moins un an.'],
    ['fr', 'En juillet, le groupe était allé plus loin en annonçant transformer ses marques.'],
    ['en', 'The treasurer will prepare a balance sheet for 2020.'],
    ['en', 'The airline plans to retire two jets by the end of its financial year.'],
  ] as const)('%s: %s', (lang, text) => {
    const { proposals } = from(text, lang);
    expect(proposals.length).toBeGreaterThan(0);
    expect(proposals.map(({ target }) => target)).toEqual(proposals.map(() => null));
  }); // prettier-ignore

  it('and that a time was not read is said', () =>
    expect(only('The council will extend the contract, due to expire in 2022.', 'en')?.reasons).toContainEqual(['date-elsewhere', 0]));

  test.each([
    ['fr', 'Nous ouvrirons cette semaine du climat le 7 décembre.', '2020-12-07'],
    ['en', 'The council will ensure that all buses are electric by 2030.', '2030'],
    ['en', 'The council will open two schools in May 2021.', '2021-05'],
    ['en', 'The ministry will publish, by June 2021, the plan that was agreed.', '2021-06'],
    ['en', 'If funds allow, we will build a school by 2022.', '2022'],
    ['fr', 'La région, qui gère les lycées, rénovera dix internats d’ici 2024.', '2024'],
  ] as const)('but not its own: %s %s', (lang, text, edtf) => expect(only(text, lang)?.target?.edtf).toBe(edtf));
});
