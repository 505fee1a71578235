/** Uploads tell how far they are: only XMLHttpRequest does. Everything else is as for other requests. */
import { address, signInAgain, uploadHeaders } from './client';
import { connectionLost, problemOf } from './problem';
import type { KeptFile } from '../values/files';

export interface Upload {
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

function post(path: string, file: File, { onProgress, signal }: Upload): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address(path, { name: file.name }));
    uploadHeaders().forEach((value, name) => request.setRequestHeader(name, value));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = () => reject(connectionLost());
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** Throws Problem, or AbortError when the signal asks for it. */
export async function keepFile(file: File, upload: Upload): Promise<KeptFile> {
  let answer = await post('/files', file, upload);
  if (answer.status === 401) {
    await signInAgain();
    answer = await post('/files', file, upload);
  }
  if (!answer.ok) throw await problemOf(answer);
  return (await answer.json()) as KeptFile;
}
