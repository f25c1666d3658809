"""A WHIP or WHEP peer made of GStreamer's webrtcbin.

    gstreamer_peer.py whip URL WIDTH HEIGHT   publishes the I420 pictures that come on stdin, and a tone
    gstreamer_peer.py whep URL WIDTH HEIGHT   writes the luma of the pictures it is shown to stdout

On stderr one line for each of `connected` and `sound` (some was heard); more only when something is wrong. It ends,
and deletes its session, when stdin ends.
"""

import sys
import threading
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

PATIENCE_S = 15
LOUD_DB = -60
RTC = "webrtcbin name=rtc bundle-policy=max-bundle"
VIDEO_RTP = "application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000"
AUDIO_RTP = (
    "application/x-rtp,media=audio,encoding-name=OPUS,payload=97,clock-rate=48000,"
    "encoding-params=(string)2"
)

mode, url, width, height = sys.argv[1:5]
Gst.init(None)
loop = GLib.MainLoop()


def say(line):
    print(line, file=sys.stderr, flush=True)


def publishing():
    pipeline = Gst.parse_launch(
        f"{RTC} "
        f"fdsrc fd=0 name=pictures ! rawvideoparse format=i420 width={width} height={height} framerate=30/1 ! queue "
        "! vp8enc deadline=1 cpu-used=8 target-bitrate=800000 keyframe-max-dist=300 "
        f"! rtpvp8pay picture-id-mode=2 ! {VIDEO_RTP} ! rtc. "
        "audiotestsrc is-live=true ! audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=2 "
        f"! opusenc ! rtpopuspay ! {AUDIO_RTP} ! rtc."
    )

    def on_event(_, info):
        # The end of one stream is not the end of all, so no message tells of it.
        if info.get_event().type == Gst.EventType.EOS:
            GLib.idle_add(loop.quit)
        return Gst.PadProbeReturn.OK

    pictures = pipeline.get_by_name("pictures").get_static_pad("src")
    pictures.add_probe(Gst.PadProbeType.EVENT_DOWNSTREAM, on_event)
    return pipeline


def watching():
    pipeline = Gst.Pipeline()
    rtc = Gst.parse_bin_from_description(RTC, False).get_by_name("rtc")
    rtc.unparent()
    pipeline.add(rtc)
    for caps in (AUDIO_RTP, VIDEO_RTP):
        direction = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
        transceiver = rtc.emit("add-transceiver", direction, Gst.Caps.from_string(caps))
        transceiver.set_property("do-nack", True)

    def on_pad(_, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        video = pad.get_current_caps().get_structure(0).get_string("media") == "video"
        decoder = Gst.parse_bin_from_description(
            "rtpvp8depay wait-for-keyframe=true request-keyframe=true ! vp8dec ! videoconvert ! videoscale "
            f"! video/x-raw,format=GRAY8,width={width},height={height} ! queue ! fdsink fd=1 sync=false"
            if video
            else "rtpopusdepay ! opusdec ! audioconvert ! level interval=100000000 ! fakesink",
            True,
        )
        pipeline.add(decoder)
        pad.link(decoder.get_static_pad("sink"))
        decoder.sync_state_with_parent()

    rtc.connect("pad-added", on_pad)
    # What ends a publisher is the end of its pictures; a viewer has no other use for stdin.
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), GLib.idle_add(loop.quit)), daemon=True).start()
    return pipeline


def signal(rtc):
    """Offers without waiting for candidates: a server that is ICE-lite learns them from the checks."""
    made = Gst.Promise.new()
    rtc.emit("create-offer", None, made)
    made.wait()
    # The reply owns the offer.
    reply = made.get_reply()
    offer = reply.get_value("offer")
    rtc.emit("set-local-description", offer, None)
    request = urllib.request.Request(
        url, offer.sdp.as_text().encode(), {"Content-Type": "application/sdp"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
        session = urllib.parse.urljoin(url, response.headers["Location"])
        _, sdp = GstSdp.SDPMessage.new_from_text(response.read().decode())
    answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
    taken = Gst.Promise.new()
    rtc.emit("set-remote-description", answer, taken)
    taken.wait()
    return session


def on_message(_, message):
    if message.type == Gst.MessageType.ERROR:
        error, detail = message.parse_error()
        say(f"{error.message} ({detail})")
        loop.quit()
    elif message.type == Gst.MessageType.ELEMENT and message.has_name("level"):
        if max(message.get_structure().get_value("rms")) > LOUD_DB:
            say("sound")


def on_state(rtc, _):
    if rtc.get_property("connection-state") == GstWebRTC.WebRTCPeerConnectionState.CONNECTED:
        say("connected")


pipeline = publishing() if mode == "whip" else watching()
rtc = pipeline.get_by_name("rtc")
rtc.connect("notify::connection-state", on_state)
bus = pipeline.get_bus()
bus.add_signal_watch()
bus.connect("message", on_message)
pipeline.set_state(Gst.State.PLAYING)
session = signal(rtc)
try:
    loop.run()
finally:
    urllib.request.urlopen(urllib.request.Request(session, method="DELETE"), timeout=PATIENCE_S).close()
    pipeline.set_state(Gst.State.NULL)
