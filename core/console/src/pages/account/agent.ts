/** What a browser says of itself, in two words: enough to know one's own devices again. */

const first = (agent: string, known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(agent))?.[1];

export function agentName(agent: string): string {
  const browser = first(agent, [
    [/Edg\//, 'Edge'],
    [/MicroMessenger/, 'WeChat'],
    [/360SE|QihooBrowser/, '360'],
    [/Firefox\//, 'Firefox'],
    [/Chrom(e|ium)\//, 'Chrome'],
    [/Safari\//, 'Safari'],
    [/curl\//, 'curl'],
  ]);
  const system = first(agent, [
    [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/UOS|Kylin|Linux|X11/, 'Linux'],
  ]);
  return [browser, system].filter(Boolean).join(' · ');
}
