import { BannerSlot } from './BannerSlot';

/** The banner of a phone's room: above the chat, far from the message field. */
export default function BannerInRoom() {
  return <BannerSlot placement="room" />;
}
