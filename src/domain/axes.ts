/** The axes of a commitment that staff set. They are separate on purpose: none can be told from another. */
export const commitmentKinds = ['pledge', 'decision', 'event', 'assurance', 'request'] as const;
export const publications = ['draft', 'published', 'retracted'] as const;
export const standings = ['active', 'not_triggered', 'superseded', 'merged', 'withdrawn'] as const;
export const progressValues = ['not_started', 'limited', 'substantial', 'complete'] as const;

export type CommitmentKind = (typeof commitmentKinds)[number];
export type Publication = (typeof publications)[number];
export type Standing = (typeof standings)[number];
export type Progress = (typeof progressValues)[number];

/** The only moves of publication: out of draft once, and out of sight at any time after. */
export const publicationMoves: Record<Publication, readonly Publication[]> = {
  draft: ['published', 'retracted'],
  published: ['retracted'],
  retracted: ['published'],
};
