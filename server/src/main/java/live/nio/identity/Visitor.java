package live.nio.identity;

import live.nio.platform.Place;

/// A [Requester] with what its headers and address mean. See [Visitors].
public record Visitor(Requester requester, DeviceInfo device, Place place) {}
