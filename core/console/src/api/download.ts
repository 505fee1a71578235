/** Files from the host, saved under a name. */
import { answerOf, type Ask } from './client';

export async function save(path: string, name: string, given: Ask = {}): Promise<void> {
  const answer = await answerOf(path, given);
  const disposition = answer.headers.get('Content-Disposition') ?? '';
  const named = /filename="([^"]+)"/.exec(disposition)?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name || named || 'download';
  link.click();
  // The browser needs the address until it has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
