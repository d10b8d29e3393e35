/** Letters that no step of a policy makes: each answers something that a person did, or that happened to a mail. */
import { wordsIn, type Words } from '../../i18n/index.js';
import { formatMonth } from '../../i18n/dates.js';
import { followedIn } from '../../i18n/followed.js';
import type { LetterContent } from '../content.js';
import type { Block, Letter, RenderedMail } from '../letter.js';
import { linkTo, oneLine, paragraphs } from './blocks.js';
import { rendered } from './rendered.js';

export function renderLetter(content: LetterContent): RenderedMail {
  const words = wordsIn(content.locale);
  const { because, ...letter } = written(content, words.letters, words.mail);
  const name = content.to.name === null ? null : oneLine(content.to.name);
  const footer: Block = { type: 'footer', text: words.mail.why(name, because), actions: [] };
  return rendered({ lang: content.locale, tone: 'calm', ref: null, ...letter, blocks: [...letter.blocks, footer] });
}

type Written = Pick<Letter, 'subject' | 'preview' | 'tag' | 'title' | 'blocks'> & Partial<Letter> & { because: string };

function written(content: LetterContent, words: Words['letters'], mail: Words['mail']): Written {
  switch (content.kind) {
    case 'sign_in': {
      const { subject, text, tag, title, action, ignore } = words.signIn;
      return {
        ...{ subject, preview: text, tag, title },
        blocks: [...paragraphs([text]), ...button(action, content.link), ...paragraphs([ignore])],
        because: words.because.askedToSignIn,
      };
    }
    case 'confirm': {
      const what = followedIn(content.followed, words);
      const text = words.confirm.text(what);
      return {
        ...{ subject: words.confirm.subject(what), preview: text, tag: words.confirm.tag, title: words.confirm.title },
        blocks: [...paragraphs([text]), ...button(words.confirm.action, content.link), ...paragraphs([words.confirm.ignore])],
        because: words.because.asked,
      };
    }
    case 'unsubscribed': {
      const what = content.followed.map((each) => followedIn(each, words)).join('; ');
      const text = words.unsubscribed.text(what);
      return {
        ...{ subject: words.unsubscribed.subject, preview: text, tag: words.unsubscribed.tag, title: words.unsubscribed.title },
        blocks: [...paragraphs([text]), ...button(words.unsubscribed.action, content.link)],
        because: words.because.acted,
      };
    }
    case 'receipt': {
      const progress = words.progress[content.progress];
      const { ref, title } = content.commitment;
      const text = words.receipt.text(progress);
      return {
        ...{
          subject: words.receipt.subject(ref, progress),
          preview: text,
          tag: words.receipt.tag,
          title: oneLine(title),
          ref,
          tone: 'done',
        },
        blocks: [...paragraphs([text]), ...button(mail.actions.open(ref), content.commitment.url)],
        because: words.because.acted,
      };
    }
    case 'unreachable': {
      const owner = oneLine(content.owner ?? words.erased);
      const text = words.unreachable.text[content.cause](owner, content.count);
      const more = content.count - content.commitments.length;
      const items = content.commitments.map(({ ref, title, url }) => ({
        ref,
        title: oneLine(title),
        text: '',
        by: owner,
        url: linkTo(ref, url)?.url ?? null,
      }));
      return {
        ...{
          subject: words.unreachable.subject(owner),
          preview: text,
          tag: words.unreachable.tag,
          title: words.unreachable.title(owner),
          tone: 'late',
        },
        blocks: [
          ...paragraphs([text, words.unreachable.ask]),
          { type: 'items', heading: words.unreachable.items, items },
          ...paragraphs([more > 0 ? words.unreachable.more(more) : '']),
        ],
        because: words.because.contact,
      };
    }
    case 'checkpoint': {
      const month = formatMonth(content.day, content.locale);
      const { title, subject, text, ask, check, key, tag } = words.checkpoint;
      return {
        ...{ subject: subject(month), preview: text(content.size), tag, title: title(month) },
        blocks: [...paragraphs([text(content.size), ask, check]), { type: 'verbatim', text: content.note }, ...button(key, content.keyUrl)],
        because: words.because.auditor,
      };
    }
    case 'bounce': {
      const { ref, title } = content.commitment;
      const text = words.bounce.text(oneLine(content.address ?? words.erased));
      const reply = oneLine(content.reply ?? '');
      return {
        ...{ subject: words.bounce.subject(ref), preview: text, tag: words.bounce.tag, title: oneLine(title), ref, tone: 'late' },
        blocks: [
          ...paragraphs([text, words.bounce.ask]),
          ...(reply === '' ? [] : [{ type: 'facts' as const, rows: [{ label: mail.label(words.bounce.reply), value: { text: reply } }] }]),
          ...button(mail.actions.open(ref), content.commitment.url),
        ],
        because: words.because.responsible,
      };
    }
  }
}

function button(label: string, url: string): Block[] {
  const action = linkTo(label, url);
  return action === null ? [] : [{ type: 'actions', actions: [action], hint: '' }];
}
