/** What stands where the list would, in a register that has nothing yet: what it is for, and the ways in. */
import type { VNode } from 'preact';
import type { Words } from '../../../i18n/index.js';

export function FirstSteps({ words, mayRegister }: { words: Words['register']['empty']; mayRegister: boolean }): VNode {
  return (
    <>
      <p class="large">{words.title}</p>
      <p>{words.text}</p>
      {mayRegister ? (
        <>
          <h2>
            <a href="/commitments/new">{words.byHand}</a>
          </h2>
          <p>{words.byHandText}</p>
          <h2>
            <a href="/texts/new">{words.fromText}</a>
          </h2>
          <p>{words.fromTextText}</p>
          <h2>
            <a href="/imports/new">{words.fromTable}</a>
          </h2>
          <p>{words.fromTableText}</p>
        </>
      ) : (
        <p>{words.forReaders}</p>
      )}
      <h2>{words.sample}</h2>
      <p>
        {words.sampleText} <code>npx pledgebook demo</code>
      </p>
    </>
  );
}
