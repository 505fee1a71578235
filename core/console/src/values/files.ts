/** What is known of kept files beyond their hashes. */
import { reactive } from 'vue';

export interface KeptFile {
  file: string;
  name: string;
  media_type: string;
  size: number;
}

/** Those that were uploaded from this page. */
export const uploaded = reactive(new Map<string, KeptFile>());

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}

export function fileName(file: KeptFile): string {
  return file.name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '_');
}
