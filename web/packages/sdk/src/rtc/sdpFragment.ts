/**
 * ICE credentials and candidates apart from the rest of a description, as HTTP carries them
 * (`application/trickle-ice-sdpfrag`, [RFC 8840 §9](https://www.rfc-editor.org/rfc/rfc8840#section-9)).
 */

const EOL = '\r\n';
const ICE = /^a=(ice-ufrag|ice-pwd|ice-options|candidate|end-of-candidates)/;

/** What of a description concerns ICE: the credentials, and the first line the bundle goes by. */
export function fragmentOf(sdp: string): string {
  const [session, ...media] = sectionsOf(sdp);
  const [first] = media;
  const line = (section: readonly string[] | undefined, start: string): string[] =>
    section?.filter((it) => it.startsWith(start)).slice(0, 1) ?? [];
  const either = (start: string): string[] => {
    const inMedia = line(first, start);
    return inMedia.length > 0 ? inMedia : line(session, start);
  };
  return (
    [
      ...line(session, 'a=group:BUNDLE'),
      ...either('a=ice-ufrag:'),
      ...either('a=ice-pwd:'),
      ...line(first, 'm='),
      ...line(first, 'a=mid:'),
    ].join(EOL) + EOL
  );
}

/** `sdp` with the ICE credentials and candidates of `fragment` in the place of its own. */
export function withFragment(sdp: string, fragment: string): string {
  const lines = linesOf(fragment);
  const credentials = ['a=ice-ufrag:', 'a=ice-pwd:'].flatMap(
    (start) => lines.find((it) => it.startsWith(start)) ?? [],
  );
  const candidates = lines.filter((it) => /^a=(candidate|end-of-candidates)/.test(it));
  const [session = [], ...media] = sectionsOf(sdp);
  // A server may name its candidates in the answer alone; they stay the same when it restarts.
  const keepsCandidates = candidates.length === 0;
  const kept = (section: readonly string[]): string[] =>
    section.filter(
      (it) =>
        !ICE.test(it) || it.startsWith('a=ice-options') || (keepsCandidates && isCandidate(it)),
    );
  return (
    [
      ...kept(session),
      ...media.flatMap((section, index) => [
        ...kept(section),
        ...credentials,
        ...(index === 0 ? candidates : []),
      ]),
    ].join(EOL) + EOL
  );
}

function isCandidate(line: string): boolean {
  return line.startsWith('a=candidate') || line.startsWith('a=end-of-candidates');
}

/** The lines before the first `m=`, then those of each. */
function sectionsOf(sdp: string): string[][] {
  const sections: string[][] = [[]];
  for (const line of linesOf(sdp)) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections;
}

function linesOf(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line !== '');
}
