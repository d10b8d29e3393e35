/**
 * The functions of time.ts that ask the time-zone data, with their answers remembered. A plan asks for the same few
 * days, hours and zones for each of its people, and plans of many commitments for the same days again; working one out
 * takes tens of microseconds, which made up nearly all of planning.
 */
import * as time from './time.js';

/** Some megabytes at most. */
const mostAnswers = 50_000;

function remembered<A extends unknown[], R>(compute: (...given: A) => R): (...given: A) => R {
  const answers = new Map<string, R>();
  return (...given) => {
    const question = given.join(' ');
    const known = answers.get(question);
    if (known !== undefined) return known;
    if (answers.size >= mostAnswers) answers.clear();
    const answer = compute(...given);
    answers.set(question, answer);
    return answer;
  };
}

export const dayIn = remembered(time.dayIn);
export const instantAt = remembered(time.instantAt);
export const offsetMinutesAt = remembered(time.offsetMinutesAt);
