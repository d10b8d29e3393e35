/** A settled commitment as schema.org's ClaimReview, which search engines and archives read: what was said, and what was found. */
import { z } from 'zod';
import type { PublicCommitment } from './public-view.js';
import type { VerdictValue } from './verdict.js';

const named = z.strictObject({ '@type': z.enum(['Organization', 'Person']), name: z.string() });

export const claimReviewSchema = z.strictObject({
  '@context': z.literal('https://schema.org'),
  '@type': z.literal('ClaimReview'),
  url: z.url(),
  datePublished: z.string(),
  author: named.extend({ url: z.url() }),
  claimReviewed: z.string(),
  itemReviewed: z.strictObject({
    '@type': z.literal('Claim'),
    text: z.string(),
    inLanguage: z.string(),
    author: named,
    datePublished: z.string(),
    /** Where it was said, as far as that has an address. */
    appearance: z.strictObject({ '@type': z.literal('CreativeWork'), url: z.url(), name: z.string().optional() }).optional(),
  }),
  reviewRating: z.strictObject({
    '@type': z.literal('Rating'),
    alternateName: z.string(),
    /** None where it cannot be verified: that is no place on the scale. */
    ratingValue: z.int().optional(),
    bestRating: z.int().optional(),
    worstRating: z.int().optional(),
  }),
});
export type ClaimReview = z.infer<typeof claimReviewSchema>;

const ratings: Partial<Record<VerdictValue, number>> = { fulfilled: 3, partly_fulfilled: 2, not_fulfilled: 1 };
const scale = { bestRating: 3, worstRating: 1 };

/** Null for what has no verdict. Whether outsiders may see it was settled when the public view of it was made. */
export function claimReviewOf(
  commitment: PublicCommitment,
  { verdictName, reviewer }: { verdictName: string; reviewer: { name: string; url: string } },
): ClaimReview | null {
  const { statement, verdict, verdictAt, promisor, title, url } = commitment;
  if (verdict === 'pending' || verdictAt === null) return null;
  const rating = ratings[verdict];
  const { source, speaker } = statement;
  return {
    '@context': 'https://schema.org',
    '@type': 'ClaimReview',
    url,
    datePublished: verdictAt.slice(0, 10),
    author: { '@type': 'Organization', ...reviewer },
    claimReviewed: title,
    itemReviewed: {
      '@type': 'Claim',
      text: statement.quote,
      inLanguage: statement.lang,
      author: speaker === null ? { '@type': 'Organization', name: promisor.name } : { '@type': 'Person', name: speaker },
      datePublished: statement.saidOn,
      ...(source === null || source.url === null
        ? {}
        : { appearance: { '@type': 'CreativeWork', url: source.url, ...(source.title === null ? {} : { name: source.title }) } }),
    },
    reviewRating: { '@type': 'Rating', alternateName: verdictName, ...(rating === undefined ? {} : { ratingValue: rating, ...scale }) },
  };
}
