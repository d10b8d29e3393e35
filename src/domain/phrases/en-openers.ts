/** What English puts before a date and behind it. Patterns as in en.ts. */
import { type Closer, type Opener, phrases } from './lexicon.js';
import { trieOf } from './trie.js';

const BY: Opener = { kind: 'by', event: 'on', coming: 'by' };
const BY_LENGTH: Opener = { kind: 'by', event: 'on', coming: 'by', length: 'by' };
const BEFORE: Opener = { kind: 'before', event: 'before' };
const UNTIL: Opener = { kind: 'until', wary: true, coming: 'throughout' };
const FROM: Opener = { kind: 'from' };
const AFTER: Opener = { kind: 'from', after: true, event: 'after' };
const PLAIN: Opener = { kind: 'plain' };
const OVER: Opener = { kind: 'throughout', only: 'range', length: 'for', coming: 'during' };
const PERIOD: Opener = { kind: 'throughout', length: 'for', coming: 'throughout' };
const ABOUT: Opener = { kind: 'plain', approximate: true, wary: true };

export const ENGLISH_OPENERS = trieOf<Opener>([
  ...phrases(BY, `by, by no later than, by the latest, on|in or before, by or before, before or by, latest by|in|on, due|ready by`),
  ...phrases(BY, `due, due on|in, from now to|till, deadline, deadline is|of|by, target|due date is|of|by, with a deadline of, come`),
  ...phrases(BY_LENGTH, 'no|not later than, at the? latest by|in|on|within, at the? latest, no|not later, no|not more than'),
  ...phrases({ ...BY, horizon: true }, 'by the horizon of?, on|at|with|towards|toward the? horizon of?'),
  ...phrases({ kind: 'by', horizon: true, whole: true } as const, 'horizon'),
  ...phrases({ kind: 'by', wary: true, coming: 'by' } as const, 'between now and, between today and, from today to'),
  ...phrases(BEFORE, 'before, prior to, ahead of, in advance of, earlier than, in time for, any time before, in the run up to'),
  ...phrases(FROM, 'not before, no|not earlier than, no|not sooner than, not until, not till'),
  ...phrases(UNTIL, 'until, till, til, up until, through, through to, thru, up to, up to and including, right through to|until'),
  ...phrases(
    UNTIL,
    `at least until|till|through|to, lasting until|till|to, valid until|till|through, from now until|through, out to,
    all the way to`,
  ),
  ...phrases(
    PERIOD,
    `for the? whole|entire|full|all of?, for all of, for the duration of, throughout, all through, all throughout, across`,
  ),
  ...phrases(
    PERIOD,
    `for the period from?, over the period from?, across the period, for a period of, over a period of, for a term of,
    over the whole|entire of?`,
  ),
  ...phrases(
    { kind: 'throughout', length: 'for', coming: 'throughout', wary: true, dayKind: 'on' } as const,
    'for, for another|at|up|the?, for at least, for up to, for a further',
  ),
  ...phrases(OVER, 'over, spanning, covering, across'),
  ...phrases(
    { ...FROM, range: 'from' } as const,
    'from, as of, as from, starting|beginning|commencing|effective, starting|beginning|commencing from|in|on',
  ),
  ...phrases(
    FROM,
    `as of, as from, effective as? from|of|on, with effect from|on, since, ever since, as early as, on|in or after,
    no sooner than`,
  ),
  ...phrases(AFTER, 'after, beyond, subsequent to'),
  ...phrases({ kind: 'from', event: 'on', only: 'none' } as const, 'upon, immediately upon|after, on completion of, at the time of'),
  ...phrases({ kind: 'from', event: 'after', only: 'none' } as const, 'following'),
  ...phrases({ kind: 'plain', range: 'between' } as const, 'between, sometime|some time between, any time between'),
  ...phrases(
    { kind: 'plain', length: 'in', coming: 'during' } as const,
    `in, sometime|some time in, at some point in, at any time in, planned|expected|due|scheduled in, and in, some time within`,
  ),
  ...phrases(
    { kind: 'plain', coming: 'during', unit: 'plain' } as const,
    `during, in|over|during the course of, in the period, during the period, in|during the period from|of`,
  ),
  ...phrases(
    { kind: 'plain', coming: 'by', length: 'by', unit: 'by' } as const,
    'within, within a period|maximum|limit of, within a maximum period of, within no more than, within at most',
  ),
  ...phrases(
    { kind: 'plain', length: 'by', only: 'none', coming: 'by' } as const,
    `inside, in less|fewer than, in under, in no more than, in at most, in the space of, in as little as, in a maximum of`,
  ),
  ...phrases({ kind: 'plain', only: 'part', event: 'next' } as const, 'at'),
  ...phrases({ kind: 'plain', only: 'day' } as const, 'on, scheduled on, on or about, dated'),
  ...phrases(
    PLAIN,
    `planned|scheduled|set|slated|expected|due|foreseen|targeted|earmarked|timetabled for, later, later in|on, held|meeting on`,
  ),
  ...phrases(
    ABOUT,
    `about, around, circa, approximately, roughly, towards, toward, sometime around, some time around, on or about|around,
    in or around|about`,
  ),
  ...phrases(ABOUT, 'at or around, in approximately|about|around, in the region of'),
]);

export const ENGLISH_CLOSERS = trieOf<Closer>([
  ...phrases('by' as const, 'at the? very? latest, or earlier|sooner|before, if not earlier|sooner|before, by the latest'),
  ...phrases('deadline' as const, 'deadline, target date, cut off, cutoff, cut off date'),
  ...phrases('from' as const, `onwards, onward, and onwards|onward|beyond|after|later, or later|after, at the? earliest, and thereafter`),
  ...phrases('approximate' as const, 'or so, or thereabouts, approximately, or around then'),
  ...phrases('uncertain' as const, 'tentatively, provisionally, at a guess'),
]);
