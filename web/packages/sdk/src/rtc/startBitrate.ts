/**
 * `answer` with a word to Chromium where to begin its estimate of the link: left alone it begins with 300 kbit/s, and a
 * connection whose media was paused until now would show its viewers a small picture first. Others ignore it.
 */
export function withStartBitrate(answer: string, kilobits: number): string {
  const wish = `x-google-start-bitrate=${kilobits}`;
  let inVideo = false;
  const parts = answer.split('\r\n');
  const described = new Set(parts.flatMap((line) => /^a=fmtp:(\d+) /.exec(line)?.[1] ?? []));
  return parts
    .flatMap((line) => {
      if (line.startsWith('m=')) inVideo = line.startsWith('m=video');
      if (!inVideo) return line;
      const coded = /^a=rtpmap:(\d+) (?:VP8|VP9|H264|AV1)\//i.exec(line)?.[1];
      if (coded !== undefined && !described.has(coded)) return [line, `a=fmtp:${coded} ${wish}`];
      // Of a codec, not of its retransmissions.
      return /^a=fmtp:\d+ (?!apt=)/.test(line) ? `${line};${wish}` : line;
    })
    .join('\r\n');
}
