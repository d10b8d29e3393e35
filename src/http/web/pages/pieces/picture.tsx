/** A picture of documents/charts on a page. */
import type { VNode } from 'preact';

/** The markup comes from our own drawing, which escapes what it is given. */
export function Picture({ svg }: { svg: string | null }): VNode | null {
  return svg === null ? null : <figure class="picture" dangerouslySetInnerHTML={{ __html: svg }} />;
}
