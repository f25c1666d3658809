package live.nio.identity;

import jakarta.inject.Singleton;
import live.nio.platform.Geolocation;

/// Finds out what device somebody uses and where it is. Any thread.
@Singleton
public class Visitors {

  private final Devices devices;
  private final Geolocation geolocation;

  Visitors(Devices devices, Geolocation geolocation) {
    this.devices = devices;
    this.geolocation = geolocation;
  }

  public Visitor identify(Requester requester) {
    return new Visitor(
        requester, devices.describe(requester.userAgent()), geolocation.of(requester.ipAddress()));
  }
}
