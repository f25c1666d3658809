package live.nio.sfu;

/// A stream has no publisher whose media could be viewed.
public final class NotPublished extends Exception {
  private static final long serialVersionUID = 1L;

  NotPublished(String streamId) {
    super("nothing is published as " + streamId);
  }
}
