import type { RoomState, ViewerState } from '@nio/sdk';

/** The one thing the watching page shows where the picture is. */
export type Scene =
  | 'connecting'
  | 'playing'
  /** Sound without picture: the camera is off. */
  | 'audio'
  | 'stalled'
  | 'failed'
  | 'away'
  | 'full'
  | 'ended'
  | 'not_found'
  | 'banned'
  | 'refused';

/** What to show, out of what the room says and what really arrives. Media that arrives is never covered. */
export function sceneOf(
  room: Pick<RoomState, 'phase' | 'stream' | 'topology'>,
  media: Pick<ViewerState, 'phase' | 'hasVideo' | 'hasAudio'>,
): Scene {
  switch (room.phase) {
    case 'ended':
    case 'not_found':
    case 'banned':
      return room.phase;
    case 'failed':
    case 'replaced':
      return 'refused';
    case 'joining':
    case 'joined':
    case 'rejoining':
      break;
  }
  if (media.phase === 'playing') return media.hasVideo ? 'playing' : 'audio';
  if (room.stream?.streamerOnline === false) return 'away';
  if (media.phase === 'full' || room.topology === 'full') return 'full';
  if (media.phase === 'stalled' || media.phase === 'failed') return media.phase;
  return 'connecting';
}
