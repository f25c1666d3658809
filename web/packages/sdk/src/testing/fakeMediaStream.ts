/** As much of `MediaStream` as is used: an ordered set of tracks. */
export class FakeMediaStream {
  readonly tracks: { kind: string; name: string }[] = [];

  addTrack(track: { kind: string; name: string }): void {
    if (!this.tracks.includes(track)) this.tracks.push(track);
  }

  removeTrack(track: { kind: string; name: string }): void {
    const at = this.tracks.indexOf(track);
    if (at >= 0) this.tracks.splice(at, 1);
  }
}
