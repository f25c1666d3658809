import type { TopologyPreference } from '@nio/sdk';
import { readSetting, writeSetting } from '../api/settings';

/** Whether this device wants its broadcasts to go through the server always. */
export function preferredWay(): TopologyPreference {
  return readSetting('way') === 'sfu' ? 'sfu' : 'auto';
}

/** Remembers the choice for broadcasts to come. */
export function rememberWay(way: TopologyPreference): void {
  writeSetting('way', way === 'sfu' ? 'sfu' : null);
}
